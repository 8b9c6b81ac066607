import { InternalError, LimitError } from '../errors.ts';
import * as ball from '../number/ball.ts';
import { divide } from '../number/division.ts';
import { abs as absInteger, bitLength } from '../number/integer.ts';
import * as mag from '../number/magnitude.ts';
import { enclose, fromDyadic, gcd, type Rational, rational } from '../number/rational.ts';
import type { Precision, RoundingMode } from '../outcome.ts';
import { basePower, type Expansion, expand, leadingExponent, log2, powerBound } from './expansion.ts';
import { increment, parseDigits } from './radix.ts';

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
  /** It is narrow, but `at`, where the rounding steps, lies in it or at its very end; a radius of 2^-bits is the next to try. */
  | { readonly kind: 'straddle'; readonly at: Rational; readonly bits: number }
  /** Significant digits of a ball that may be 0. */
  | { readonly kind: 'zero' };

/** Bits asked for below the last digit: a ball of this width holds a point where the rounding steps once in 2^11 times. */
const GUARD_BITS = 12;
/** A ball of at most 2^-8 units is narrow: that it holds a stepping point is then less likely than that it is on one. */
const NARROW_BITS = 8;
/** Bits of a stepping point that may be built to be named. */
const MAX_POINT_BITS = 2 ** 26;
/** Bits below the last digit at which an exact number with a huge exponent, which no step is expected to meet, is given up. */
const MAX_REST_BITS = 2 ** 14;
/** Exact numbers with larger exponents are not made fractions. */
export const MAX_FRACTION_EXPONENT = 2 ** 20;
/** Digits above which away from the point a rational is rounded from an enclosure, which is written faster than a quotient. */
const LONG_DIGITS = 2_000;
/** Denominators up to this length are tested for a finite expansion. */
const MAX_TERMINATING_BITS = 4_096;

/** `cut` goes down as `down` does, but on one side of 0 only: it steps at 0. */
type MagnitudeMode = 'nearest' | 'down' | 'up' | 'cut';

