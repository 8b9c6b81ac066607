import { LimitError } from '../errors.ts';
import { type Ball, ball, type Dyadic, mul, ONE, scale } from '../number/ball.ts';
import { divide } from '../number/division.ts';
import { MAX_BITS, shift } from '../number/integer.ts';
import * as mag from '../number/magnitude.ts';
import { type Basis, combine, logarithmsUnlessFirst, planExponents } from './argument-reduction.ts';
import { quotient, trim } from './binary-splitting.ts';
import { exponential } from './bit-burst.ts';
import { type Fixed, fromBall, outward } from './fixed.ts';
import { ln2 } from './machin-constants.ts';
import {
  addMultiple,
  dyadicPoint,
  exponent,
  fraction,
  type Point,
  promise,
  rationalPoint,
  toFixed,
  toNumber,
} from './point.ts';
import { factorialTerms, rationalSeries, seriesPays } from './rational-series.ts';
import { remembered } from './remembered.ts';
import { smoothRational } from './smooth.ts';
import { TABLE_PRECISION, tabulatedExp } from './tables.ts';

/** Encloses e^x within 2^-p. See `expPoint`. */
export const exp = (x: Dyadic, p: number): Ball => expPoint(dyadicPoint(x), p);

/** Encloses e^(num / den) within 2^-p; den ≠ 0. See `expPoint`. */
export const expRational = (num: bigint, den: bigint, p: number): Ball => expPoint(rationalPoint(num, den), p);

/** Up to |x| = 2^51 the exponent of e^x can be found. */
const LARGEST_EXPONENT = 51;
/** Up to |x| = 2^40 a double has x / ln 2 within 2^-8. */
const DOUBLE_EXPONENT = 40;
/** ⌊2^60 log2 e⌋. */
const LOG2_E = 1663314137230540311n;

/**
 * Encloses e^x within 2^-p.
 *
 * Bound: n + 1 is within 3/4 of x / ln 2, so that 1/4 ln 2 ≤ x − n ln 2 ≤ 7/4 ln 2 and e^x < 2^(n + 2); what is within
 * 2^-(p + n) of e^(x − n ln 2) is within 2^-p of e^x after scaling.
 * Method: the Taylor series itself for a short fraction; else e^x = 2^n e^(x − n ln 2), by tables, by squaring or by primes.
 */
const expPoint = (x: Point, p: number): Ball => {
  if (x.num === 0n) return ONE;
  const size = exponent(x);
  if (size > LARGEST_EXPONENT) {
    if (x.num > 0n) throw new LimitError('exp of this would be too large');
    // |x| ≥ 2^(size − 2), and e^x < 2^x.
    if (p + 1 > 2 ** (size - 2)) throw new LimitError('exp of this would be too small');
    return ball(0n, 0, mag.powerOf2(-p - 1));
  }
  const n = wholeLog2(x) - 1;
  if (n + 3 <= -p) return ball(0n, 0, mag.powerOf2(-p - 1));
  if (n + p > MAX_BITS) throw new LimitError(`exp of this would need ${n + p} bits`);
  if (seriesPays(x, p, factorialTerms)) {
    const [power] = promise(p, 3, (wp) => [bySeries(x, n, wp)] as const);
    return power;
  }
  const [power] = promise(p + n, 9, (wp) => [wp <= TABLE_PRECISION ? byTables(x, n, wp) : reduced(x, n, wp)] as const);
  return scale(power, n);
};

const reduced = (x: Point, n: number, wp: number): Fixed => {
  const basis = logarithmsUnlessFirst(wp);
  return basis === undefined ? bySquaring(x, n, wp) : byPrimes(x, n, basis, wp);
};

/**
 * A whole number within 3/4 of x / ln 2, for |x| < 2^51.
 * Bound: above 2^40 x is cut to 8 bits after the point, which moves x / ln 2 by less than 2^-7, and log2 e to 60, which
 * moves it by less than 2^-9; rounding to the nearest adds 1/2.
 */
const wholeLog2 = (x: Point): number => {
  if (exponent(x) <= DOUBLE_EXPONENT) return Math.round(toNumber(x) * Math.LOG2E);
  return Number((toFixed(x, 8).value * LOG2_E + (1n << 67n)) >> 68n);
};

/**
 * Encloses e^x, which is below 2^(n + 2).
 * Bound, in ulps: the terms left out are below 1/2 (`factorialTerms`), the quotient adds 1.0625.
 */
const bySeries = (x: Point, n: number, wp: number): Fixed => {
  const [num, den] = fraction(x);
  const [t, q] = rationalSeries(num, den, factorialTerms(x, wp), 'factorial');
  const { value, error } = quotient(t, q, wp, Math.max(0, n + 2));
  return { value, error: error + 0.5 };
};

/** Encloses e^(x − n ln 2). Bound: `addMultiple` and `tabulatedExp` count it. */
const byTables = (x: Point, n: number, wp: number): Fixed =>
  tabulatedExp(addMultiple(toFixed(x, wp), BigInt(-n), LN_2, wp), wp);

const LN_2 = remembered(ln2);

/** The zeros after the point that an argument is halved to before its series is summed (measured). */
const ZEROS = 24;

/**
 * Encloses e^(x − n ln 2), which takes no logarithm: two thirds of the time of `byPrimes` where these are not at hand.
 *
 * Bound: with h halvings and t · 2^-width = ⌊x / 2^h⌋, x / 2^h is within error · 2^-h + 1 ulps of t, and e^t, which is below
 * 2, moves by less than twice that. The balls carry the rest: each squaring doubles the relative error, for which
 * `width` has h bits more, and 12 for the series.
 * Method: e^x = (e^(x / 2^h))^(2^h).
 */
const bySquaring = (x: Point, n: number, wp: number): Fixed => {
  const halvings = Math.max(0, ZEROS + exponent(x));
  const width = wp + halvings + 12;
  const { value, error } = toFixed(x, width);
  const small = exponential(value >> BigInt(halvings), width);
  const radius = outward(small.error + 2 * (error * 2 ** -halvings + 1));
  let power = ball(small.value, -width, mag.magnitude(radius, -width));
  for (let i = 0; i < halvings; i++) power = trim(mul(power, power), width);
  return fromBall(scale(power, -n), wp);
};

/**
 * Encloses e^(x − n ln 2).
 *
 * Requires: the result in [1, 4], wp ≥ 64.
 * Bound, in ulps: sinh t and cosh t with their errors; those of x and of the logarithms count e^t < 2 times, as
 * |t| < 1/2. The sum is multiplied by the result over e^t, which is below 8; cutting the quotient adds 1.
 * Method: x = ln(u / v) + t for a smooth u / v, and e^x = u / v (sinh t + cosh t), 2^n being taken from u / v.
 */
const byPrimes = (x: Point, n: number, basis: Basis, wp: number): Fixed => {
  const { value, error } = toFixed(x, wp);
  const exponents = planExponents(value, n, basis, wp, basis.depthFor(wp));
  const log = combine(exponents, basis.constants, wp);
  const small = exponential(value - log.value, wp);
  const { num, den, exp } = smoothRational(exponents);
  const power = divide(shift(small.value * num, exp - n), den);
  return { value: power, error: outward(8 * (small.error + 2 * (error + log.error)) + 1) };
};
