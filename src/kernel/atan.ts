import { type Ball, type Dyadic, ZERO } from '../number/ball.ts';
import { divide } from '../number/division.ts';
import { abs, shift } from '../number/integer.ts';
import { type Fixed, outward } from './fixed.ts';
import { dyadicPoint, exponent, type Point, promise, rationalPoint, toFixed, toNumber } from './point.ts';
import { circular } from './sin-cos.ts';
import { arctangent } from './taylor.ts';

/** Encloses atan x within 2^-p. See `atanPoint`. */
export const atan = (x: Dyadic, p: number): Ball => atanPoint(dyadicPoint(x), p);

/** Encloses atan(num / den) within 2^-p; den ≠ 0. See `atanPoint`. */
export const atanRational = (num: bigint, den: bigint, p: number): Ball => atanPoint(rationalPoint(num, den), p);

/**
 * Encloses atan x within 2^-p.
 *
 * Bound: cutting a and b moves the point a + bi by less than √2 ulps; as |a + bi| ≥ 1/4, its argument by less than 6.
 * Method: atan x = arg(a + bi) with b / a = x and the larger of |a|, |b| in [1/4, 1]; `argument`.
 */
const atanPoint = (x: Point, p: number): Ball => {
  if (x.num === 0n) return ZERO;
  const size = Math.max(0, exponent(x));
  const [result] = promise(p, 8, (wp) => {
    const b = toFixed({ ...x, exp: x.exp - size }, wp);
    const a = shift(1n, wp - size);
    const angle = argument(a, b.value, wp);
    return [{ value: angle.value, error: outward(angle.error + 6) }] as const;
  });
  return result;
};

/** To this precision a double is close enough to start from. */
const DOUBLE_PRECISION = 400;
/** The first approximation has this part of the bits. */
const ORDER = 8;

/** About arg(a + bi), as a number of few bits at precision wp. */
const approximation = (a: bigint, b: bigint, wp: number): bigint => {
  if (wp <= DOUBLE_PRECISION) {
    const double = (part: bigint): number => toNumber({ num: part, den: 1n, exp: -wp });
    return BigInt(Math.round(Math.atan2(double(b), double(a)) * 2 ** 52)) << BigInt(wp - 52);
  }
  const drop = wp - (Math.ceil(wp / ORDER) + 64);
  return argument(a >> BigInt(drop), b >> BigInt(drop), wp - drop).value << BigInt(drop);
};

/**
 * Encloses arg(a + bi) for (a + bi) · 2^-wp.
 *
 * Requires: a ≥ 0, 1/5 ≤ |a + bi| ≤ 3/2, wp ≥ 64.
 * Bound: with y any number near the argument, it is y + atan s for s = (b cos y − a sin y) / (a cos y + b sin y). Errors
 * σ, γ of sine and cosine turn cos y + i sin y by less than 1.01 (σ + γ) ulps. The divisor is at least 0.19, flooring it
 * moves s by less than 6 |s| < 1; the quotient is cut by less than 1.
 * Method: as for the logarithm, by Newton's iteration of high order.
 */
const argument = (a: bigint, b: bigint, wp: number): Fixed => {
  const y = approximation(a, b, wp);
  const [sin, cos] = circular({ value: y, error: 0 }, wp);
  const numerator = b * cos.value - a * sin.value;
  const divisor = (a * cos.value + b * sin.value) >> BigInt(wp);
  const quotient = divide(abs(numerator), divisor);
  const correction = arctangent(numerator < 0n ? -quotient : quotient, -1, wp);
  return {
    value: y + correction.value,
    error: outward(1.01 * (sin.error + cos.error) + 2 + correction.error),
  };
};
