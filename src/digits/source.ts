import { DomainError, LimitError } from '../errors.ts';
import * as ball from '../number/ball.ts';
import { bitLength } from '../number/integer.ts';
import { fromDyadic, type Rational, rational } from '../number/rational.ts';
import type { Precision, RoundingMode } from '../outcome.ts';
import { type Terms, termsOfBall, termsOfRational } from './continued-fraction.ts';
import { basePower } from './expansion.ts';
import { type Interval, intervalOfBall } from './interval.ts';
import { roundBall } from './round-ball.ts';
import { MAX_FRACTION_EXPONENT, roundDyadic, roundRational } from './round-exact.ts';
import { MAX_DIGITS, type Rounded, type Unsettled } from './rounding.ts';

/** What the forms of text ask of a number; `Open` is what they may have to ask back, nothing for an exact number. */
export interface Source<Open extends Unsettled> {
  readonly round: (base: number, precision: Precision, mode: RoundingMode) => Rounded | Open;
  readonly interval: (base: number, precision: Precision) => Interval | Open;
  readonly terms: (count: number) => Terms | Open;
  readonly fraction: () => Rational;
}

/** Powers of ten up to this exponent are multiplied out where a form needs a fraction. */
const MAX_BUILT_EXPONENT = MAX_DIGITS;
/** How many bits of a power of ten are made to find its digits in another base. */
const MAX_POWER_BITS = 2 ** 22;

export const fromBall = (x: ball.Ball): Source<Unsettled> => ({
  round: (base, precision, mode) => roundBall(x, base, precision, mode),
  interval: (base, precision) => intervalOfBall(x, base, precision),
  terms: (count) => termsOfBall(x, count),
  fraction: () => {
    throw new DomainError('the value is not proved rational, so it cannot be written as a fraction', {
      hint: 'ask for @ N digits, or for @ cf',
    });
  },
});

export const fromRational = (x: Rational): Source<never> =>
  exactSource(
    (base, precision, mode) => roundRational(x, base, precision, mode),
    () => x,
  );

/** An exact ball, which may have too large an exponent for a fraction. */
export const fromExactBall = (x: ball.Dyadic): Source<never> =>
  exactSource(
    (base, precision, mode) => roundDyadic(x, base, precision, mode),
    () => {
      if (Math.abs(x.exp) > MAX_FRACTION_EXPONENT) throw tooLarge();
      return fromDyadic(x);
    },
  );

/** mantissa · 10^exp10. */
export const fromScaled = (mantissa: bigint, exp10: number): Source<never> =>
  exactSource(
    (base, precision, mode) =>
      base === 10
        ? roundRational(rational(mantissa), base, precision, mode, exp10)
        : roundPower(mantissa, exp10, base, precision, mode),
    () => {
      if (Math.abs(exp10) > MAX_BUILT_EXPONENT) throw tooLarge();
      const power = 10n ** BigInt(Math.abs(exp10));
      return exp10 >= 0 ? rational(mantissa * power) : rational(mantissa, power);
    },
  );

const exactSource = (
  round: (base: number, precision: Precision, mode: RoundingMode) => Rounded,
  fraction: () => Rational,
): Source<never> => ({
  round,
  interval: (base, precision) => ({
    kind: 'interval',
    lo: round(base, precision, 'floor'),
    hi: round(base, precision, 'ceil'),
  }),
  terms: (count) => termsOfRational(fraction(), count),
  fraction,
});

const tooLarge = (): LimitError =>
  new LimitError('the number is too large or too small to be written in this form', { hint: 'ask for @ N digits' });

/** Rounds mantissa · 10^exp10 in a base other than 10, from ever narrower balls. */
const roundPower = (
  mantissa: bigint,
  exp10: number,
  base: number,
  precision: Precision,
  mode: RoundingMode,
): Rounded => {
  for (let width = 128; width <= MAX_POWER_BITS; width *= 2) {
    const power = basePower(10, Math.abs(exp10), width);
    const x =
      exp10 >= 0
        ? ball.mul(ball.exact(mantissa), power)
        : ball.div(ball.exact(mantissa), power, width + ball.upperExponent(power) - bitLength(mantissa));
    const rounded = roundBall(x, base, precision, mode);
    if (rounded.kind === 'rounded') return rounded;
  }
  throw tooLarge();
};
