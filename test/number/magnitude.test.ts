import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as mag from '../../src/number/magnitude.ts';
import * as rat from '../../src/number/rational.ts';

const magnitudes = fc
  .tuple(fc.nat({ max: 2 ** 31 - 1 }), fc.integer({ min: -200, max: 200 }))
  .map(([man, exp]) => mag.magnitude(man, exp));
const value = (m: mag.Magnitude): rat.Rational => rat.fromDyadic({ mid: BigInt(m.man), exp: m.exp });

/** The result is at least the exact one, and at most 2^-26 of it above. */
const roundsUp = (result: mag.Magnitude, exact: rat.Rational): void => {
  expect(rat.compare(exact, value(result))).toBeLessThanOrEqual(0);
  const excess = rat.sub(value(result), exact);
  expect(rat.compare(rat.mul(excess, rat.rational(2n ** 26n)), exact)).toBeLessThanOrEqual(0);
};

describe('magnitude', () => {
  it('adds, multiplies and divides upwards, and not far', () => {
    fc.assert(
      fc.property(magnitudes, magnitudes, (a, b) => {
        roundsUp(mag.add(a, b), rat.add(value(a), value(b)));
        roundsUp(mag.mul(a, b), rat.mul(value(a), value(b)));
        if (b.man !== 0) roundsUp(mag.div(a, b), rat.div(value(a), value(b)));
      }),
      { numRuns: 1000 },
    );
  });

  it('is made at or above the number that it stands for', () => {
    fc.assert(
      fc.property(fc.nat({ max: Number.MAX_SAFE_INTEGER }), fc.integer({ min: -100, max: 100 }), (man, exp) => {
        roundsUp(mag.magnitude(man, exp), rat.fromDyadic({ mid: BigInt(man), exp }));
      }),
    );
  });

  it('takes fractions of any size', () => {
    const fractions = fc.double({ min: Number.MIN_VALUE, max: 2 ** 60, noNaN: true });
    fc.assert(
      fc.property(fractions, (man) => {
        const m = mag.magnitude(man, 0);
        expect(m.man >= 2 ** 29 && m.man <= 2 ** 30 && Number.isInteger(m.man)).toBe(true);
        // Both sides are exact after scaling by 2^1074 at most, in parts that do not overflow.
        const scaled = man * 2 ** 537 * 2 ** (-m.exp - 537);
        expect(scaled).toBeLessThanOrEqual(m.man);
        expect(scaled).toBeGreaterThan(m.man - 1);
      }),
    );
  });

  it('keeps its mantissa in range', () => {
    fc.assert(
      fc.property(magnitudes, magnitudes, (a, b) => {
        for (const { man } of [a, b, mag.add(a, b), mag.mul(a, b)]) {
          expect(man === 0 || (man >= 2 ** 29 && man <= 2 ** 30 && Number.isInteger(man))).toBe(true);
        }
      }),
    );
  });

  it('orders as the numbers do', () => {
    fc.assert(
      fc.property(magnitudes, magnitudes, (a, b) => {
        expect(mag.less(a, b)).toBe(rat.compare(value(a), value(b)) < 0);
      }),
    );
  });

  it('has an exponent that bounds it', () => {
    fc.assert(
      fc.property(magnitudes, (a) => {
        fc.pre(a.man !== 0);
        const exponent = mag.exponent(a);
        expect(rat.compare(value(a), value(mag.powerOf2(exponent)))).toBeLessThanOrEqual(0);
        expect(rat.compare(value(mag.powerOf2(exponent - 1)), value(a))).toBeLessThan(0);
      }),
    );
  });
});
