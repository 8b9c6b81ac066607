import fc from 'fast-check';
import { expect, test } from 'vitest';
import { dropBits, fromBall, outward } from '../../src/kernel/fixed.ts';
import * as ball from '../../src/number/ball.ts';
import * as extent from '../../src/number/extent.ts';
import * as mag from '../../src/number/magnitude.ts';
import { ballsWithPoints, integers } from '../support/arbitraries.ts';

test('dropping bits keeps both ends of the enclosure', () => {
  fc.assert(
    fc.property(integers(), fc.nat({ max: 2 ** 20 }), fc.nat({ max: 80 }), (value, error, drop) => {
      const dropped = dropBits({ value, error }, drop);
      const wide = ball.ball(dropped.value, drop, mag.magnitude(dropped.error, drop));
      return [value - BigInt(error), value + BigInt(error)].every((mid) => extent.contains(wide, { mid, exp: 0 }));
    }),
  );
});

test('dropping bits adds at most one ulp', () => {
  fc.assert(
    fc.property(integers(), fc.nat({ max: 2 ** 20 }), fc.nat({ max: 2000 }), (value, error, drop) => {
      expect(dropBits({ value, error }, drop).error).toBeLessThanOrEqual(error * 2 ** -drop + 1.0001);
    }),
  );
});

test('a ball in fixed point encloses the ball', () => {
  fc.assert(
    fc.property(ballsWithPoints, fc.integer({ min: -100, max: 400 }), (x, wp) => {
      const { value, error } = fromBall(x.ball, wp);
      const fixed = ball.ball(value, -wp, mag.magnitude(error / 2 ** 300, 300 - wp));
      return x.points.every((point) => extent.contains(fixed, point));
    }),
  );
});

test('outward outweighs the rounding of thirty sums', () => {
  const parts = Array.from({ length: 30 }, (_, i) => 1 / (3 + i));
  const rounded = parts.reduce((sum, part) => sum + part, 0);
  // The same sum with 60 more bits, from the exact values of the doubles.
  const exact = parts.reduce((sum, part) => sum + BigInt(part * 2 ** 100), 0n);
  expect(BigInt(outward(rounded) * 2 ** 100)).toBeGreaterThanOrEqual(exact);
});
