import { type Ball, type Dyadic, ZERO } from '../number/ball.ts';
import { divide } from '../number/division.ts';
import { abs, bitLength, shift } from '../number/integer.ts';
import { ANGLES, combine, planExponents } from './argument-reduction.ts';
import { circular } from './bit-burst.ts';
import { errorOf2, type Fixed, outward } from './fixed.ts';
import { gaussianAngles } from './machin-constants.ts';
import { dyadicPoint, exponent, fraction, type Point, promise, rationalPoint, toFixed, toNumber } from './point.ts';
import { arctangentPays, arctangentSeries } from './rational-series.ts';
import { GAUSSIAN_ANGLES, gaussianExponents, smoothGaussian } from './smooth.ts';
import { TABLE_PRECISION, tabulatedSinCos } from './tables.ts';
import { arctangent } from './taylor.ts';

/** Encloses atan x within 2^-p. See `atanPoint`. */
export const atan = (x: Dyadic, p: number): Ball => atanPoint(dyadicPoint(x), p);

/** Encloses atan(num / den) within 2^-p; den ≠ 0. See `atanPoint`. */
export const atanRational = (num: bigint, den: bigint, p: number): Ball => atanPoint(rationalPoint(num, den), p);

/** Longer numbers are not searched for small prime factors. */
const FACTORED_BITS = 64;

/**
 * Encloses atan x within 2^-p.
 *
 * Bound: cutting a and b moves the point a + bi by less than √2 ulps; as |a + bi| ≥ 1/4, its argument by less than 6.
 * Method: x itself where it is as small as that; a sum of arguments of Gaussian primes where x is the slope of a product of small ones; the Taylor series itself
 * for a short small fraction; else atan x = arg(a + bi) with b / a = x and the larger of |a|, |b| in [1/4, 1], by tables or
 * by primes.
 */
const atanPoint = (x: Point, p: number): Ball => {
  if (x.num === 0n) return ZERO;
  const exp = exponent(x);
  if (3 * exp < -p && exp <= 0) {
    return promise(p, 3, (wp) => {
      const { value, error } = toFixed(x, wp);
      // |atan x − x| ≤ |x|³ / 3 < 2^(3 exp − 1).
      return [{ value, error: outward(error + errorOf2(3 * exp - 1 + wp)) }] as const;
    })[0];
  }
  const factors = smallFactors(x);
  if (factors !== undefined) {
    const count = factors.findLastIndex((factor) => factor !== 0) + 1;
    const [sum] = promise(p, 4, (wp) => [combine(factors, (bits) => gaussianAngles(count, bits), wp)] as const);
    return sum;
  }
  if (arctangentPays(x, p)) return promise(p, 3, (wp) => [arctangentSeries(x, -1, wp)] as const)[0];
  const size = Math.max(0, exp);
  const [result] = promise(p, 8, (wp) => {
    const a = shift(1n, wp - size);
    const b = toFixed({ ...x, exp: x.exp - size }, wp).value;
    const angle = wp <= TABLE_PRECISION ? byTables(a, b, wp) : byPrimes(a, b, wp);
    return [{ value: angle.value, error: outward(angle.error + 6) }] as const;
  });
  return result;
};

/**
 * The exponents of 1 + i, 2 + i, … in den + num · i, where it has no other prime but whole ones.
 * Bound: the sum is atan x up to a multiple of π / 4, which the double's error, far below π / 8, does not hide.
 */
const smallFactors = (x: Point): number[] | undefined => {
  if (bitLength(x.num) + bitLength(x.den) + Math.abs(x.exp) > FACTORED_BITS) return undefined;
  const [num, den] = fraction(x);
  const factors = gaussianExponents({ re: den, im: num });
  if (factors === undefined) return undefined;
  const others = factors.reduce((sum, factor, j) => sum + factor * (GAUSSIAN_ANGLES[j] as number), 0);
  return [Math.round((Math.atan(toNumber(x)) - others) / (Math.PI / 4)), ...factors.slice(1)];
};

/** An argument that a double can give, of (a + bi) · 2^-wp, at 51 bits. */
const doubleArgument = (a: bigint, b: bigint, wp: number): bigint => {
  const double = (part: bigint): number => toNumber({ num: part, den: 1n, exp: -wp });
  return BigInt(Math.round(Math.atan2(double(b), double(a)) * 2 ** 51));
};

