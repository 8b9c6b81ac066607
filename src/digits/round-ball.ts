import { InternalError, LimitError } from '../errors.ts';
import * as ball from '../number/ball.ts';
import * as mag from '../number/magnitude.ts';
import { type Rational, rational } from '../number/rational.ts';
import type { Precision, RoundingMode } from '../outcome.ts';
import { type Expansion, expand, leadingExponent, powerBound } from './expansion.ts';
import { finiteFraction } from './finite.ts';
import { increment, parseDigits } from './radix.ts';
import {
  MAX_DIGITS,
  type MagnitudeMode,
  ofMagnitude,
  placesAsked,
  type Rounded,
  tooLong,
  type Unsettled,
} from './rounding.ts';

/**
 * Bits asked for below the last digit: a ball of this width holds a point where the rounding steps once in 2^13 times. It is
 * still narrow where the leading digit turns out to be one place lower, which costs up to log2 36 bits.
 */
export const GUARD_BITS = 14;
/** A ball of at most 2^-8 units is narrow: that it holds a stepping point is then less likely than that it is on one. */
const NARROW_BITS = 8;
/** The estimate of a leading exponent misses by one at most, and the power of the base beside it may take another look. */
const ATTEMPTS = 5;
/** Bits of a stepping point that may be built to be named. */
const MAX_POINT_BITS = 2 ** 26;
/** Bits below the last digit at which an exact number with a huge exponent, which no step is expected to meet, is given up. */
const MAX_REST_BITS = 2 ** 14;

/**
 * Rounds every number of the ball, where all of them round alike.
 *
 * Encloses: with n significant digits the unit is that of the number's own leading exponent. Where the ball holds a power
 * of the base, the finer unit is used: rounding to the power there and in the coarser unit is the same.
 */
export const roundBall = (
  x: ball.Ball,
  base: number,
  precision: Precision,
  round: RoundingMode,
): Rounded | Unsettled => {
  const rounding = roundAll(x, base, precision, round);
  return rounding.kind === 'all' ? rounding.value : rounding;
};

/** What all numbers of a ball round to, and whether that may be one of them. */
export type Rounding = { readonly kind: 'all'; readonly value: Rounded; readonly mayBeExact: boolean } | Unsettled;

export const roundAll = (x: ball.Ball, base: number, precision: Precision, round: RoundingMode): Rounding => {
  const fixed = placesAsked(precision, base, round);
  const count = precision.kind === 'digits' ? precision.count : 0;
  if (ball.isUnbounded(x)) return { kind: 'need', bits: Math.ceil((fixed ?? count) * Math.log2(base)) + GUARD_BITS };
  if (fixed === undefined && ball.sign(x) === undefined) return { kind: 'zero' };
  const mode = ofMagnitude(round, x.mid < 0n);
  let leading = x.mid === 0n ? Number.NEGATIVE_INFINITY : leadingExponent(x, base);
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const places = fixed ?? count - 1 - leading;
    const settled = settle(x, base, places, leading, mode);
    if (settled.kind === 'straddle') {
      // A step of another unit than that of the number's own leading digit is none.
      const shift = fixed === undefined && attempt < ATTEMPTS - 1 ? straddlingShift(settled.expansion, count) : 0;
      const { at, bits, reach } = settled;
      if (shift === 0) return { kind: 'straddle', at, bits, reach };
      leading += shift;
      continue;
    }
    if (settled.kind !== 'settled') return settled;
    const { expansion, isUp } = settled;
    const digits = isUp ? increment(expansion.digits, base) : expansion.digits;
    const shift = fixed === undefined ? leadingShift(expansion, digits, count) : 0;
    if (shift === 0) {
      const exact = isUp ? 1n << BigInt(expansion.guard) : 0n;
      return {
        kind: 'all',
        value: {
          kind: 'rounded',
          negative: x.mid < 0n && digits !== '',
          digits: fixed === undefined ? digits.slice(0, count) : digits,
          exponent: digits === '' ? 0 : digits.length - 1 - places,
          exact: false,
        },
        mayBeExact: expansion.low <= exact && exact <= expansion.high,
      };
    }
    leading += shift;
  }
  throw new InternalError('the leading digit of a number was not found');
};

/** The same for what straddles a step: where a power of the base lies in it, the finer unit counts. */
const straddlingShift = ({ digits, low }: Expansion, count: number): -1 | 0 | 1 => {
  const reachesBelow = low < 0n && /^10*$/.test(digits);
  if (digits.length > count) return reachesBelow ? 0 : 1;
  return digits.length < count || reachesBelow ? -1 : 0;
};

