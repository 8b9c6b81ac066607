import { checkpoint } from './checkpoint.ts';
import { abs, bitLength } from './integer.ts';

/** Whole numbers below 2^53 are computed with as doubles. */
const DOUBLE_BITS = 53;
const DOUBLE_END = 2n ** 53n;
/** From so many bits on two doubles are looked ahead at once, and from so many a quarter of the number (measured). */
const TWO_DOUBLES_FROM = 2 ** 13;
const QUARTER_FROM = 2 ** 16;
/** So many steps are made between two looks at the deadline, and one look for every look ahead that is longer than this. */
const POLL_EVERY = 64;
const POLL_BITS = 2 ** 12;

/** What takes (x, y) to (a x + b y, c x + d y). */
export type Cofactors = readonly [a: bigint, b: bigint, c: bigint, d: bigint];

/**
 * The greatest common divisor, ≥ 0.
 *
 * Method: Lehmer's (Knuth, TAOCP vol. 2, 4.5.2, algorithm L). Most quotients of Euclid's algorithm are small and follow
 * from the leading bits, so many of its steps are made on these alone and then on the numbers at once; where that makes
 * no step, as where y is much the shorter, one division does. Either way (x, y) goes to a later pair of Euclid's.
 */
export const gcd = (a: bigint, b: bigint): bigint => {
  let x = abs(a);
  let y = abs(b);
  if (x < y) [x, y] = [y, x];
  for (let steps = 1; y !== 0n; steps += 1) {
    if (steps % POLL_EVERY === 0) checkpoint();
    if (x < DOUBLE_END) return BigInt(shortGcd(Number(x), Number(y)));
    const bits = bitLength(x);
    const ahead = lookAhead(bits);
    const low = BigInt(bits - ahead);
    const found = cofactors(x >> low, y >> low, ahead);
    [x, y] = found === undefined ? [y, x % y] : apply(found, x, y);
  }
  return x;
};

const lookAhead = (bits: number): number => {
  if (bits < TWO_DOUBLES_FROM) return DOUBLE_BITS;
  return bits < QUARTER_FROM ? 2 * DOUBLE_BITS : Math.floor(bits / 4);
};

const shortGcd = (x: number, y: number): number => {
  let r = x;
  let next = y;
  while (next !== 0) {
    const rest = r % next;
    r = next;
    next = rest;
  }
  return r;
};

/**
 * The cofactors of as many steps of Euclid's algorithm as the leading bits x and y of two numbers are found to determine;
 * undefined where that is none.
 *
 * Encloses: for every s ≥ 0 and all 0 ≤ x₀, y₀ < 2^s, with X = 2^s x + x₀ and Y = 2^s y + y₀, the numbers a X + b Y and
 *   c X + d Y are neighbours among the remainders X, Y, X mod Y, … of Euclid's algorithm, later than its first two.
 * Requires: 2^bits > x ≥ y ≥ 0.
 * Bound: in `isDetermined`, whose condition all that is returned has met, or passed on to it from its leading bits.
 * Method: two steps of a half: the upper half of the bits determines about a quarter of them, and the upper half of what
 *   those steps leave about another (Schönhage's half gcd); with 53 bits Lehmer's loop on doubles.
 */
export const cofactors = (x: bigint, y: bigint, bits: number): Cofactors | undefined => {
  if (bits <= DOUBLE_BITS) return doubleCofactors(Number(x), Number(y));
  if (bits > POLL_BITS) checkpoint();
  const half = Math.floor(bits / 2);
  const first = upperCofactors(x, y, half, bits - half);
  if (first === undefined) return undefined;
  const [x1, y1] = apply(first, x, y);
  const low = bitLength(x1) - (bits - half);
  const second = low > 0 ? upperCofactors(x1, y1, low, bits - half) : undefined;
  if (second !== undefined) {
    const both = compose(second, first);
    const [x2, y2] = apply(second, x1, y1);
    if (isDetermined(both, x2, y2)) return both;
  }
  return first;
};