/**
 * Encloses arg(a + bi) for (a + bi) · 2^-wp.
 *
 * Requires: a ≥ 0, 1/5 ≤ |a + bi| ≤ 3/2, 64 ≤ wp ≤ TABLE_PRECISION.
 * Bound, in ulps: errors σ, γ of sin y and cos y turn cos y + i sin y by less than 1.01 (σ + γ); for the rest see
 * `circularCorrection`.
 * Method: arg(a + bi) = y + arg((a + bi) / e^(iy)), with y from a double.
 */
const byTables = (a: bigint, b: bigint, wp: number): Fixed => {
  const y = doubleArgument(a, b, wp) << BigInt(wp - 51);
  const [sin, cos] = tabulatedSinCos({ value: y, error: 0 }, wp);
  const correction = circularCorrection(a, b, cos.value, sin.value, wp);
  return { value: y + correction.value, error: outward(1.01 * (sin.error + cos.error) + correction.error) };
};

/** Encloses arg((a + bi) / (re + im · i)) = atan s where it is small; cutting s moves it by less than an ulp. */
const circularCorrection = (a: bigint, b: bigint, re: bigint, im: bigint, wp: number): Fixed => {
  const sine = b * re - a * im;
  const s = divide(shift(abs(sine), wp), a * re + b * im);
  const { value, error } = smallArctangent(sine < 0n ? -s : s, wp);
  return { value, error: outward(1 + error) };
};

/** Above this precision an arctangent costs less by way of a sine and a cosine (measured). */
const NEWTON_PRECISION = 600_000;

/** Encloses atan s for s · 2^-wp exactly, |s| < 2^(wp − 1). */
const smallArctangent = (s: bigint, wp: number): Fixed =>
  wp < NEWTON_PRECISION ? arctangent(s, -1, wp) : byNewton(s, wp);

/**
 * Bound, in ulps: for any y, atan s = y + atan q with q = (s cos y − sin y) / (cos y + s sin y).
 * - Errors of σ in sin y and cos y turn the point that they are by at most 1.5 σ;
 * - flooring the numerator moves q by 1.3 at most, as the denominator is above 0.8; flooring that, and cutting it to
 *   wp + 6 − zeros bits where |q| < 2^-zeros, by less than 2^-3; the quotient is floored;
 * - |atan q − q| < |q|³.
 * Method: one step of the third order from y, the arctangent to a third of the precision.
 */
const byNewton = (s: bigint, wp: number): Fixed => {
  const third = Math.ceil(wp / 3) + 16;
  const cut = BigInt(wp - third);
  const y = smallArctangent(s >> cut, third).value << cut;
  const [sin, cos] = circular(y, wp);
  const shiftBits = BigInt(wp);
  const numerator = ((s * cos.value) >> shiftBits) - sin.value;
  const denominator = cos.value + ((s * sin.value) >> shiftBits);
  const zeros = wp - bitLength(numerator) - 1;
  const drop = Math.max(0, zeros - 6);
  const q = divide(shift(abs(numerator), wp - drop), shift(denominator, -drop));
  const error = outward(1.5 * Math.max(sin.error, cos.error) + 2.5 + 2 ** (wp - 3 * zeros));
  return { value: y + (numerator < 0n ? -q : q), error };
};

/** To this depth a double is close enough to plan with. */
const DOUBLE_DEPTH = 40;

/** About arg(a + bi) to a little more than `depth` bits, at a precision of its own. */
const approximation = (a: bigint, b: bigint, wp: number, depth: number): [y: bigint, precision: number] => {
  if (depth <= DOUBLE_DEPTH) return [doubleArgument(a, b, wp), 51];
  const precision = Math.ceil(depth) + 64;
  const drop = BigInt(wp - precision);
  return [byTables(a >> drop, b >> drop, precision).value, precision];
};

/**
 * Encloses arg(a + bi) for (a + bi) · 2^-wp.
 *
 * Requires: a ≥ 0, 1/5 ≤ |a + bi| ≤ 3/2, wp ≥ TABLE_PRECISION.
 * Bound: `combine`'s and `circularCorrection`'s.
 * Method: arg(a + bi) = arg z + arg((a + bi) / z) for a smooth Gaussian integer z near the ray of a + bi.
 */
const byPrimes = (a: bigint, b: bigint, wp: number): Fixed => {
  const depth = ANGLES.depthFor(wp);
  const [y, precision] = approximation(a, b, wp, depth);
  const exponents = planExponents(y, 0, ANGLES, precision, depth);
  const angle = combine(exponents, ANGLES.constants, wp);
  const { re, im } = smoothGaussian(exponents);
  const correction = circularCorrection(a, b, re, im, wp);
  return { value: angle.value + correction.value, error: outward(angle.error + correction.error) };
};
