import { LimitError } from '../errors.ts';
import { type Ball, type Dyadic, neg, ONE, ZERO } from '../number/ball.ts';
import { divide } from '../number/division.ts';
import { abs, MAX_BITS, powerOfTwo, shift } from '../number/integer.ts';
import { dropBits, type Fixed, outward } from './fixed.ts';
import { pi } from './pi.ts';
import { addMultiple, dyadicPoint, exponent, type Point, promise, rationalPoint, toFixed, toNumber } from './point.ts';
import { sineAndCosine } from './taylor.ts';

/** Encloses sin x and cos x, both within 2^-p. See `sinCosPoint`. */
export const sinCos = (x: Dyadic, p: number): [sin: Ball, cos: Ball] => sinCosPoint(dyadicPoint(x), p);

/** Encloses the sine and cosine of num / den, both within 2^-p; den ≠ 0. See `sinCosPoint`. */
export const sinCosRational = (num: bigint, den: bigint, p: number): [sin: Ball, cos: Ball] =>
  sinCosPoint(rationalPoint(num, den), p);

/**
 * Encloses sin x and cos x, both within 2^-p.
 *
 * Bound: with q within 0.52 of 2x / π, |t| < 0.82; the error of t and that of `circular` are counted there.
 * Method: x = q π / 2 + t; `circular` for t, and q mod 4 by symmetry.
 */
const sinCosPoint = (x: Point, p: number): [sin: Ball, cos: Ball] => {
  if (x.num === 0n) return [ZERO, ONE];
  const size = exponent(x);
  if (2 * Math.max(size, 0) + p > MAX_BITS) throw new LimitError(`the sine of this would need pi to ${size + p} bits`);
  const q = quadrants(x, size);
  const [sin, cos] = promise(p, 8, (wp) => circular(addMultiple(toFixed(x, wp), -q, halfPi, wp), wp));
  switch (BigInt.asUintN(2, q)) {
    case 0n:
      return [sin, cos];
    case 1n:
      return [cos, neg(sin)];
    case 2n:
      return [neg(sin), neg(cos)];
    default:
      return [neg(cos), sin];
  }
};

/** Encloses π / 2: the value of π at a bit less stands for it. */
const halfPi = (wp: number): Fixed => pi(wp - 1);

/**
 * A whole q within 0.52 of 2x / π, where |x| < 2^size.
 *
 * Bound: below 2^40 the double is within 2^-9 of a quadrant before it is rounded. Above, x is cut to 8 bits after the point
 * and π is known to 3 · 2^-(size + 8): each moves the quotient by at most 2^-7, and it is rounded to the nearest.
 */
const quadrants = (x: Point, size: number): bigint => {
  if (size <= 40) return BigInt(Math.round((toNumber(x) * 2) / Math.PI));
  const unit = pi(size + 8).value;
  const numerator = shift(abs(toFixed(x, 8).value), size + 2);
  const q = divide(numerator + unit, 2n * unit);
  return x.num < 0n ? -q : q;
};

/** How often the argument is halved; doubling it back takes two products. */
const halvings = (wp: number): number => 2 + Math.round(Math.cbrt(wp / 8));

/**
 * Encloses sin t and cos t.
 *
 * Requires: |t| < 2, wp ≥ 64.
 * Bound, in ulps of 2^-(wp + k), with σ, γ the errors of s and c and |s| ≤ 2^(1 − i) for the sine of t / 2^i:
 * 2sc has 2 (|s| γ + |c| σ) + 1 + 2^-20, 1 − 2s² has 4 |s| σ + 1 + 2^-20; the last terms are the floor and the second order.
 * The error of t counts once at most.
 * Method: sine and cosine of t / 2^k, and the double angle k times.
 */
export const circular = (t: Fixed, wp: number): [sin: Fixed, cos: Fixed] => {
  const k = halvings(wp);
  const precision = wp + k;
  const one = powerOfTwo(precision);
  let [sin, cos] = sineAndCosine(t.value, -1, precision);
  for (let i = k; i > 0; i--) {
    const bound = Math.min(1, 2 ** (1 - i));
    const square = sin.value * sin.value;
    const product = sin.value * cos.value;
    const rounding = 1 + 2 ** -20;
    const sinError = outward(2 * (bound * cos.error + sin.error) + rounding);
    const cosError = outward(4 * bound * sin.error + rounding);
    sin = { value: product >> BigInt(precision - 1), error: sinError };
    cos = { value: one - (square >> BigInt(precision - 1)), error: cosError };
  }
  const result = ({ value, error }: Fixed): Fixed => {
    const short = dropBits({ value, error }, k);
    return { value: short.value, error: outward(short.error + t.error) };
  };
  return [result(sin), result(cos)];
};