/** By how much the leading exponent that was used misses; `digits` are the expansion's, rounded. */
const leadingShift = (expansion: Expansion, digits: string, count: number): -1 | 0 | 1 => {
  const isPower = /^10*$/;
  const length = expansion.digits.length;
  if (length < count) return -1;
  if (length > count) return isPower.test(digits) ? 0 : 1;
  return expansion.low < 0n && isPower.test(expansion.digits) ? -1 : 0;
};

type Settled =
  | { readonly kind: 'settled'; readonly expansion: Expansion; readonly isUp: boolean }
  | {
      readonly kind: 'straddle';
      readonly at: Rational;
      readonly bits: number;
      readonly reach: Rational;
      readonly expansion: Expansion;
    }
  | Exclude<Unsettled, { kind: 'straddle' }>;

/** Rounds to a known number of places, with as many bits below the last digit as the ball can justify. */
const settle = (x: ball.Ball, base: number, places: number, leading: number, mode: MagnitudeMode): Settled => {
  if (leading + places > MAX_DIGITS) throw tooLong(leading + places);
  const unitBits = places * Math.log2(base);
  const need: Settled = { kind: 'need', bits: Math.ceil(unitBits) + GUARD_BITS };
  const radius = mag.exponent(mag.mul(x.rad, powerBound(base, places)));
  // More than two units across, there is a step in every mode.
  if (radius > 2) return need;
  // Written more coarsely than the ball is wide, the rest may hide what the ball can tell.
  const finest = radius === Number.NEGATIVE_INFINITY ? MAX_REST_BITS : Math.min(32 - radius, lastBits(x));
  for (let guard = 32; ; guard = Math.min(2 * guard, finest)) {
    const expansion = expand(x, base, places, leading, guard);
    const isUp = roundsUp(expansion, mode);
    if (isUp !== undefined) return { kind: 'settled', expansion, isUp };
    if (radius > -NARROW_BITS) return need;
    if (guard < finest) continue;
    if (ball.isExact(x)) throw new LimitError(`the last digit is undecided ${MAX_REST_BITS} bits below it`);
    const bits = ball.accuracy(x) + Math.max(32, Math.ceil(ball.accuracy(x) - unitBits));
    if (Math.abs(unitBits) + expansion.digits.length * Math.log2(base) > MAX_POINT_BITS) {
      if (finest > MAX_REST_BITS) throw new LimitError(`the last digit is undecided ${-radius} bits below it`);
      return { kind: 'need', bits };
    }
    const at = stepIn(expansion, x.mid < 0n, base, places, mode);
    return { kind: 'straddle', at, bits, reach: reachOf(base, places), expansion };
  }
};

/** Past these bits below the last digit there is nothing of the midpoint, or it is taken to end there. */
const lastBits = (x: ball.Ball): number => Math.max(MAX_REST_BITS, 32 - x.exp);

/**
 * 2^-8 units of the last digit. Bound: a ball that straddles a step is within 2^-7 units of it, and the next step is half a
 * unit away, or 1/72 beside a power of the base, below which units are finer by up to 36.
 */
const reachOf = (base: number, places: number): Rational =>
  places >= 0
    ? { num: 1n, den: (BigInt(base) ** BigInt(places)) << 8n }
    : rational(BigInt(base) ** BigInt(-places), 1n << 8n);

/** Whether the whole expansion rounds to D + 1 (or all of it to D); undefined where a step lies in it. */
const roundsUp = ({ digits, low, high, guard }: Expansion, mode: MagnitudeMode): boolean | undefined => {
  const one = 1n << BigInt(guard);
  const half = one >> 1n;
  switch (mode) {
    case 'nearest':
      if (-half < low && high < half) return false;
      return half < low && high < one + half ? true : undefined;
    case 'down':
      return (low >= 0n || (digits === '' && low > -one)) && high < one ? false : undefined;
    case 'cut':
      return low >= 0n && high < one ? false : undefined;
    case 'up':
      return low > 0n && high <= one ? true : undefined;
  }
};

/** A point of the expansion, nearest to its centre, at which the rounding steps. */
const stepIn = (
  expansion: Expansion,
  negative: boolean,
  base: number,
  places: number,
  mode: MagnitudeMode,
): Rational => {
  const { digits, low, high, guard } = expansion;
  // Steps are odd multiples of half a unit for the nearest, whole units for the others.
  const halves = (low + high) >> BigInt(guard);
  const nearest = mode === 'nearest' ? 2n * (halves >> 1n) + 1n : 2n * ((halves + 1n) >> 1n);
  const numerator = 2n * parseDigits(digits, base) + nearest;
  const power = BigInt(base) ** BigInt(Math.abs(places));
  const magnitude = places >= 0 ? finiteFraction(numerator, 2n * power, base) : rational(numerator * power, 2n);
  return negative ? { num: -magnitude.num, den: magnitude.den } : magnitude;
};
