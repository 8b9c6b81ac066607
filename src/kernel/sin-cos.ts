import { LimitError } from '../errors.ts';
import { type Ball, type Dyadic, ONE, ZERO } from '../number/ball.ts';
import { divide } from '../number/division.ts';
import { abs, MAX_BITS, powerOfTwo, shift } from '../number/integer.ts';
import { isqrt } from '../number/root.ts';
import { ANGLES, combine, planExponents } from './argument-reduction.ts';
import { quotient } from './binary-splitting.ts';
import { circular } from './bit-burst.ts';
import { errorOf2, type Fixed, outward } from './fixed.ts';
import { pi } from './pi.ts';
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
import { multiply, quarterTurns, smoothGaussian } from './smooth.ts';
import { TABLE_PRECISION, tabulatedSinCos } from './tables.ts';

/** Encloses sin x and cos x, both within 2^-p. See `sinCosPoint`. */
export const sinCos = (x: Dyadic, p: number): [sin: Ball, cos: Ball] => sinCosPoint(dyadicPoint(x), p);

/** Encloses the sine and cosine of num / den, both within 2^-p; den ≠ 0. See `sinCosPoint`. */
export const sinCosRational = (num: bigint, den: bigint, p: number): [sin: Ball, cos: Ball] =>
  sinCosPoint(rationalPoint(num, den), p);

/** The quadrants of larger arguments are not left to doubles, nor are their exponents. */
const DOUBLE_SIZE = 40;
/** The Taylor series at 0 is not used for larger arguments, where a double still tells the signs. */
const SERIES_SIZE = 6;

/**
 * Encloses sin x and cos x, both within 2^-p.
 *
 * Bound: with q within 0.52 of 2x / π, |x − q π / 2| < 0.82.
 * Method: the first terms of the Taylor series for a tiny number, the series itself for a short fraction; else by tables or
 * by Gaussian primes, after x − q π / 2.
 */
const sinCosPoint = (x: Point, p: number): [sin: Ball, cos: Ball] => {
  if (x.num === 0n) return [ZERO, ONE];
  const size = exponent(x);
  if (2 * Math.max(size, 0) + p > MAX_BITS)
    throw new LimitError(`the sine of this would need pi to ${2 * Math.max(size, 0) + p} bits`);
  if (size <= 0 && 3 * size <= -p) return promise(p, 3, (wp) => byFirstTerms(x, size, wp));
  if (size <= SERIES_SIZE && seriesPays(x, p, factorialTerms)) return promise(p, 4, (wp) => bySeries(x, wp));
  const q = quadrants(x, size);
  return promise(p, 8, (wp): [sin: Fixed, cos: Fixed] => {
    if (wp > TABLE_PRECISION && size <= DOUBLE_SIZE) return byPrimes(toFixed(x, wp), Number(q), wp);
    const rest = addMultiple(toFixed(x, wp), -q, HALF_PI, wp);
    const [sin, cos] = wp <= TABLE_PRECISION ? tabulatedSinCos(rest, wp) : byPrimes(rest, 0, wp);
    const turned = quarterTurns({ re: cos.value, im: sin.value }, Number(BigInt.asUintN(2, q)));
    // The two errors change places with the values: the larger stands for both.
    const error = Math.max(sin.error, cos.error);
    return [
      { value: turned.im, error },
      { value: turned.re, error },
    ];
  });
};

/**
 * Encloses sin x and cos x.
 *
 * Requires: |x| < 2^size ≤ 1.
 * Bound, in ulps: |sin x − x| ≤ |x|³ / 6 < 2^(3 size − 2); |cos x − 1 + x² / 2| ≤ x⁴ / 24 < 2^(3 size − 4). x is cut by at
 * most 1, which moves x² / 2 by less than 1, and cutting that adds 1.
 */
const byFirstTerms = (x: Point, size: number, wp: number): [sin: Fixed, cos: Fixed] => {
  const { value, error } = toFixed(x, wp);
  const rest = errorOf2(3 * size - 2 + wp);
  return [
    { value, error: outward(error + rest) },
    { value: powerOfTwo(wp) - ((value * value) >> BigInt(wp + 1)), error: outward(2 + rest) },
  ];
};

