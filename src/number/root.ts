import { checkpoint } from './checkpoint.ts';
import { bitLength, shift } from './integer.ts';

/** Root lengths in bits above which the inverse root by Newton's iteration wins, and where its recursion ends (measured). */
const SQUARE: Crossover = { inverseBits: 200_000, baseBits: 25_000 };
const HIGHER: Crossover = { inverseBits: 2_000, baseBits: 1_000 };
const GUARD_BITS = 64;
/** A root of so many bits comes from a double. */
const SMALL_ROOT_BITS = 50;

export interface Crossover {
  readonly inverseBits: number;
  readonly baseBits: number;
}

/** ⌊√n⌋ for n ≥ 0. */
export const isqrt = (n: bigint): bigint => rootLong(n, 2, SQUARE);

/** ⌊ᵏ√n⌋ for n ≥ 0, k ≥ 2. */
export const iroot = (n: bigint, k: number): bigint => rootLong(n, k, k === 2 ? SQUARE : HIGHER);

/** ⌊ᵏ√n⌋ with chosen crossovers, which the tests lower to reach every path. */
export const rootLong = (n: bigint, k: number, { inverseBits, baseBits }: Crossover): bigint => {
  const rootBits = Math.ceil(bitLength(n) / k);
  if (rootBits <= 1) return n === 0n ? 0n : 1n;
  if (rootBits > inverseBits) return rootByInverse(n, k, rootBits, baseBits);
  return k === 2 ? squareRoot(n, rootBits) : rootByDivision(n, k, rootBits);
};

/**
 * ⌊√n⌋ for n < 4^rootBits.
 * Method: the last step of `squareRootRemainder`, which multiplies q · q out only where its leading bits leave the sign open.
 */
const squareRoot = (n: bigint, rootBits: number): bigint => {
  if (rootBits <= SMALL_ROOT_BITS) return smallRootRemainder(n)[0];
  const low = rootBits >> 1;
  const [high, rest] = squareRootRemainder(n >> BigInt(2 * low), rootBits - low);
  const part = (rest << BigInt(low)) + BigInt.asUintN(low, n >> BigInt(low));
  const divisor = high << 1n;
  const q = part / divisor;
  const root = (high << BigInt(low)) + q;
  const remainder = part - q * divisor;
  // q ≤ 2^low, so q² ≤ 2^(2 low), which a remainder of more than low bits is never below.
  if (remainder >> BigInt(low) !== 0n) return root;
  return (remainder << BigInt(low)) + BigInt.asUintN(low, n) < q * q ? root - 1n : root;
};

/**
 * [s, r] with n = s² + r and 0 ≤ r ≤ 2s.
 *
 * Requires: 4^(rootBits − 1) ≤ n < 4^rootBits, or rootBits ≤ 50.
 * Bound: let b = 2^low and n = h b² + a b + c with a, c < b, (s', r') the root and remainder of h, and
 *   r' b + a = 2s' q + u. Then n = (s' b + q)² + (u b + c − q²). As s' has at least low bits, 2s' ≥ b.
 *   From u < 2s' the remainder is below 2s' b, so the root is not too small. It is too great by one at most: r' ≤ 2s' makes
 *   q ≤ b; where q < b, q² ≤ (b − 1)² < 2s' b; where q = b, r' = 2s' and 2(s' b + q) − 1 ≥ b².
 * Method: Zimmermann, Karatsuba square root (1999).
 */
const squareRootRemainder = (n: bigint, rootBits: number): [bigint, bigint] => {
  if (rootBits <= SMALL_ROOT_BITS) return smallRootRemainder(n);
  const low = rootBits >> 1;
  const shiftLow = BigInt(low);
  const [high, rest] = squareRootRemainder(n >> (shiftLow << 1n), rootBits - low);
  const part = (rest << shiftLow) + BigInt.asUintN(low, n >> shiftLow);
  const divisor = high << 1n;
  const q = part / divisor;
  const s = (high << shiftLow) + q;
  const r = ((part - q * divisor) << shiftLow) + BigInt.asUintN(low, n) - q * q;
  return r < 0n ? [s - 1n, r + (s << 1n) - 1n] : [s, r];
};

