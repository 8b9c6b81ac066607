import { InternalError, LimitError } from '../errors.ts';
import * as ball from '../number/ball.ts';
import { divide } from '../number/division.ts';
import { abs as absInteger, bitLength } from '../number/integer.ts';
import * as mag from '../number/magnitude.ts';
import { enclose, fromDyadic, type Rational, rational } from '../number/rational.ts';
import type { Precision, RoundingMode } from '../outcome.ts';
import { log2 } from './expansion.ts';
import { splitDenominator } from './finite.ts';
import { increment } from './radix.ts';
import { GUARD_BITS, roundAll, roundBall } from './round-ball.ts';
import { MAX_DIGITS, type MagnitudeMode, ofMagnitude, placesAsked, type Rounded, tooLong } from './rounding.ts';

/** Exact numbers with larger exponents are not made fractions. */
export const MAX_FRACTION_EXPONENT = 2 ** 20;
/** Digits above which away from the point a rational is rounded from an enclosure, which is written faster than a quotient. */
const LONG_DIGITS = 2_000;
/** Denominators up to this length are tested for a finite expansion. */
const MAX_TERMINATING_BITS = 4_096;

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
    if (leading > MAX_DIGITS) throw tooLong(leading);
    const digits = num.toString(base);
    const exponent = digits.length - 1 + scale;
    return { kind: 'rounded', negative, digits: withoutTrailingZeros(digits), exponent, exact: true };
  }
  const wanted = fixed === undefined ? count - 1 - leading : fixed + scale;
  const isFar = scale === 0 && Math.abs(wanted) > LONG_DIGITS;
  const finite = isFar ? roundFinite(value, base, precision, round) : undefined;
  if (finite !== undefined) return finite;
  if (leading + wanted > MAX_DIGITS) throw tooLong(leading + wanted);
  const enclosed = isFar ? roundEnclosed(value, base, precision, round, wanted) : undefined;
  if (enclosed !== undefined) return enclosed;
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

/** Rounds a fraction with a finite expansion, if its denominator is short enough to tell. */
const roundFinite = (value: Rational, base: number, precision: Precision, round: RoundingMode): Rounded | undefined => {
  if (value.den === 1n || bitLength(value.den) > MAX_TERMINATING_BITS) return undefined;
  const { places, coprime } = splitDenominator(value.den, base);
  if (coprime !== 1n) return undefined;
  const num = (value.num * BigInt(base) ** BigInt(places)) / value.den;
  return roundRational({ num, den: 1n }, base, precision, round, -places);
};

/**
 * Rounds a fraction from a narrow enclosure, which is written faster than a quotient where the unit is far from 1.
 * Undefined where that leaves a step open, or the answer may be exact.
 */
const roundEnclosed = (
  value: Rational,
  base: number,
  precision: Precision,
  round: RoundingMode,
  places: number,
): Rounded | undefined => {
  const bits = Math.ceil(places * Math.log2(base)) + 2 * GUARD_BITS;
  // An exact enclosure is widened too: a step in it is then named, not searched for.
  const rounding = roundAll(ball.widen(enclose(value, bits), mag.powerOf2(-bits)), base, precision, round);
  return rounding.kind === 'all' && !rounding.mayBeExact ? rounding.value : undefined;
};

/**
 * Rounds a number with a finite binary expansion. One with a huge exponent is not made a fraction: in a base that is a power
 * of 2 it has few digits, and in another it is on no step, having either too many digits or too many factors 2.
 */
export const roundDyadic = (x: ball.Dyadic, base: number, precision: Precision, round: RoundingMode): Rounded => {
  const places = placesAsked(precision, base, round);
  const tiny = places === undefined ? Number.NEGATIVE_INFINITY : -Math.ceil(places * Math.log2(base)) - 32;
  // What is far below the last digit rounds like all that is, on its side of 0.
  if (x.mid !== 0n && x.exp < tiny - 1 && log2(x) < tiny - 1)
    return roundDyadic({ mid: x.mid < 0n ? -1n : 1n, exp: tiny }, base, precision, round);
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
