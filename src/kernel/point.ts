import { LimitError } from '../errors.ts';
import { type Ball, ball, type Dyadic } from '../number/ball.ts';
import { divide } from '../number/division.ts';
import { exp2 } from '../number/double.ts';
import { abs, bitLength, MAX_BITS, shift } from '../number/integer.ts';
import * as mag from '../number/magnitude.ts';
import { type Fixed, outward } from './fixed.ts';

/** The exact number num / den · 2^exp, den > 0, at which a function is evaluated. */
export interface Point {
  readonly num: bigint;
  readonly den: bigint;
  readonly exp: number;
}

export const dyadicPoint = ({ mid, exp }: Dyadic): Point => ({ num: mid, den: 1n, exp });
export const rationalPoint = (num: bigint, den: bigint): Point =>
  den < 0n ? { num: -num, den: -den, exp: 0 } : { num, den, exp: 0 };

/** x in fixed point, cut towards zero: exact, or within one ulp. */
export const toFixed = ({ num, den, exp }: Point, wp: number): Fixed => {
  const size = abs(num);
  // Nested floors are one, so cutting the numerator first costs nothing more.
  const value = den === 1n ? shift(size, exp + wp) : divide(shift(size, exp + wp), den);
  return { value: num < 0n ? -value : value, error: den === 1n && exp + wp >= 0 ? 0 : 1 };
};

/** A whole e, the least or one more, with |x| < 2^e; the least where den = 1. −Infinity for zero. */
export const exponent = ({ num, den, exp }: Point): number =>
  num === 0n ? Number.NEGATIVE_INFINITY : bitLength(num) - bitLength(den) + 1 + exp;

/** x to a relative 2^-50, where |x| is below 2^1000; what is below 2^-1000 loses digits and becomes 0. */
export const toNumber = ({ num, den, exp }: Point): number => {
  const whole = den === 1n && exp >= -1000 ? Number(num) : Number.POSITIVE_INFINITY;
  if (Number.isFinite(whole)) return whole * exp2(exp);
  const dropNum = Math.max(0, bitLength(num) - 64);
  const dropDen = Math.max(0, bitLength(den) - 64);
  return (Number(shift(num, -dropNum)) / Number(shift(den, -dropDen))) * 2 ** (exp + dropNum - dropDen);
};

/** The bits of numerator and denominator together: what a term of a series in x adds to its exact sum. */
export const height = ({ num, den, exp }: Point): number => bitLength(num) + bitLength(den) + Math.abs(exp);

/** x as a fraction; only for exponents of moderate size. */
export const fraction = ({ num, den, exp }: Point): [num: bigint, den: bigint] =>
  exp < 0 ? [num, shift(den, -exp)] : [shift(num, exp), den];

/** The least working precision: what the kernels require, with room for their errors. */
const LEAST_PRECISION = 64;

/**
 * The balls of radius at most 2^-p around what `compute` gives at a working precision of p and some guard bits.
 *
 * Bound: with error ≤ 2^(wp − p − 1) ulps the kernel is within 2^-(p + 1), and rounding the midpoint to 2^-(p + 2) adds
 * that unit. `guard` is a guess of the caller; where an error turns out larger, all is computed again with enough of them.
 */
export const promise = <Values extends readonly Fixed[]>(
  p: number,
  guard: number,
  compute: (wp: number) => Values,
): { [Index in keyof Values]: Ball } => {
  const wp = Math.max(p + guard, LEAST_PRECISION);
  // The root of a number of 2 wp bits is the longest thing that a kernel takes.
  if (2 * wp > MAX_BITS) throw new LimitError(`this would need numbers of ${2 * wp} bits`);
  const values = compute(wp);
  const worst = values.reduce((most, { error }) => Math.max(most, error), 0);
  const needed = Math.ceil(Math.log2(worst)) + 2;
  if (needed > wp - p) return promise(p, needed, compute);
  return values.map(({ value, error }) => ball(value, -wp, mag.magnitude(error, -wp), p + 2)) as {
    [Index in keyof Values]: Ball;
  };
};

/**
 * Encloses x + n · c, where `constant` gives c at a precision.
 * Bound: c is taken to as many more bits as n has at least, so its error counts once at most; flooring the product adds 1.
 */
export const addMultiple = (x: Fixed, n: bigint, constant: (wp: number) => Fixed, wp: number): Fixed => {
  if (n === 0n) return x;
  // In steps of 32, so that constants which keep their last precision are asked for the same one again.
  const extra = 32 * Math.ceil(bitLength(n) / 32);
  const c = constant(wp + extra);
  return { value: x.value + ((n * c.value) >> BigInt(extra)), error: outward(x.error + c.error + 1) };
};
