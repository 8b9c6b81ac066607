import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Ball } from '../../src/number/ball.ts';
import * as ball from '../../src/number/ball.ts';
import * as extent from '../../src/number/extent.ts';
import { bitLength } from '../../src/number/integer.ts';
import * as mag from '../../src/number/magnitude.ts';
import * as rat from '../../src/number/rational.ts';
import { sum } from '../../src/number/sum.ts';
import { ballsWithPoints } from '../support/arbitraries.ts';

const total = (values: readonly rat.Rational[]): rat.Rational => values.reduce(rat.add, rat.ZERO);
const low = (x: Ball): rat.Rational => rat.fromDyadic(extent.low(x));
const high = (x: Ball): rat.Rational => rat.fromDyadic(extent.high(x));
const radius = ({ rad }: Ball): rat.Rational => rat.fromDyadic({ mid: BigInt(rad.man), exp: rad.exp });

const terms = fc.array(
  fc.oneof(
    ballsWithPoints.map(({ ball: x }) => x),
    fc.constantFrom(ball.ZERO, ball.ball(0n, 0, mag.powerOf2(-70))),
    // Too far from the others to be added to them exactly.
    fc.constantFrom(ball.exact(1n, 40_000), ball.ball(-5n, -40_000, mag.powerOf2(-40_001))),
  ),
  { minLength: 1, maxLength: 40 },
);

describe('the sum of balls', () => {
  it('holds the sums of all low and of all high ends', () => {
    fc.assert(
      fc.property(terms, fc.integer({ min: -150, max: 300 }), (all, p) => {
        const enclosure = sum(all, p);
        expect(rat.compare(low(enclosure), total(all.map(low)))).toBeLessThanOrEqual(0);
        expect(rat.compare(high(enclosure), total(all.map(high)))).toBeGreaterThanOrEqual(0);
        expect(bitLength(enclosure.mid)).toBeLessThanOrEqual(enclosure.bits);
      }),
      { numRuns: 400 },
    );
  });

  it('adds to the radii of its terms no more than a unit for each', () => {
    fc.assert(
      fc.property(terms, fc.integer({ min: -150, max: 300 }), (all, p) => {
        const units = rat.mul(rat.fromDyadic({ mid: 1n, exp: -p }), rat.rational(BigInt(all.length)));
        const most = rat.add(total(all.map(radius)), units);
        // Magnitudes are rounded up, and bits below 2^-21 of a radius go, at each addition.
        const rounded = rat.mul(most, rat.rational(2n ** 20n + BigInt(all.length), 2n ** 20n));
        expect(rat.compare(radius(sum(all, p)), rounded)).toBeLessThanOrEqual(0);
      }),
      { numRuns: 400 },
    );
  });

  it('keeps no bits below those asked for', () => {
    fc.assert(
      fc.property(terms, fc.integer({ min: -150, max: 300 }), (all, p) => {
        const { mid, exp } = sum(all, p);
        if (all.length > 1 && mid !== 0n) expect(exp).toBeGreaterThanOrEqual(-p);
      }),
      { numRuns: 400 },
    );
  });

  it('is exact where nothing is to be rounded', () => {
    expect(sum([ball.exact(3n, -2), ball.exact(-5n), ball.exact(1n, 7)], 10)).toEqual(ball.exact(495n, -2));
    expect(sum([ball.exact(3n, -2), ball.ZERO, ball.exact(-3n, -2)], 0)).toEqual(ball.ZERO);
  });

  it('has no end where a term has none', () => {
    expect(ball.isUnbounded(sum([ball.ONE, ball.WHOLE, ball.ONE], 10))).toBe(true);
    expect(ball.sign(sum([ball.ONE, ball.beyond(-1, 300), ball.ONE], 10))).toBe(-1);
  });
});
