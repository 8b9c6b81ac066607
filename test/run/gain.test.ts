import fc from 'fast-check';
import { expect, it } from 'vitest';
import { gainsOf } from '../../src/run/gain.ts';

const bits = fc.integer({ min: 0, max: 20 });

it('is what the error of the root loses, where that can be computed as it is defined', () => {
  fc.assert(
    fc.property(fc.array(bits, { minLength: 1, maxLength: 8 }), (short) => {
      const error = short.reduce((sum, m) => sum + 2 ** m, 0);
      for (const [i, gain] of gainsOf(short).entries()) {
        const gained = Math.log2(error) - Math.log2(error - 2 ** (short[i] as number) + 1);
        expect(2 ** gain).toBeCloseTo(gained, 6);
      }
    }),
  );
});

it('is nearly all for the one that is furthest behind, and still tells the others apart however far they are', () => {
  const [first, second, third, met] = gainsOf([5000, 3000, 1000, 0]) as [number, number, number, number];
  // A double cannot count more bits than this, and need not.
  expect(2 ** first).toBeGreaterThan(1000);
  expect(second - third).toBeCloseTo(2000, 6);
  expect(second).toBeLessThan(-1900);
  expect(met).toBe(Number.NEGATIVE_INFINITY);
});

it('counts who knows nothing yet, or has more than is demanded', () => {
  const [unknown, ahead, behind] = gainsOf([Number.POSITIVE_INFINITY, -40, 90]) as [number, number, number];
  expect(unknown).toBeGreaterThan(0);
  expect(ahead).toBe(Number.NEGATIVE_INFINITY);
  expect(behind).toBeLessThan(unknown);
  expect(behind).toBeGreaterThan(Number.NEGATIVE_INFINITY);
});
