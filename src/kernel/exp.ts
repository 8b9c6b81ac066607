import { LimitError } from '../errors.ts';
import { type Ball, ball, type Dyadic, ONE, scale } from '../number/ball.ts';
import { MAX_BITS } from '../number/integer.ts';
import * as mag from '../number/magnitude.ts';
import { dropBits, type Fixed, outward } from './fixed.ts';
import { ln2 } from './machin-constants.ts';
import { addMultiple, dyadicPoint, exponent, type Point, promise, rationalPoint, toFixed, toNumber } from './point.ts';
import { sineAndCosine } from './taylor.ts';

/** Encloses e^x within 2^-p. See `expPoint`. */
export const exp = (x: Dyadic, p: number): Ball => expPoint(dyadicPoint(x), p);

/** Encloses e^(num / den) within 2^-p; den ≠ 0. See `expPoint`. */
export const expRational = (num: bigint, den: bigint, p: number): Ball => expPoint(rationalPoint(num, den), p);

/** Past |x| = 2^50 the exponent of e^x is no longer far inside the safe integers. */
const LARGEST_EXPONENT = 50;

/**
 * Encloses e^x within 2^-p.
 *
 * Bound: n is within 1 of x / ln 2, as a double has it to 2^-1 at least, so |t| ≤ ln 2 and e^x < 2^(n + 1); what is within
 * 2^-(p + n) of e^t is within 2^-p of e^x after scaling.
 * Method: e^x = 2^n e^t with n = x / ln 2 to the nearest; `exponential` for e^t.
 */
const expPoint = (x: Point, p: number): Ball => {
  if (x.num === 0n) return ONE;
  const isHuge = exponent(x) > LARGEST_EXPONENT;
  if (isHuge && x.num > 0n) throw new LimitError('exp of this would be too large');
  const n = isHuge ? Number.NEGATIVE_INFINITY : Math.round(toNumber(x) * Math.LOG2E);
  if (n + 2 <= -p) return ball(0n, 0, mag.powerOf2(-p - 1));
  if (n + p > MAX_BITS) throw new LimitError(`exp of this would need ${n + p} bits`);
  const [power] = promise(
    p + n,
    8,
    (wp) => [exponential(addMultiple(toFixed(x, wp), BigInt(-n), ln2, wp), wp)] as const,
  );
  return scale(power, n);
};

/** How often the argument is halved: as often as it is then squared, against a series of √(wp / halvings) products. */
const halvings = (wp: number): number => Math.round(Math.cbrt(wp / 2));

/**
 * Encloses e^t.
 *
 * Requires: |t| < 1, wp ≥ 64.
 * Bound, in ulps of 2^-(wp + k): sinh and cosh of t / 2^k with their errors; a square multiplies the error by
 * 2 e^(t / 2^i) (1 + 2^-20), e^|t| being an upper bound of the power, and adds 1. The error of t counts e^t < 3 times.
 * Method: e^t = (sinh u + cosh u)^(2^k), u = t / 2^k.
 */
export const exponential = (t: Fixed, wp: number): Fixed => {
  const k = halvings(wp);
  const precision = wp + k;
  const [sinh, cosh] = sineAndCosine(t.value, 1, precision);
  let value = sinh.value + cosh.value;
  let error = sinh.error + cosh.error;
  const size = Math.abs(toNumber({ num: t.value, den: 1n, exp: -wp }));
  for (let i = k; i > 0; i--) {
    value = (value * value) >> BigInt(precision);
    error = outward(2 * error * Math.exp(size / 2 ** i) * (1 + 2 ** -20) + 1);
  }
  const result = dropBits({ value, error }, k);
  return { value: result.value, error: outward(result.error + 3 * t.error) };
};
