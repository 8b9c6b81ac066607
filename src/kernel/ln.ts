import { InternalError } from '../errors.ts';
import { type Ball, type Dyadic, scale, ZERO } from '../number/ball.ts';
import { divide } from '../number/division.ts';
import { abs, bitLength, shift } from '../number/integer.ts';
import { combine, logarithmsFor, planExponents } from './argument-reduction.ts';
import { exponential } from './bit-burst.ts';
import { type Fixed, outward } from './fixed.ts';
import { ln2, logPrimes } from './machin-constants.ts';
import {
  addMultiple,
  dyadicPoint,
  exponent,
  fraction,
  height,
  type Point,
  promise,
  rationalPoint,
  toFixed,
  toNumber,
} from './point.ts';
import { arctangentPays, arctangentSeries } from './rational-series.ts';
import { remembered } from './remembered.ts';
import { primeExponents, smoothRational } from './smooth.ts';
import { TABLE_PRECISION, tabulatedExp } from './tables.ts';
import { arctangent } from './taylor.ts';

/** Encloses ln x within 2^-p; x > 0. See `lnPoint`. */
export const ln = (x: Dyadic, p: number): Ball => lnPoint(dyadicPoint(x), p);

/** Encloses ln(num / den) within 2^-p; num / den > 0. See `lnPoint`. */
export const lnRational = (num: bigint, den: bigint, p: number): Ball => lnPoint(rationalPoint(num, den), p);

/** Longer numbers are not searched for small prime factors. */
const FACTORED_BITS = 128;

/**
 * Encloses ln x within 2^-p.
 *
 * Requires: x > 0.
 * Bound: cutting m costs 1 ulp at most, and so does its logarithm, as m ≥ 1 less that ulp.
 * Method: a sum of logarithms of primes where x has only small ones; the Taylor series itself for a short fraction near 1;
 * else x = 2^n m with m in [1, 2], and the logarithm of m by tables or by primes.
 */
const lnPoint = (x: Point, p: number): Ball => {
  if (x.num <= 0n) throw new InternalError('the logarithm of a number that is not positive');
  if (bitLength(x.num) + bitLength(x.den) <= FACTORED_BITS) {
    const factors = smallFactors(x);
    if (factors !== undefined) return sumOfLogarithms(factors, p);
    const tangent = halfLogTangent(x);
    if (tangent !== undefined && arctangentPays(tangent, p)) {
      return scale(promise(p + 1, 3, (wp) => [arctangentSeries(tangent, 1, wp)] as const)[0], 1);
    }
  }
  const size = exponent(x);
  const n = size + Math.floor(Math.log2(toNumber({ ...x, exp: x.exp - size })));
  const reduced = { ...x, exp: x.exp - n };
  const [result] = promise(p, 8, (wp) => {
    const m = toFixed(reduced, wp);
    const log = wp <= TABLE_PRECISION ? byTables(m.value, n, wp) : byPrimes(m.value, n, wp);
    return [{ value: log.value, error: log.error + 1.01 * m.error }] as const;
  });
  return result;
};

/** Encloses Σ factors[j] · ln p(j) within 2^-p. */
const sumOfLogarithms = (factors: readonly number[], p: number): Ball => {
  const count = factors.findLastIndex((factor) => factor !== 0) + 1;
  if (count === 0) return ZERO;
  return promise(p, 4, (wp) => [combine(factors, (bits) => logPrimes(count, bits), wp)] as const)[0];
};

/** (x − 1) / (x + 1), whose hyperbolic arctangent is ln x / 2, for a short x. */
const halfLogTangent = (x: Point): Point | undefined => {
  if (height(x) > FACTORED_BITS) return undefined;
  const [num, den] = fraction(x);
  return rationalPoint(num - den, num + den);
};

/** The exponents of 2, 3, 5, … in x, where it has no other prime. */
const smallFactors = ({ num, den, exp }: Point): number[] | undefined => {
  const above = primeExponents(num);
  const below = above === undefined ? undefined : primeExponents(den);
  if (above === undefined || below === undefined) return undefined;
  return above.map((factor, j) => factor - (below[j] as number) + (j === 0 ? exp : 0));
};

const LN_2 = remembered(ln2);

/** A logarithm that a double can give, of m · 2^-wp in [1, 2], at 52 bits. */
const doubleLog = (m: bigint, wp: number): bigint =>
  BigInt(Math.max(0, Math.round(Math.log(toNumber({ num: m, den: 1n, exp: -wp })) * 2 ** 52)));