/**
 * As `squareRootRemainder`, for n < 4^SMALL_ROOT_BITS.
 * Bound: let m = ⌊√n⌋ < 2^e ≤ 2^50. n is rounded to at least m² (1 − 2^-53), whose root is above m − 2^-54 · m − 2^-56, and so
 *   above m − 2^(e − 54), since m ≤ 2^e − 1: half the way to the double below m, unless m is a power of two, whose square is
 *   one. So the root, rounded, is not below m; its relative error below 2^-52 keeps it below m + 2.
 */
const smallRootRemainder = (n: bigint): [bigint, bigint] => {
  const s = BigInt(Math.floor(Math.sqrt(Number(n))));
  const r = n - s * s;
  return r < 0n ? [s - 1n, r + (s << 1n) - 1n] : [s, r];
};

/**
 * ⌊ᵏ√n⌋ for n < 2^(k · rootBits), by Newton's iteration with doubling precision.
 * Bound: `rootAbove` returns a whole number in [ᵏ√n, ᵏ√n + 2], so its floor is that number or one of the two below it.
 */
const rootByDivision = (n: bigint, k: number, rootBits: number): bigint => {
  let root = rootAbove(n, k, rootBits);
  while (root ** BigInt(k) > n) root -= 1n;
  return root;
};

/**
 * A whole number in [ᵏ√n, ᵏ√n + 2].
 *
 * Requires: 2^(k · (rootBits − 1)) ≤ n < 2^(k · rootBits), or n = 0.
 * Bound: let s = a · 2^low, where a is this function's answer for n / 2^(k · low); then |s − ᵏ√n| ≤ 3 · 2^low.
 *   A Newton step from any s > 0 ends at or above the root, by (k − 1)/2 · (s − ᵏ√n)² / ξ · (ᵏ√n / ξ)^k for a ξ between
 *   the two. Since ξ ≥ 2^(rootBits − 2) and 2 low ≤ rootBits − 8 − log2 k, that is below 18.2 · 2^-8 < 1. Flooring the
 *   step and adding 1 leaves it at or above the root and at most 2 above.
 */
const rootAbove = (n: bigint, k: number, rootBits: number): bigint => {
  if (rootBits <= 40) return smallRootAbove(n, k);
  const low = Math.floor((rootBits - 8 - Math.log2(k)) / 2);
  const a = rootAbove(n >> BigInt(k * low), k, rootBits - low);
  checkpoint();
  // The trailing zeros of s cancel: n / s^(k − 1) = (n / 2^(low · (k − 1))) / a^(k − 1), and nested floors are one.
  const quotient = (n >> BigInt(low * (k - 1))) / a ** BigInt(k - 1);
  return ((a << BigInt(low)) * BigInt(k - 1) + quotient) / BigInt(k) + 1n;
};

/**
 * A whole number in [ᵏ√n, ᵏ√n + 2] where ᵏ√n < 2^40.
 * Bound: log2 n is off by a relative 2^-50 with its rounding, and so is its k-th part, which is below 40; as an exponent
 *   that is a relative 40 · 2^-50 of the root, and with the rounding of 2 ** x below 2^40 · 2^-44 < 1/2. The ceiling of
 *   the root + 1/2 adds less than 3/2.
 */
const smallRootAbove = (n: bigint, k: number): bigint => {
  const drop = Math.max(0, bitLength(n) - 53);
  return BigInt(Math.ceil(2 ** ((Math.log2(Number(n >> BigInt(drop))) + drop) / k) + 0.5));
};

/**
 * ⌊ᵏ√n⌋ for n < 2^(k · rootBits), n > 0.
 *
 * Encloses: with ν = n / 2^(k · rootBits) in [2^-k, 1), the root is ᵏ√ν · 2^rootBits.
 * Bound: let x approximate 1/ᵏ√ν to h bits, |x − 1/ᵏ√ν| ≤ 2 · 2^-h, and p = rootBits + 64.
 *   u = x^(k−1) carries a relative θ ≤ (k − 1) · 2.3 · 2^-h + (k − 2) · 2^-h < 3.3k · 2^-h, and s = νu a relative
 *   η ≤ θ + 2^-h + 2 · 2^-h < 5k · 2^-h from the floors of ν and of s.
 *   truncation: ᵏ√ν = s + u (ν − s^k)/k but for 0.6 k η² + 1.1 η θ < 24 k³ · 2^-2h ≤ 2^-(p+2), as 2h ≥ p + 7 + 3 log2 k;
 *   rounding: with w = p + 3, s^k carries a relative (k − 1) · 2^-w, ν floored an absolute 2^-(w+k) and u is below 2^(k−1):
 *   after the factor u/k less than 2 · 2^-w; flooring the product and the quotient 2 · 2^-w more.
 *   Sum: (1/4 + 4/8) · 2^-p, so the root is known to 2^-64. If it ± 2^-64 has one floor, that is the answer; if not, the
 *   greater floor or the one below it, and the exact power says which.
 * Method: inverse root by Newton's iteration, its last step joined with the root (Karp and Markstein 1997).
 */