/** What a rounding mode does to the magnitude of a number. */
const ofMagnitude = (mode: RoundingMode, negative: boolean): MagnitudeMode => {
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
type Rounding = { readonly kind: 'all'; readonly value: Rounded; readonly mayBeExact: boolean } | Unsettled;

const roundAll = (x: ball.Ball, base: number, precision: Precision, round: RoundingMode): Rounding => {
  const fixed = placesAsked(precision, base, round);
  const count = precision.kind === 'digits' ? precision.count : 0;
  if (ball.isWhole(x)) return { kind: 'need', bits: Math.ceil((fixed ?? count) * Math.log2(base)) + GUARD_BITS };
  if (fixed === undefined && ball.sign(x) === undefined) return { kind: 'zero' };
  const mode = ofMagnitude(round, x.mid < 0n);
  let leading = x.mid === 0n ? Number.NEGATIVE_INFINITY : leadingExponent(x, base);
  for (let attempt = 0; attempt < 5; attempt++) {
    const places = fixed ?? count - 1 - leading;
    const settled = settle(x, base, places, leading, mode);
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

/** By how much the leading exponent that was used misses; `digits` are the expansion's, rounded. */
const leadingShift = (expansion: Expansion, digits: string, count: number): -1 | 0 | 1 => {
  const isPower = /^10*$/;
  const length = expansion.digits.length;
  if (length < count) return -1;
  if (length > count) return isPower.test(digits) ? 0 : 1;
  return expansion.low < 0n && isPower.test(expansion.digits) ? -1 : 0;
};

type Settled = { readonly kind: 'settled'; readonly expansion: Expansion; readonly isUp: boolean } | Unsettled;

/** Rounds to a known number of places, with as many bits below the last digit as the ball can justify. */
const settle = (x: ball.Ball, base: number, places: number, leading: number, mode: MagnitudeMode): Settled => {
  const unitBits = places * Math.log2(base);
  const need: Settled = { kind: 'need', bits: Math.ceil(unitBits) + GUARD_BITS };
  const radius = mag.exponent(mag.mul(x.rad, powerBound(base, places)));
  // More than two units across, there is a step in every mode.
  if (radius > 2) return need;
  // Written more coarsely than the ball is wide, the rest may hide what the ball can tell.
  const finest = radius === Number.NEGATIVE_INFINITY ? MAX_REST_BITS : 32 - radius;
  for (let guard = 32; ; guard = Math.min(2 * guard, finest)) {
    const expansion = expand(x, base, places, leading, guard);
    const isUp = roundsUp(expansion, mode);
    if (isUp !== undefined) return { kind: 'settled', expansion, isUp };
    if (radius > -NARROW_BITS) return need;
    if (guard < finest) continue;
    if (ball.isExact(x)) throw new LimitError(`the last digit is undecided ${finest} bits below it`);
    const bits = ball.accuracy(x) + Math.max(32, Math.ceil(ball.accuracy(x) - unitBits));
    if (Math.abs(unitBits) + expansion.digits.length * Math.log2(base) > MAX_POINT_BITS) return { kind: 'need', bits };
    return { kind: 'straddle', at: stepIn(expansion, x.mid < 0n, base, places, mode), bits };
  }
};

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
  const magnitude = places >= 0 ? rational(numerator, 2n * power) : rational(numerator * power, 2n);
  return negative ? { num: -magnitude.num, den: magnitude.den } : magnitude;
};

/**
 * Rounds a number with a finite binary expansion. One with a huge exponent is not made a fraction: in a base that is a power
 * of 2 it has few digits, and in another it is on no step, having either too many digits or too many factors 2.
 */
export const roundDyadic = (x: ball.Dyadic, base: number, precision: Precision, round: RoundingMode): Rounded => {
  if (Math.abs(x.exp) <= MAX_FRACTION_EXPONENT) return roundRational(fromDyadic(x), base, precision, round);
  const twos = Math.log2(base);
  if (Number.isInteger(twos)) {
    const scale = Math.floor(x.exp / twos);
    return roundRational(rational(x.mid << BigInt(x.exp - scale * twos)), base, precision, round, scale);
  }
  const rounding = roundBall(ball.exact(x.mid, x.exp), base, precision, round);
  if (rounding.kind === 'rounded') return rounding;
  throw new LimitError('the digits of so large an exponent are undecided');
};

/**
 * Rounds value · base^scale, where scale is 0 unless the value is an integer. Every step is exact: the quotient of
 * numerator and denominator at the last digit, and its remainder against one half.
 */
export const roundRational = (
  value: Rational,
  base: number,
  precision: Precision,
  round: RoundingMode,
  scale = 0,
): Rounded => {
  const fixed = placesAsked(precision, base, round);
  const count = precision.kind === 'digits' ? precision.count : 0;
  const negative = value.num < 0n;
  const num = absInteger(value.num);
  if (num === 0n) return { kind: 'rounded', negative: false, digits: '', exponent: 0, exact: true };
  let leading = Math.floor((log2(ball.exact(num)) - log2(ball.exact(value.den))) / Math.log2(base));
  // An integer fits where no digit of it lies below the unit; the estimate may be one short.
  if (value.den === 1n && (fixed === undefined ? leading + 2 <= count : fixed + scale >= 0)) {
    const digits = num.toString(base);
    const exponent = digits.length - 1 + scale;
    return { kind: 'rounded', negative, digits: withoutTrailingZeros(digits), exponent, exact: true };
  }
  const wanted = fixed ?? count - 1 - leading;
  if (scale === 0 && Math.abs(wanted) > LONG_DIGITS) {
    const rounded = roundLong(value, base, precision, round, wanted);
    if (rounded !== undefined) return rounded;
  }
  const mode = ofMagnitude(round, negative);
  for (let attempt = 0; attempt < 5; attempt++) {
    const places = fixed === undefined ? count - 1 - leading : fixed + scale;
    // A unit a thousand times the number and more is cut to that: the number is below half of either.
    const quotient = quotientDigits(num, value.den, base, Math.max(places, -leading - 4), mode);
    const shift = fixed === undefined ? Math.sign(quotient.digits.length - count) : 0;
    leading += shift;
    if (shift !== 0) continue;
    const { isExact, isUp } = quotient;
    const digits = isUp ? increment(quotient.digits, base) : quotient.digits;
    const significant = fixed === undefined ? digits.slice(0, count) : digits;
    return {
      kind: 'rounded',
      negative: negative && digits !== '',
      digits: isExact ? withoutTrailingZeros(significant) : significant,
      exponent: digits === '' ? 0 : digits.length - 1 - places + scale,
      exact: isExact,
    };
  }
  throw new InternalError('the leading digit of a fraction was not found');
};

/** A regular expression would search every run of zeros to its end. */
const withoutTrailingZeros = (digits: string): string => {
  let end = digits.length;
  while (digits[end - 1] === '0') end -= 1;
  return digits.slice(0, end);
};

interface Quotient {
  readonly digits: string;
  readonly isExact: boolean;
  readonly isUp: boolean;
}

/** The digits of ⌊num / den · base^places⌋ and whether to add one. */
const quotientDigits = (num: bigint, den: bigint, base: number, places: number, mode: MagnitudeMode): Quotient => {
  const power = BigInt(base) ** BigInt(Math.abs(places));
  const dividend = places >= 0 ? num * power : num;
  const divisor = places >= 0 ? den : den * power;
  const quotient = divide(dividend, divisor);
  const rest = dividend - quotient * divisor;
  const isExact = rest === 0n;
  const isPastHalf = 2n * rest > divisor || (2n * rest === divisor && quotient % 2n === 1n);
  const isUp = mode === 'nearest' ? isPastHalf : mode === 'up' && !isExact;
  return { digits: quotient === 0n ? '' : quotient.toString(base), isExact, isUp };
};

/**
 * Rounds a fraction whose unit is far from 1: from its finite expansion, or from a narrow enclosure, which is written
 * faster than a quotient. Undefined where the enclosure leaves a step open, or the answer may be exact.
 */
const roundLong = (
  value: Rational,
  base: number,
  precision: Precision,
  round: RoundingMode,
  places: number,
): Rounded | undefined => {
  if (value.den !== 1n && bitLength(value.den) <= MAX_TERMINATING_BITS) {
    const { places: finite, coprime } = splitDenominator(value.den, base);
    if (coprime === 1n) {
      const num = (value.num * BigInt(base) ** BigInt(finite)) / value.den;
      return roundRational({ num, den: 1n }, base, precision, round, -finite);
    }
  }
  const bits = Math.ceil(places * Math.log2(base)) + 2 * GUARD_BITS;
  // An exact enclosure is widened too: a step in it is then named, not searched for.
  const rounding = roundAll(ball.widen(enclose(value, bits), mag.powerOf2(-bits)), base, precision, round);
  return rounding.kind === 'all' && !rounding.mayBeExact ? rounding.value : undefined;
};

/**
 * den = divisor of base^places · coprime part, with the least such places: the digits before the period, and what makes it.
 * One pass for each place.
 */
export const splitDenominator = (den: bigint, base: number): { readonly places: number; readonly coprime: bigint } => {
  let places = 0;
  let coprime = den;
  for (let common = gcd(coprime, BigInt(base)); common !== 1n; common = gcd(coprime, common)) {
    coprime /= common;
    places += 1;
  }
  return { places, coprime };
};
