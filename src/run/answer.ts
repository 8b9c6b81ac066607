import type { Form } from '../ast.ts';
import { magnitudeOf } from '../dag/demand.ts';
import { bounds } from '../digits/bounds.ts';
import type { Rendered, Rendering, Scaled, Text } from '../digits/render.ts';
import { GUARD_BITS } from '../digits/round-ball.ts';
import { MAX_DIGITS, type Unsettled } from '../digits/rounding.ts';
import { InternalError, LimitError, UndecidedError } from '../errors.ts';
import { evident, separate, smallness } from '../exact/decide.ts';
import { rationalValue, wholeLength } from '../exact/rational-value.ts';
import { fartherLimit, searchLimit } from '../exact/search-limit.ts';
import type { Sign, Structure } from '../exact/structure.ts';
import type { Asking, Node, Question } from '../node.ts';
import * as ball from '../number/ball.ts';
import { bitLength } from '../number/integer.ts';
import type { Rational } from '../number/rational.ts';
import * as rat from '../number/rational.ts';
import type { Answer, Format, Precision } from '../outcome.ts';
import { decimalCost } from '../refine/cost.ts';

/** What the digits of an answer are and how they were come by. */
export interface Written {
  readonly text: string;
  readonly rounding: Answer['rounding'];
  readonly digits: number;
  /** The accuracy, in bits after the binary point, of the enclosure that gave the digits; 0 for an exact number. */
  readonly bits: number;
  /** The accuracy that the digits asked for: what the work of the refiners is accounted against. */
  readonly wanted: number;
  readonly warnings: readonly string[];
}

/** The forms that tell a rational number from all others. */
const EXACT_FORMS: ReadonlySet<Form> = new Set(['frac', 'repeat', 'cf']);
/** A fraction is written out up to as many digits as any other answer; a step of the rounding is settled up to fewer. */
const MAX_EXACT_BITS = MAX_DIGITS * Math.log2(10);
const MAX_SETTLING_BITS = 2 ** 16;

/** What a bit of a continued fraction's terms takes for each bit of the number, in milliseconds. */
const TERM_MS = 1e-6;
/** The period of a fraction with a longer denominator is looked for with products of integers, for so many milliseconds. */
const SHORT_PERIOD_BITS = 40;
const PERIOD_MS = 20;

const tooLongAsFraction = (): LimitError =>
  new LimitError('the fraction is too long to be written out', { hint: 'ask for @ N digits' });

/** Something that asks for numbers to be refined or rendered. */
type Writing<T> = Generator<Question | Rendering | undefined, T, Rendered | undefined>;

/**
 * Writes a number as asked, every digit proved, by whoever answers the `Rendering`. Throws UndecidedError where significant
 * digits are asked of a number that cannot be told from 0.
 */
export function* write(s: Structure, x: Node, format: Format): Writing<Written> {
  const { graph } = s;
  let asked = Number.NEGATIVE_INFINITY;
  const exactly = (text: Omit<Text, 'kind'>): Written => {
    const exponent = x.value === undefined ? magnitudeOf(graph.ball(x)) : exponentOf(x.value);
    return { ...text, bits: 0, wanted: accuracyFor(format, exponent), warnings: [] };
  };
  const nearly = (text: Pick<Written, 'text' | 'rounding' | 'digits'>, warnings: readonly string[] = []): Written => {
    const reached = ball.accuracy(graph.ball(x));
    const enough = Math.min(reached, accuracyFor(format, magnitudeOf(graph.ball(x))));
    return { ...text, bits: reached, wanted: asked === Number.NEGATIVE_INFINITY ? enough : asked, warnings };
  };
  const exact = x.value ?? scaledDecimal(x);
  if (exact !== undefined) return exactly(yield* exactText(exact, format));
  if (EXACT_FORMS.has(format.form)) {
    // One bit after the point encloses a whole number exactly, and is found by whoever computes long steps.
    if ((wholeLength(x) ?? Number.POSITIVE_INFINITY) <= MAX_EXACT_BITS) yield { node: x, bits: 1 };
    const value = ball.isExact(graph.ball(x)) ? undefined : rationalValue(x, MAX_EXACT_BITS);
    if (value === 'long') throw tooLongAsFraction();
    if (value !== undefined) return exactly(yield* exactText(value, format));
  }
  let limit = searchLimit(graph, x);
  for (;;) {
    const enclosure = graph.ball(x);
    const rendered = yield* rendering(enclosure, format);
    switch (rendered.kind) {
      case 'text':
        return ball.isExact(enclosure) ? exactly(rendered) : nearly(rendered);
      case 'zero':
        if ((yield* signApart(s, x)) === 0) return exactly(yield* exactText(rat.ZERO, format));
        break;
      case 'need':
        asked = rendered.bits;
        yield { node: x, bits: asked };
        break;
      case 'straddle': {
        const settled = besideStep(s, x, rendered);
        if (settled !== undefined) {
          const text = yield* exactText(settled, format);
          return nearly(settled === rendered.at ? text : { ...text, rounding: format.round });
        }
        if (ball.accuracy(enclosure) >= limit) limit = fartherLimit(graph, x, limit);
        if (ball.accuracy(enclosure) < limit) {
          asked = Math.max(ball.accuracy(enclosure) + 1, Math.min(rendered.bits, limit));
          yield { node: x, bits: asked };
          break;
        }
        const value = rationalValue(x, MAX_SETTLING_BITS);
        if (typeof value === 'object') return exactly(yield* exactText(value, format));
        return nearly({ ...(yield* exactText(rendered.at, format)), rounding: 'faithful' }, [
          `the value may lie exactly on a ${format.round === 'nearest' ? 'tie' : 'digit'}: rounded as if it did, after ${limit} bits`,
        ]);
      }
    }
  }
}

