import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { withCheckpoint } from '../../src/number/checkpoint.ts';
import { multiply, multiplyPieces, power, powerOfPieces } from '../../src/number/long-integer.ts';
import { integers } from '../support/arbitraries.ts';

const pieces = fc.integer({ min: 3, max: 400 });

const checkpointsOf = (compute: () => unknown): number => {
  let count = 0;
  withCheckpoint(() => {
    count += 1;
  }, compute);
  return count;
};

describe('long integers', () => {
  it('multiplies as V8 does, whatever the length of pieces', () => {
    fc.assert(
      fc.property(integers(2000), integers(2000), pieces, (x, y, bits) => {
        expect(multiplyPieces(x, y, bits)).toBe(x * y);
      }),
      { numRuns: 500 },
    );
  });

  it('raises to a power as V8 does, whatever the length of pieces', () => {
    fc.assert(
      fc.property(integers(100), fc.nat({ max: 60 }), pieces, (x, n, bits) => {
        expect(powerOfPieces(x, n, bits)).toBe(x ** BigInt(n));
      }),
      { numRuns: 500 },
    );
  });

  it('looks whether it must stop only where a product takes long', () => {
    const [short, long] = [2 ** 20, 2 ** 24].map((bits) => (1n << BigInt(bits)) - 1n) as [bigint, bigint];
    expect(checkpointsOf(() => multiply(short, short))).toBe(0);
    expect(checkpointsOf(() => multiply(long, long))).toBeGreaterThanOrEqual(2);
    expect(checkpointsOf(() => power(7n, 100_000))).toBe(0);
    expect(checkpointsOf(() => power(7n, 4_000_000))).toBeGreaterThan(0);
  });
});