/** The cofactors that x and y determine without their lowest bits, `bits` of which are left. */
const upperCofactors = (x: bigint, y: bigint, low: number, bits: number): Cofactors | undefined =>
  cofactors(x >> BigInt(low), y >> BigInt(low), bits);

/**
 * Whether steps of Euclid's algorithm that take (x, y) to the remainders (r, r') are also its steps for all (X, Y) that have
 * x and y as leading bits.
 *
 * With r = a x + b y and r' = c x + d y the same steps take X = 2^s x + x₀ and Y = 2^s y + y₀ to R = 2^s r + a x₀ + b y₀ and
 * R' = 2^s r' + c x₀ + d y₀. The signs of cofactors alternate: a, d ≥ 0 ≥ b, c or the reverse, and neither c nor d is 0
 * after the second remainder. Let c < 0; else exchange the roles of c and d, a and b. Then
 *   R' > 2^s (r' − |c|), since c x₀ > −2^s |c| and d y₀ ≥ 0, hence R' > 0 where r' ≥ −c;
 *   R − R' > 2^s (r − r' − (d − b)), since (a − c) x₀ ≥ 0 and (b − d) y₀ > −2^s (d − b), hence R > R' where r − r' ≥ d − b.
 * So R > R' > 0. Backwards from there each remainder is q ≥ 1 times the next and the one after that, hence greater than the
 * next: at every step the remainder is positive and less than the divisor, and q is the quotient. (Jebelean 1993 has shown
 * the condition necessary as well.) It passes on from x and y to X and Y, since x₀, y₀ ≤ 2^s − 1 leave R' ≥ |c| and
 * R − R' ≥ d − b: what was determined by leading bits is determined by more of them.
 */
export const isDetermined = ([a, b, c, d]: Cofactors, r: bigint, next: bigint): boolean =>
  c < 0n ? next >= -c && r - next >= d - b : next >= -d && r - next >= c - a;

/**
 * `cofactors` for numbers below 2^53. All values are whole and below 2^53, since a cofactor times the remainder before its
 * own is at most x, hence exact; a sum of two that is not is 2^53 at least, also rounded, and what it is compared with is
 * less. A quotient r / n that is no whole number is 1/n at least below the next one, m, while half a unit in the last place
 * below m is at most m 2^-54 < 1/n, as m n < r + n < 2^54: rounded, it stays below m and has the right floor.
 * The cofactors are kept without their signs: those of (a, d) are +, those of (b, c) −, or the reverse where `isOdd`.
 */
const doubleCofactors = (x: number, y: number): Cofactors | undefined => {
  // Assigned one by one: to take arrays apart is slow until the loop is compiled, and a short line ends before that.
  let r = x;
  let next = y;
  let a = 1;
  let b = 0;
  let c = 0;
  let d = 1;
  let isOdd = false;
  while (next !== 0) {
    const q = Math.floor(r / next);
    const rest = r - q * next;
    const e = a + q * c;
    const f = b + q * d;
    const determined = isOdd ? rest >= e && next - rest >= d + f : rest >= f && next - rest >= c + e;
    if (!determined) break;
    r = next;
    next = rest;
    a = c;
    b = d;
    c = e;
    d = f;
    isOdd = !isOdd;
  }
  if (c === 0) return undefined;
  return isOdd ? [BigInt(-a), BigInt(b), BigInt(c), BigInt(-d)] : [BigInt(a), BigInt(-b), BigInt(-c), BigInt(d)];
};

const apply = ([a, b, c, d]: Cofactors, x: bigint, y: bigint): [bigint, bigint] => [a * x + b * y, c * x + d * y];

/** What `then` does to what `first` makes. */
const compose = (then: Cofactors, [a, b, c, d]: Cofactors): Cofactors => {
  const [e, g] = apply(then, a, c);
  const [f, h] = apply(then, b, d);
  return [e, f, g, h];
};
