import type { Ball } from '../number/ball.ts';
import { exp2 } from '../number/double.ts';
import { shift } from '../number/integer.ts';

/**
 * An approximation in fixed point: what a kernel returns at a working precision `wp` that its caller knows.
 * It stands for every real f with |f − value · 2^-wp| ≤ error · 2^-wp; `error` is a small finite double, in ulps.
 */
export interface Fixed {
  readonly value: bigint;
  readonly error: number;
}

/**
 * An upper bound of what a short computation in doubles approximates: k roundings of nonnegative terms change a value
 * by a factor of at least (1 − 2^-53)^k, and that times 1 + 2^-48 is above 1 for k ≤ 30.
 */
export const outward = (error: number): number => error * (1 + 2 ** -48);

/** An upper bound of an error of 2^k ulps: one that a double would have as 0 counts as 2^-1000. */
export const errorOf2 = (k: number): number => exp2(Math.max(k, -1000));

/**
 * The same number at `drop` ≥ 0 bits of precision less.
 *
 * Bound: the old error counts 2^-drop for each ulp, and flooring the value moves it by less than one new ulp.
 */
export const dropBits = ({ value, error }: Fixed, drop: number): Fixed =>
  drop === 0 ? { value, error } : { value: value >> BigInt(drop), error: outward(error * 2 ** -drop + 1) };

/**
 * A ball in fixed point.
 *
 * Requires: a radius below 2^1000 ulps.
 * Bound: the radius counts whole, and flooring the midpoint moves it by less than one ulp.
 */
export const fromBall = ({ mid, exp, rad }: Ball, wp: number): Fixed => ({
  value: shift(mid, exp + wp),
  error: outward(rad.man * errorOf2(rad.exp + wp) + (exp + wp < 0 ? 1 : 0)),
});
