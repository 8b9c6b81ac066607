import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as ball from '../../src/number/ball.ts';
import * as extent from '../../src/number/extent.ts';
import * as mag from '../../src/number/magnitude.ts';
import * as rat from '../../src/number/rational.ts';
import { ballsWithPoints, dyadics } from '../support/arbitraries.ts';

describe('the extent of a ball', () => {
  it('lies between its ends, and holds its points', () => {
    fc.assert(
      fc.property(ballsWithPoints, ({ ball: x, points }) => {
        for (const point of points) {
          expect(extent.contains(x, point)).toBe(true);
          if (ball.isUnbounded(x)) continue;
          expect(extent.compare(extent.low(x), point)).toBeLessThanOrEqual(0);
          expect(extent.compare(point, extent.high(x))).toBeLessThanOrEqual(0);
        }
      }),
    );
  });

  it('is all of what lies between two numbers, in their hull', () => {
    fc.assert(
      fc.property(dyadics, dyadics, (x, y) => {
        const [lo, hi] = extent.compare(x, y) <= 0 ? [x, y] : [y, x];
        const hull = extent.hull(lo, hi);
        for (const end of [lo, hi]) expect(extent.contains(hull, end)).toBe(true);
        if (extent.compare(lo, hi) < 0) expect(() => extent.hull(hi, lo)).toThrow('the wrong way round');
      }),
    );
  });

  it('compares numbers of any size', () => {
    fc.assert(
      fc.property(dyadics, dyadics, (x, y) => {
        expect(Math.sign(extent.compare(x, y))).toBe(rat.compare(rat.fromDyadic(x), rat.fromDyadic(y)));
      }),
    );
    expect(extent.compare({ mid: 1n, exp: 2 ** 40 }, { mid: 3n, exp: -(2 ** 40) })).toBeGreaterThan(0);
  });

  it('keeps the narrower of two enclosures and refuses two that have nothing in common', () => {
    const wide = ball.ball(8n, 0, mag.powerOf2(1));
    const narrow = ball.ball(9n, 0, mag.powerOf2(-3));
    expect(extent.tighten(wide, narrow)).toBe(narrow);
    expect(extent.tighten(narrow, wide)).toBe(narrow);
    expect(() => extent.tighten(narrow, ball.exact(20n))).toThrow('do not overlap');
  });

  it('keeps of half lines the one that says more, and never gives up a bounded ball', () => {
    const [near, far] = [ball.beyond(1, 5), ball.beyond(1, 9)];
    expect(extent.tighten(ball.WHOLE, near)).toBe(near);
    expect(extent.tighten(near, far)).toBe(far);
    expect(extent.tighten(far, near)).toBe(far);
    const bounded = ball.ball(1n, 1000, mag.powerOf2(900));
    expect(extent.tighten(bounded, ball.WHOLE)).toBe(bounded);
    expect(extent.tighten(ball.WHOLE, bounded)).toBe(bounded);
  });
});