const rootByInverse = (n: bigint, k: number, rootBits: number, baseBits: number): bigint => {
  const scale = k * rootBits;
  const p = rootBits + GUARD_BITS;
  const w = p + 3;
  const h = Math.ceil((p + 7 + 3 * Math.log2(k)) / 2);
  const u = fixedPower(inverseRoot(n, k, scale, h, baseBits), k - 1, h, h);
  const s = (shift(n, h + k - scale) * u) >> BigInt(h + k);
  const rest = shift(n, w + k - scale) - fixedPower(s, k, h, w + k);
  const root = (s << BigInt(w - h)) + ((rest * u) >> BigInt(h + k)) / BigInt(k);
  const drop = BigInt(w - rootBits);
  const error = 1n << (drop - 64n);
  const high = (root + error) >> drop;
  if (high === (root - error) >> drop) return high;
  return high ** BigInt(k) > n ? high - 1n : high;
};

/**
 * X with |X / 2^p − 1/ᵏ√ν| ≤ 2 · 2^-p, where ν = n / 2^scale is in [2^-k, 1) and k is below 2^(p/2 − 6).
 *
 * Bound, base: ν floored to a relative 2^-(p+3) moves the inverse root by less than 2^-(p+1); the floors add less than 1.1 · 2^-p.
 * Bound, step: let x be the inverse root to h ≥ (p + 5 + log2 k)/2 bits and e = 1 − νx^k.
 *   truncation: x(1 + e/k) misses by a relative k · (2 · 2^-h)² at most, below 1/4 · 2^-p in all;
 *   rounding: with w = p + 5, x^k carries a relative k · 2^-w and ν floored an absolute 2^-(w+k) times x^k < 1.2 · 2^k; with the
 *   floor of e that is (1.3 k + 2.2) · 2^-w, and times x/k below 5 · 2^-w; flooring the product and the quotient 1.1 · 2^-p.
 *   Sum: (0.25 + 0.16 + 1.1) · 2^-p < 2 · 2^-p.
 */
const inverseRoot = (n: bigint, k: number, scale: number, p: number, baseBits: number): bigint => {
  if (p <= baseBits) {
    const width = p + k + 3;
    return iroot((1n << BigInt(k * p + width)) / shift(n, width - scale), k);
  }
  const h = Math.ceil((p + 5 + Math.log2(k)) / 2);
  const w = p + 5;
  const x = inverseRoot(n, k, scale, h, baseBits);
  checkpoint();
  const power = fixedPower(x, k, h, w);
  const error = (1n << BigInt(w)) - ((shift(n, w + k - scale) * power) >> BigInt(w + k));
  return (x << BigInt(p - h)) + ((x * error) >> BigInt(h + w - p)) / BigInt(k);
};

/**
 * x^k with w fraction bits, where x has `fraction` ≤ w. Each product is floored to w bits once it is longer, so the result
 * is at most the power, by less than (k − 1) · 2^-w · max(1, x)^(k − 1).
 */
const fixedPower = (x: bigint, k: number, fraction: number, w: number): bigint => {
  let power = x;
  let bits = fraction;
  const multiply = (factor: bigint, factorBits: number): void => {
    const excess = Math.max(0, bits + factorBits - w);
    power = (power * factor) >> BigInt(excess);
    bits += factorBits - excess;
  };
  for (const digit of k.toString(2).slice(1)) {
    multiply(power, bits);
    if (digit === '1') multiply(x, fraction);
  }
  return power << BigInt(w - bits);
};