function* rendering(number: Rendering['number'], format: Format): Writing<Rendered> {
  const rendered = yield { number, format };
  if (rendered === undefined) throw new InternalError('a number was not written');
  return rendered;
}

function* exactText(number: Rational | Scaled, format: Format): Writing<Omit<Text, 'kind'>> {
  const rendered = yield* rendering(number, format);
  if (rendered.kind !== 'text') throw new InternalError('an exact number was not written');
  const { text, rounding, digits } = rendered;
  return { text, rounding, digits };
}

/**
 * An exact number with the text of one that straddles a step of the rounding: the step, where it is evident that the number
 * lies on it, or one on the side of it on which it evidently lies.
 */
const besideStep = (
  s: Structure,
  x: Node,
  { at, reach }: Extract<Unsettled, { kind: 'straddle' }>,
): Rational | undefined => {
  const difference = s.sub(x, s.rational(at));
  const side = evident(s.graph, difference) ?? ball.sign(s.graph.ball(difference));
  if (side === 0) return at;
  if (side === undefined || reach === undefined) return undefined;
  return side > 0 ? rat.add(at, reach) : rat.sub(at, reach);
};

/** The sign of a number whose enclosure has been tightened until it shows it, or which is proved 0. */
function* signApart(s: Structure, x: Node): Asking<Sign> {
  const sign = yield* separate(s.graph, x);
  if (sign !== undefined) return sign;
  const enclosure = s.graph.ball(x);
  throw new UndecidedError(`${smallness('x', enclosure)}, sign undecided`, {
    ...bounds(enclosure, 5),
    hint: 'ask for @ N places, which needs no leading digit, or raise --search-bits to look further',
  });
}

/** The number as mantissa · 10^exp10, where it is a power of ten too long to be written out, times a short decimal. */
const scaledDecimal = (x: Node): Scaled | undefined => {
  const [first, second] = x.args;
  if (x.op === 'power' && first?.value?.den === 1n && x.n !== undefined) {
    const tens = tenExponent(first.value.num);
    return tens === undefined || !Number.isSafeInteger(tens * x.n) ? undefined : { mantissa: 1n, exp10: tens * x.n };
  }
  if (x.op === 'mul' && first?.value?.den === 1n && second !== undefined) {
    const power = scaledDecimal(second);
    return power === undefined ? undefined : { mantissa: first.value.num * power.mantissa, exp10: power.exp10 };
  }
  if (x.op === 'div' && first?.value?.den === 1n && second !== undefined) {
    const power = scaledDecimal(second);
    return power?.mantissa === 1n ? { mantissa: first.value.num, exp10: -power.exp10 } : undefined;
  }
  return undefined;
};

/** k where n = 10^k, for small n. */
const tenExponent = (n: bigint): number | undefined => {
  let exponent = 0;
  for (let rest = n; rest > 1n; rest /= 10n) {
    if (rest % 10n !== 0n) return undefined;
    exponent += 1;
  }
  return n >= 10n ? exponent : undefined;
};

/** The accuracy, in bits after the binary point, that a format asks of a number of this exponent, as far as that can be told. */
const accuracyFor = ({ precision, base }: Format, exponent: number): number =>
  bitsAsked(precision, base) + GUARD_BITS - (precision.kind === 'digits' && Number.isFinite(exponent) ? exponent : 0);

const exponentOf = ({ num, den }: rat.Rational): number => bitLength(num) - bitLength(den);

/** About how many CPU milliseconds a number takes to be written. */
export const renderingCost = ({ number, format }: Rendering): number => {
  const { form, precision } = format;
  const asked = form === 'frac' ? 0 : bitsAsked(precision);
  if ('exp10' in number) return decimalCost(asked);
  const isWhole = 'den' in number && number.den === 1n;
  const length = 'den' in number ? Math.max(bitLength(number.num), bitLength(number.den)) : number.bits;
  switch (form) {
    case 'cf':
      return TERM_MS * Math.min(asked, length) * length;
    case 'repeat':
      return length > SHORT_PERIOD_BITS ? PERIOD_MS : decimalCost(length);
    default:
      // A quotient takes a few products more than its digits alone; an integer has no more digits than it has.
      return 'den' in number && !isWhole ? 2 * decimalCost(Math.max(length, asked)) : decimalCost(length);
  }
};

/** About how many bits after the leading digit a precision asks for: the scale of the default search limit. */
export const bitsAsked = (precision: Precision, base = 10): number => {
  switch (precision.kind) {
    case 'digits':
    case 'places':
      return Math.ceil(precision.count * Math.log2(base));
    case 'bits':
      return precision.count;
    case 'tol':
      return Math.max(0, precision.den.toString(16).length * 4 - precision.num.toString(16).length * 4 + 4);
  }
};
