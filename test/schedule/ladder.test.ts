import fc from 'fast-check';
import { expect, it } from 'vitest';
import { nextRung } from '../../src/schedule/ladder.ts';

const reached = fc.oneof(fc.constant(Number.NEGATIVE_INFINITY), fc.double({ min: -1e6, max: 1e9, noNaN: true }));

it('doubles from 32 on: the lowest such rung that is not reached', () => {
  fc.assert(
    fc.property(reached, (bits) => {
      const rung = nextRung(bits, 'doubling');
      expect(Math.log2(rung / 32) % 1).toBe(0);
      expect(rung).toBeGreaterThan(bits);
      expect(rung === 32 || rung / 2 <= bits).toBe(true);
    }),
  );
});

it('adds one bit for a bisection', () => {
  fc.assert(
    fc.property(reached, (bits) => {
      const rung = nextRung(bits, 'bit');
      expect(Number.isInteger(rung)).toBe(true);
      expect(rung).toBeGreaterThan(bits);
      expect(rung === 1 || rung - 1 <= bits).toBe(true);
    }),
  );
});
