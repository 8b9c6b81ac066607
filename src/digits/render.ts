import { type Ball, isExact } from '../number/ball.ts';
import { abs, bitLength } from '../number/integer.ts';
import { fromDyadic, type Rational, rational } from '../number/rational.ts';
import type { Format, Precision, RoundingMode } from '../outcome.ts';
import { writeTerms } from './continued-fraction.ts';
import { writeFraction, writeRepeating } from './fraction.ts';
import { hexfloatPrecision, writeHexfloat } from './hexfloat.ts';
import { groupWhole, writeNumber } from './notation.ts';
import { MAX_FRACTION_EXPONENT } from './round-exact.ts';
import { placesAsked, type Rounded, type Unsettled } from './rounding.ts';
import { fromBall, fromExactBall, fromRational, fromScaled, type Source } from './source.ts';

/** A number as text; `digits` counts its significant digits, or its terms. */
export interface Text {
  readonly kind: 'text';
  readonly text: string;
  readonly rounding: 'exact' | RoundingMode;
  readonly digits: number;
}

/** What a ball says about the text that was asked for. */
export type Rendered = Text | Unsettled;

/** mantissa · 10^exp10. */
export interface Scaled {
  readonly mantissa: bigint;
  readonly exp10: number;
}

/** A number, exact or enclosed, and how it is to be written, as data. */
export interface Rendering {
  readonly number: Ball | Rational | Scaled;
  readonly format: Format;
}

/** Integers up to this length print whole while no precision is asked. */
const MAX_WHOLE_DIGITS = 1_000;
/** Powers of ten up to this exponent are multiplied out, so that they print as other integers do. */
const MAX_PLAIN_EXPONENT = 10_000;
/** The terms of a continued fraction where a tolerance, and no count, is asked. */
const DEFAULT_TERMS = 20;

/** The text that stands for the number, or for every number of the ball, or what has to be known before there is one. */
export const render = (x: Rendering['number'], format: Format): Rendered => {
  if ('den' in x) return renderExact(x, format);
  return 'exp10' in x ? renderScaled(x, format) : renderBall(x, format);
};

const renderBall = (x: Ball, format: Format): Rendered => {
  if (!isExact(x)) return write(fromBall(x), format);
  const isPlain = Math.abs(x.exp) <= MAX_FRACTION_EXPONENT;
  return isPlain ? renderExact(fromDyadic(x), format) : write(fromExactBall(x), format);
};

/** The text of an exact number. */
export const renderExact = (value: Rational, format: Format): Text =>
  wholeText(value, format) ?? write(fromRational(value), format);

/** The text of mantissa · 10^exp10, whose power is not multiplied out where it is large. */
const renderScaled = ({ mantissa, exp10 }: Scaled, format: Format): Text => {
  if (Math.abs(exp10) > MAX_PLAIN_EXPONENT) return write(fromScaled(mantissa, exp10), format);
  const power = 10n ** BigInt(Math.abs(exp10));
  return renderExact(exp10 >= 0 ? rational(mantissa * power) : rational(mantissa, power), format);
};

/** An integer of moderate length, where nobody asked for a precision. */
const wholeText = (value: Rational, { asked, form, base, group }: Format): Text | undefined => {
  if (asked || form !== 'decimal' || value.den !== 1n) return undefined;
  if (bitLength(value.num) > MAX_WHOLE_DIGITS * Math.log2(base) + 1) return undefined;
  const digits = abs(value.num).toString(base);
  if (digits.length > MAX_WHOLE_DIGITS) return undefined;
  return exactText((value.num < 0n ? '-' : '') + groupWhole(digits, group));
};

/** The precision that shows so many digits, or terms, more than a format does. */
export const morePrecision = ({ precision, form, base, round }: Format, more: number): Precision => {
  if (form === 'hexfloat') return { kind: 'bits', count: hexfloatPrecision(precision).count + 4 * more };
  if (form === 'cf') return { kind: 'digits', count: termsAsked(precision) + more };
  if (precision.kind === 'digits') return { kind: 'digits', count: precision.count + more };
  return { kind: 'places', count: (placesAsked(precision, base, form === 'interval' ? 'floor' : round) ?? 0) + more };
};

const termsAsked = (precision: Precision): number => (precision.kind === 'tol' ? DEFAULT_TERMS : precision.count);

const write = <Open extends Unsettled>(x: Source<Open>, format: Format): Text | Open => {
  const { form, base, precision, round, group } = format;
  switch (form) {
    case 'frac':
      return exactText(writeFraction(x.fraction(), base, group));
    case 'repeat':
      return exactText(writeRepeating(x.fraction(), base, group));
    case 'cf': {
      const terms = x.terms(termsAsked(precision));
      if (terms.kind !== 'terms') return terms;
      const rounding = terms.isWhole ? 'exact' : 'down';
      return { kind: 'text', text: writeTerms(terms, base), rounding, digits: terms.terms.length };
    }
    case 'interval': {
      const interval = x.interval(base, precision);
      if (interval.kind !== 'interval') return interval;
      const { lo, hi } = interval;
      const text = `[${writeDigits(lo, format)}, ${writeDigits(hi, format)}]`;
      return { ...numberText(lo, round, text), digits: Math.max(lo.digits.length, hi.digits.length, 1) };
    }
    case 'hexfloat': {
      const rounded = x.round(2, hexfloatPrecision(precision), round);
      return rounded.kind === 'rounded' ? numberText(rounded, round, writeHexfloat(rounded)) : rounded;
    }
    default: {
      const rounded = x.round(base, precision, round);
      return rounded.kind === 'rounded' ? numberText(rounded, round, writeDigits(rounded, format)) : rounded;
    }
  }
};

const writeDigits = (x: Rounded, { form, base, group, precision }: Format): string => {
  const style = form === 'sci' || form === 'eng' ? form : 'auto';
  return writeNumber(x, { style, base, group }, precision.kind === 'digits' ? precision.count : 0);
};

const numberText = ({ digits, exact }: Rounded, round: RoundingMode, text: string): Text => ({
  kind: 'text',
  text,
  rounding: exact ? 'exact' : round,
  digits: Math.max(1, digits.length),
});

const exactText = (text: string): Text => ({
  kind: 'text',
  text,
  rounding: 'exact',
  digits: text.replace(/[^0-9a-z]/g, '').length,
});