/** Encloses π / 2: what stands for π at a bit less. */
const HALF_PI = remembered((wp) => pi(wp - 1));

/**
 * A whole q within 0.52 of 2x / π, where |x| < 2^size.
 *
 * Bound: below 2^40 the double is within 2^-9 of a quadrant before it is rounded. Above, x is cut to 8 bits after the point
 * and π is known to 3 · 2^-(size + 8): each moves the quotient by at most 2^-7, and it is rounded to the nearest.
 */
const quadrants = (x: Point, size: number): bigint => {
  if (size <= DOUBLE_SIZE) return BigInt(Math.round((toNumber(x) * 2) / Math.PI));
  const unit = pi(size + 8).value;
  const numerator = shift(abs(toFixed(x, 8).value), size + 2);
  const q = divide(numerator + unit, 2n * unit);
  return x.num < 0n ? -q : q;
};

/**
 * Encloses sin x and cos x.
 *
 * Requires: |x| < 2^SERIES_SIZE.
 * Bound, in ulps: of the smaller of the two the terms left out are below 1/2 (`factorialTerms`) and the quotient adds
 * 1.0625. The other, √(1 − s²) with |s| < 0.71, moves by less than 1.01 for each unit of s, and the floor of the root adds 1.
 * Method: the Taylor series at 0 of the smaller one, by binary splitting.
 */
const bySeries = (x: Point, wp: number): [sin: Fixed, cos: Fixed] => {
  const [num, den] = fraction(x);
  const terms = Math.ceil(factorialTerms(x, wp) / 2);
  const [sin, cos] = [Math.sin(toNumber(x)), Math.cos(toNumber(x))];
  const isSineSmaller = Math.abs(sin) < Math.abs(cos);
  const divisors = isSineSmaller ? 'oddFactorial' : 'evenFactorial';
  const [t, q] = rationalSeries(-num * num, den * den, terms, divisors);
  const { value, error } = isSineSmaller ? quotient(num * t, den * q, wp, 1) : quotient(t, q, wp, 1);
  const smaller = { value, error: error + 0.5 };
  const root = isqrt(powerOfTwo(2 * wp) - value * value);
  const isNegative = (isSineSmaller ? cos : sin) < 0;
  const larger = { value: isNegative ? -root : root, error: 1.01 * smaller.error + 1 };
  return isSineSmaller ? [smaller, larger] : [larger, smaller];
};

/**
 * Encloses sin x and cos x.
 *
 * Requires: |x − first · π / 2| < 1, |first| < 2^50, wp ≥ 64.
 * Bound, in ulps: sin t and cos t with their errors, and the error of t counts once in both. With |re|, |im| ≤ |z|² each
 * quotient has at most the sum of the two, and cutting it adds 1.
 * Method: x / 2 = Σ e(j) arg z(j) + t / 2, and e^(ix) = z² / |z|² · e^(it) for z = ∏ z(j)^e(j).
 */
const byPrimes = (x: Fixed, first: number, wp: number): [sin: Fixed, cos: Fixed] => {
  // x · 2^-wp / 2 is the same whole number at wp + 1, and so is t.
  const exponents = planExponents(x.value, first, ANGLES, wp + 1, ANGLES.depthFor(wp));
  const angle = combine(exponents, ANGLES.constants, wp + 1);
  const [sin, cos] = circular(x.value - angle.value, wp);
  const z = smoothGaussian(exponents);
  const { re, im } = multiply(z, z);
  const norm = z.re * z.re + z.im * z.im;
  const error = outward(sin.error + cos.error + 2 * (x.error + angle.error) + 1);
  return [
    { value: signedQuotient(re * sin.value + im * cos.value, norm), error },
    { value: signedQuotient(re * cos.value - im * sin.value, norm), error },
  ];
};

/** a / b cut towards zero, b > 0. */
const signedQuotient = (a: bigint, b: bigint): bigint => (a < 0n ? -divide(-a, b) : divide(a, b));
