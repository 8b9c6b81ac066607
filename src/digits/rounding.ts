import { LimitError } from '../errors.ts';
import * as ball from '../number/ball.ts';
import type { Rational } from '../number/rational.ts';
import type { Precision, RoundingMode } from '../outcome.ts';
import { basePower, log2 } from './expansion.ts';

/**
 * A number of finitely many digits: ±0.d₁d₂… · base^(exponent + 1), `digits` without leading zeros and '' for 0.
 * `exact` says that it is the number that was to be rounded; its digits then end in no zero.
 */
export interface Rounded {
  readonly kind: 'rounded';
  readonly negative: boolean;
  readonly digits: string;
  readonly exponent: number;
  readonly exact: boolean;
}

/** What keeps a ball from being rounded. */
export type Unsettled =
  /** It is too wide: a radius of 2^-bits should do. */
  | { readonly kind: 'need'; readonly bits: number }
  /**
   * It is narrow, but `at`, where the rounding steps, lies in it or at its very end; a radius of 2^-bits is the next to try.
   * Where it is given, `at` ± `reach` rounds like every number of the ball on that side of `at`.
   */
  | { readonly kind: 'straddle'; readonly at: Rational; readonly bits: number; readonly reach?: Rational }
  /** Significant digits of a ball that may be 0. */
  | { readonly kind: 'zero' };

/** A longer answer takes minutes to write. */
export const MAX_DIGITS = 2 ** 26;

export const tooLong = (digits: number): LimitError =>
  new LimitError(`the answer would have ${digits} digits`, { hint: 'ask for fewer, as in @ 50 digits' });

/** `cut` goes down as `down` does, but on one side of 0 only: it steps at 0. */
export type MagnitudeMode = 'nearest' | 'down' | 'up' | 'cut';

/** What a rounding mode does to the magnitude of a number. */
export const ofMagnitude = (mode: RoundingMode, negative: boolean): MagnitudeMode => {
  if (mode === 'floor') return negative ? 'up' : 'cut';
  if (mode === 'ceil') return negative ? 'cut' : 'up';
  return mode;
};

/**
 * The digits after the point that a precision asks for; undefined for significant digits.
 * Bound (bits, tol): what is printed is the correct rounding of the number itself, whatever enclosed it, so the error is
 *   at most base^-k / 2 (nearest) or below base^-k (directed); the answer is the least k ≥ 0 that keeps it within the tolerance.
 */
export const placesAsked = (precision: Precision, base: number, mode: RoundingMode): number | undefined => {
  if (precision.kind === 'digits') return undefined;
  if (precision.kind === 'places') return precision.count;
  const tolerance = precision.kind === 'tol' ? precision : { num: 1n, den: 1n << BigInt(precision.count) };
  const twice = mode === 'nearest' ? 2n : 1n;
  const target = ball.exact(tolerance.den);
  const suffices = (k: number): boolean => {
    const reached = ball.mul(basePower(base, k, 64), ball.exact(twice * tolerance.num));
    const sign = ball.sign(ball.sub(reached, target));
    return sign === undefined ? BigInt(base) ** BigInt(k) * twice * tolerance.num >= tolerance.den : sign >= 0;
  };
  const estimate = (log2(target) - log2(ball.exact(twice * tolerance.num))) / Math.log2(base);
  let places = Math.max(0, Math.floor(estimate) - 1);
  while (!suffices(places)) places += 1;
  return places;
};
