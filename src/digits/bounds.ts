import * as ball from '../number/ball.ts';
import * as mag from '../number/magnitude.ts';
import { fromDyadic, type Rational, rational } from '../number/rational.ts';
import type { Format, Precision } from '../outcome.ts';
import { convergent } from './continued-fraction.ts';
import { expand, leadingExponent, log2, powerBound } from './expansion.ts';
import { hexfloatPrecision } from './hexfloat.ts';
import { writeNumber } from './notation.ts';
import { increment, parseDigits } from './radix.ts';
import { MAX_FRACTION_EXPONENT, roundDyadic, roundRational } from './round-exact.ts';
import { placesAsked, type Rounded } from './rounding.ts';

/** Decimal numbers on either side of a value, or the value itself twice. */
export interface Bounds {
  readonly lo: string;
  readonly hi: string;
}

/** Digits of a bound beyond those of the answer. */
const EXTRA_DIGITS = 3;
const REST_BITS = 32;
const TAIL_DIGITS = 18;

/** Bounds with a few digits more than the answer's `digits`, or as many as the ball can tell, rounded outward. */
export const bounds = (x: ball.Ball | Rational, digits: number): Bounds => {
  const count = digits + EXTRA_DIGITS;
  if ('den' in x) return boundsOfRational(x, count);
  if (ball.isUnbounded(x)) return { lo: '-Infinity', hi: 'Infinity' };
  if (ball.isExact(x) && Math.abs(x.exp) <= MAX_FRACTION_EXPONENT) return boundsOfRational(fromDyadic(x), count);
  return x.mid === 0n ? boundsAroundZero(x) : boundsOfBall(x, count);
};

/** A radius has 30 bits, so more digits would say nothing. */
const boundsAroundZero = ({ rad }: ball.Ball): Bounds => {
  const end = { mid: BigInt(rad.man), exp: rad.exp };
  const hi = roundDyadic(end, 10, { kind: 'digits', count: 10 }, 'up');
  return { lo: decimal({ ...hi, negative: true }), hi: decimal(hi) };
};

const boundsOfRational = (x: Rational, count: number): Bounds => {
  const inner = roundRational(x, 10, { kind: 'digits', count }, 'down');
  if (inner.exact) return { lo: decimal(inner), hi: decimal(inner) };
  const digits = increment(inner.digits, 10);
  const outer = { ...inner, digits, exponent: inner.exponent + digits.length - inner.digits.length };
  return x.num < 0n ? { lo: decimal(outer), hi: decimal(inner) } : { lo: decimal(inner), hi: decimal(outer) };
};

/** One expansion of the midpoint, with the radius in units of its last digit, gives both ends. */
const boundsOfBall = (x: ball.Ball, count: number): Bounds => {
  const leading = x.mid === 0n ? Number.NEGATIVE_INFINITY : leadingExponent(x, 10);
  // One digit is written below the first that the radius reaches.
  const certain = Math.floor(-mag.log2(x.rad) * Math.log10(2)) + 1;
  const places = Math.min(certain, count - 1 - leading);
  const { digits, low, high } = expand(x, 10, places, Math.max(leading, -places - 1), REST_BITS);
  const inner = addSmall(digits, low >> BigInt(REST_BITS));
  const outer = addSmall(digits, -(-high >> BigInt(REST_BITS)));
  const write = (magnitude: string): string => {
    const isBelowZero = magnitude.startsWith('-');
    const significant = isBelowZero ? magnitude.slice(1) : magnitude;
    return decimal({
      kind: 'rounded',
      negative: isBelowZero !== x.mid < 0n,
      digits: significant === '0' ? '' : significant,
      exponent: significant.length - 1 - places,
      exact: false,
    });
  };
  return x.mid < 0n ? { lo: write(outer), hi: write(inner) } : { lo: write(inner), hi: write(outer) };
};

/** The integer that the digits write plus a few units, in decimal. Only its last digits are computed with, unless they carry. */
const addSmall = (digits: string, units: bigint): string => {
  const split = Math.max(0, digits.length - TAIL_DIGITS);
  const tail = BigInt(`0${digits.slice(split)}`) + units;
  if (split === 0) return tail.toString();
  const written = tail.toString().padStart(TAIL_DIGITS, '0');
  const isCarried = tail < 0n || written.length > TAIL_DIGITS;
  return isCarried ? (BigInt(digits) + units).toString() : digits.slice(0, split) + written;
};

const decimal = (x: Rounded): string => writeNumber(x, { style: 'auto', base: 10, group: '' }, 0);

/**
 * A bound, of one digit, of how far the number that `text` writes is from x.
 *
 * Bound: what is rounded correctly to base^-k is within half of that (nearest) or within that (directed); k follows from the
 *   precision and the leading exponent, here taken too great where it is in doubt. A faithful answer was rounded as if x lay
 *   on a tie or a digit that is less than 2^-8 units away: half a unit and that is below 6/10. The convergent p/q of the
 *   written terms is within 1/q². An interval's end is at most two units from x.
 */
export const errorBound = (
  x: ball.Ball | Rational,
  format: Format,
  { text, rounding }: { readonly text: string; readonly rounding: string },
): string => {
  const { form, precision, round } = format;
  if (rounding === 'exact' || form === 'frac' || form === 'repeat') return '0';
  if (form === 'cf') {
    const { den } = convergent(parseTerms(text, format.base));
    return scientific(roundRational({ num: 1n, den: den * den }, 10, ONE_DIGIT, 'up'));
  }
  const base = form === 'hexfloat' ? 2 : format.base;
  const asked = form === 'hexfloat' ? hexfloatPrecision(precision) : precision;
  const count = asked.kind === 'digits' ? asked.count : 0;
  const places = placesAsked(asked, base, round) ?? count - 1 - leadingAtMost(x, base);
  const tenths = form === 'interval' ? 20 : round !== 'nearest' ? 10 : rounding === 'faithful' ? 6 : 5;
  if (base === 10) return scientific(roundRational(rational(BigInt(tenths)), 10, ONE_DIGIT, 'up', -places - 1));
  const share = mag.div(mag.magnitude(tenths, 0), mag.magnitude(10, 0));
  const bound = mag.mul(powerBound(base, -places), share);
  return scientific(roundDyadic({ mid: BigInt(bound.man), exp: bound.exp }, 10, ONE_DIGIT, 'up'));
};

const ONE_DIGIT: Precision = { kind: 'digits', count: 1 };

const scientific = (x: Rounded): string => writeNumber(x, { style: 'sci', base: 10, group: '' }, 0);

const parseTerms = (text: string, base: number): bigint[] =>
  (text.match(/-?[0-9a-z]+/g) ?? []).map((term) =>
    term.startsWith('-') ? -parseDigits(term.slice(1), base) : parseDigits(term, base),
  );

/** ⌊log_base |x|⌋ or, where a double cannot tell, one more. */
const leadingAtMost = (x: ball.Ball | Rational, base: number): number => {
  const bits = 'den' in x ? log2(ball.exact(x.num)) - log2(ball.exact(x.den)) : mag.log2(ball.upper(x));
  const exponent = bits / Math.log2(base);
  return Math.floor(exponent + 2 ** -40 * (1 + Math.abs(exponent)));
};
