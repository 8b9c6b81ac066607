import { checkpoint } from './checkpoint.ts';
import { bitLength, shift } from './integer.ts';

/** Bits of the shorter of divisor and quotient above which Newton's iteration beats V8's division (measured). */
const NEWTON_BITS = 400_000;
/** Bits below which a reciprocal is one division of V8 (measured). */
const RECIPROCAL_BASE_BITS = 100_000;
const GUARD_BITS = 64;

/**
 * ⌊a / b⌋ for a ≥ 0, b > 0: V8's division while either the divisor or the quotient is short, blocks of Newton
 * divisions above.
 */
export const divide = (a: bigint, b: bigint): bigint => divideLong(a, b, NEWTON_BITS, RECIPROCAL_BASE_BITS);

/** `divide` with chosen crossovers, which the tests lower to reach every path. */
export const divideLong = (a: bigint, b: bigint, newtonBits: number, baseBits: number): bigint => {
  if (b >> BigInt(newtonBits) === 0n) return a / b;
  if (a < b) return 0n;
  const divisorBits = bitLength(b);
  const quotientBits = bitLength(a) - divisorBits + 1;
  if (quotientBits < newtonBits) return a / b;
  if (quotientBits <= divisorBits) return quotientByNewton(a, b, divisorBits, quotientBits, baseBits);
  // A longer quotient is made in blocks as long as the divisor: each part is remainder · 2^block + next block < b · 2^block.
  const block = BigInt(divisorBits);
  let remainder = 0n;
  let quotient = 0n;
  for (let i = BigInt(Math.ceil((quotientBits + divisorBits) / divisorBits)) - 1n; i >= 0n; i--) {
    const part = (remainder << block) + BigInt.asUintN(divisorBits, a >> (block * i));
    const digit = part < b ? 0n : quotientByNewton(part, b, divisorBits, bitLength(part) - divisorBits + 1, baseBits);
    remainder = part - digit * b;
    quotient = (quotient << block) + digit;
  }
  return quotient;
};

/**
 * ⌊a / b⌋ where b has `divisorBits` bits and a has quotientBits + divisorBits − 1.
 *
 * Encloses: with α = a / 2^(bits of a) and β = b / 2^divisorBits, both in [1/2, 1), a/b = (α/β) · 2^(quotientBits − 1).
 * Requires: a ≥ b > 0.
 * Bound: let α̂, β̂ be α, β floored to p bits and x̂ a reciprocal of β to h ≥ p/2 bits, so that |x̂ − 1/β| ≤ 2 · 2^-h.
 *   propagated: |α̂/β̂ − α/β| ≤ 2^-p · (1/β̂ + α/(β β̂)) ≤ 6 · 2^-p;
 *   first half: ŷ = ⌊⌊α⌋ₕ x̂⌋ₕ is within (1 + 2.1 + 2) · 2^-h + 6 · 2^-p < 6 · 2^-h of α̂/β̂, hence so is ρ = α̂ − β̂ŷ of 0;
 *   second half: ρ is exact and ρ/β̂ what is missing; ρ x̂ differs from it by |ρ| · 3 · 2^-h < 18 · 2^-2h, flooring ρ to 2h
 *   bits moves that by x̂ · 2^-2h < 3 · 2^-2h and flooring the product by 2^-2h.
 *   Sum: 22 · 2^-2h + 6 · 2^-p < 2^(5 − p), and times 2^(quotientBits − 1) with p = quotientBits + 64, below 2^-59.
 *   If the quotient ± 2^-59 has one floor, that is the answer; if not, the greater floor or the one below it, and the exact
 *   product says which.
 * Method: reciprocal by Newton's iteration, its last step joined with the quotient (Karp and Markstein 1997).
 */
const quotientByNewton = (
  a: bigint,
  b: bigint,
  divisorBits: number,
  quotientBits: number,
  baseBits: number,
): bigint => {
  const dividendBits = divisorBits + quotientBits - 1;
  const p = quotientBits + GUARD_BITS;
  const h = Math.ceil(p / 2);
  const x = reciprocal(b, divisorBits, h, baseBits);
  const y = (shift(a, h - dividendBits) * x) >> BigInt(h);
  const rest = (shift(a, p - dividendBits) << BigInt(h)) - shift(b, p - divisorBits) * y;
  const quotient = (y << BigInt(h)) + (((rest >> BigInt(p - h)) * x) >> BigInt(h));
  const drop = BigInt(2 * h - (quotientBits - 1));
  const error = 1n << (drop - 59n);
  const high = (quotient + error) >> drop;
  if (high === (quotient - error) >> drop) return high;
  return high * b > a ? high - 1n : high;
};

/**
 * X with |X / 2^n − 1/β| ≤ 2 · 2^-n, where β = b / 2^bits is in [1/2, 1).
 *
 * Bound, base: β floored to n + 2 bits moves 1/β by at most 4 · 2^-(n+2); the floor of the quotient adds 2^-n.
 * Bound, step: let x be the reciprocal to h ≥ n/2 + 3 bits, β̂ = β floored to n + 4 bits and e = 1 − β̂x, exact.
 *   |e| ≤ |x − 1/β| + |1/β − 1/β̂| ≤ 2 · 2^-h + 4 · 2^-(n+4) < 2.1 · 2^-h;
 *   truncation: |x(1 + e) − 1/β̂| = e²/β̂ < 9 · 2^-2h ≤ 0.15 · 2^-n;
 *   rounding: e floored to n + 3 bits 2.1 · 2^-(n+3), the product floored 2^-n; propagated: |1/β̂ − 1/β| ≤ 0.25 · 2^-n.
 *   Sum: (0.15 + 0.27 + 1 + 0.25) · 2^-n < 2 · 2^-n.
 */
const reciprocal = (b: bigint, bits: number, n: number, baseBits: number): bigint => {
  if (n <= baseBits) return (1n << BigInt(2 * n + 2)) / shift(b, n + 2 - bits);
  const h = Math.ceil(n / 2) + 3;
  const x = reciprocal(b, bits, h, baseBits);
  checkpoint();
  const error = (1n << BigInt(n + 4 + h)) - shift(b, n + 4 - bits) * x;
  return (x << BigInt(n - h)) + ((x * (error >> BigInt(h + 1))) >> BigInt(h + 3));
};