/**
 * Encloses n ln 2 + ln m for m · 2^-wp.
 *
 * Requires: m in [1, 2] within 2^-40, 64 ≤ wp ≤ TABLE_PRECISION.
 * Bound, in ulps: as e^y ≥ 1, an error of ε in it moves ln(m / e^y) by at most 1.01 ε; the rest is counted where it arises.
 * Method: ln m = y + ln(m / e^y), with y from a double.
 */
const byTables = (m: bigint, n: number, wp: number): Fixed => {
  const y = doubleLog(m, wp) << BigInt(wp - 52);
  const power = tabulatedExp({ value: y, error: 0 }, wp);
  const correction = hyperbolicCorrection(m, power.value, wp);
  const log = { value: y + correction.value, error: outward(1.01 * power.error + correction.error) };
  return addMultiple(log, BigInt(n), LN_2, wp);
};

/** Above this precision a logarithm costs less by way of an exponential (measured). */
const NEWTON_PRECISION = 150_000;

/** Encloses ln(a / b) for a, b ≥ 2^(wp − 1) with a / b in [3/4, 4/3]. */
const hyperbolicCorrection = (a: bigint, b: bigint, wp: number): Fixed =>
  wp < NEWTON_PRECISION ? bySeries(a, b, wp) : byNewton(a, b, wp);

/**
 * Bound, in ulps: cutting s, which is below 1/2, moves 2 atanh s by 2 / (1 − s²) < 2.7; the arctangent's error counts twice.
 * Method: ln(a / b) = 2 atanh s, s = (a − b) / (a + b).
 */
const bySeries = (a: bigint, b: bigint, wp: number): Fixed => {
  const s = divide(shift(abs(a - b), wp), a + b);
  const { value, error } = arctangent(a < b ? -s : s, 1, wp);
  return { value: 2n * value, error: outward(2.7 + 2 * error) };
};

/**
 * Bound, in ulps: for any y, ln(a / b) = y + 2 atanh s with s = (a − c) / (a + c), c = b e^y.
 * - e^y is above 1/2, so that an error of ε in it moves ln c by at most 2.02 ε, and flooring c, which is above
 *   2^(wp − 2), by 4.1;
 * - with |s| < 2^-zeros, the last bits of a + c move 2s by less than 2^-4, since wp + 6 − zeros bits of it are left; the
 *   quotient is floored;
 * - |2 atanh s − 2s| < |s|³, as |s| < 1/2.
 * Method: one step of the third order from y, the logarithm to a third of the precision.
 */
const byNewton = (a: bigint, b: bigint, wp: number): Fixed => {
  const third = Math.ceil(wp / 3) + 16;
  const cut = BigInt(wp - third);
  const y = hyperbolicCorrection(a >> cut, b >> cut, third).value << cut;
  const power = exponential(y, wp);
  const c = (b * power.value) >> BigInt(wp);
  const size = bitLength(a + c);
  const zeros = size - 1 - bitLength(a - c);
  const drop = Math.max(0, size - (wp + 6 - zeros));
  const twice = divide(shift(abs(a - c), wp + 1 - drop), shift(a + c, -drop));
  const error = outward(2.02 * power.error + 5.2 + 2 ** (wp - 3 * zeros));
  return { value: y + (a < c ? -twice : twice), error };
};

/** To this depth a double is close enough to plan with. */
const DOUBLE_DEPTH = 40;

/** About ln m to a little more than `depth` bits, at a precision of its own. */
const approximation = (m: bigint, wp: number, depth: number): [y: bigint, precision: number] => {
  if (depth <= DOUBLE_DEPTH) return [doubleLog(m, wp), 52];
  const precision = Math.ceil(depth) + 64;
  return [byTables(m >> BigInt(wp - precision), 0, precision).value, precision];
};

/**
 * Encloses n ln 2 + ln m for m · 2^-wp.
 *
 * Requires: m in [1, 2] within 2^-40, wp ≥ TABLE_PRECISION.
 * Bound: `combine`'s and `hyperbolicCorrection`'s.
 * Method: ln m = ln(u / v) + ln(m v / u) for a smooth u / v near m.
 */
const byPrimes = (m: bigint, n: number, wp: number): Fixed => {
  const basis = logarithmsFor(wp);
  const depth = basis.depthFor(wp);
  const [y, precision] = approximation(m, wp, depth);
  const exponents = planExponents(y, 0, basis, precision, depth);
  const { num, den, exp } = smoothRational(exponents);
  const correction = hyperbolicCorrection(shift(m * den, Math.max(0, -exp)), shift(num, wp + Math.max(0, exp)), wp);
  exponents[0] = (exponents[0] as number) + n;
  const log = combine(exponents, basis.constants, wp);
  return { value: log.value + correction.value, error: outward(log.error + correction.error) };
};
