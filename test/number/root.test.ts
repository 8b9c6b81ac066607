import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Crossover, iroot, isqrt, rootLong } from '../../src/number/root.ts';

const natural = (bits: number): fc.Arbitrary<bigint> =>
  fc
    .tuple(
      fc.nat(bits),
      fc.bigInt({ min: 0n, max: (1n << BigInt(bits)) - 1n }),
      fc.constantFrom('any', 'ones', 'power'),
    )
    .map(([drop, x, shape]) =>
      shape === 'any' ? x >> BigInt(drop) : (1n << BigInt(drop)) - (shape === 'ones' ? 1n : 0n),
    );

const isFloorRoot = (root: bigint, n: bigint, k: number): boolean =>
  root >= 0n && root ** BigInt(k) <= n && n < (root + 1n) ** BigInt(k);

const DIRECT: Crossover = { inverseBits: Number.POSITIVE_INFINITY, baseBits: 0 };
const INVERSE: Crossover = { inverseBits: 120, baseBits: 60 };

describe.each([
  ['direct', DIRECT],
  ['inverse', INVERSE],
])('a root by the %s method', (_, crossover) => {
  test('is the floor', () => {
    fc.assert(
      fc.property(natural(5000), fc.integer({ min: 2, max: 40 }), (n, k) => {
        expect(isFloorRoot(rootLong(n, k, crossover), n, k)).toBe(true);
      }),
      { numRuns: 400 },
    );
  });

  test('steps exactly at the perfect powers', () => {
    fc.assert(
      fc.property(natural(800), fc.integer({ min: 2, max: 9 }), (r, k) => {
        fc.pre(r > 0n);
        const n = r ** BigInt(k);
        expect(rootLong(n, k, crossover)).toBe(r);
        expect(rootLong(n - 1n, k, crossover)).toBe(r - 1n);
        expect(rootLong(n + 1n, k, crossover)).toBe(r);
      }),
      { numRuns: 400 },
    );
  });

  test('is the floor for square roots of every size', () => {
    fc.assert(
      fc.property(natural(3000), (n) => {
        expect(isFloorRoot(rootLong(n, 2, crossover), n, 2)).toBe(true);
      }),
      { numRuns: 500 },
    );
  });
});

describe('isqrt and iroot', () => {
  test('are floors for the first integers', () => {
    for (let n = 0n; n < 1200n; n++) {
      expect(isFloorRoot(isqrt(n), n, 2)).toBe(true);
      for (const k of [2, 3, 5, 31]) expect(isFloorRoot(iroot(n, k), n, k)).toBe(true);
    }
  });

  test('step exactly around the doubles and 32-bit words', () => {
    for (let bits = 20n; bits < 80n; bits++) {
      for (const r of [1n << bits, (1n << bits) - 1n, (1n << bits) + 1n]) {
        expect([isqrt(r * r - 1n), isqrt(r * r), isqrt(r * r + 2n * r)]).toEqual([r - 1n, r, r]);
        expect([iroot(r ** 3n - 1n, 3), iroot(r ** 3n, 3)]).toEqual([r - 1n, r]);
      }
    }
  });

  test('are floors above their crossovers', () => {
    const n = 7n ** 150_000n + 12n;
    expect(isFloorRoot(isqrt(n), n, 2)).toBe(true);
    const r = 5n ** 90_000n;
    expect(isqrt(r * r) === r).toBe(true);
    expect(isqrt(r * r - 1n) === r - 1n).toBe(true);
    expect(isFloorRoot(iroot(n, 3), n, 3)).toBe(true);
    expect(isFloorRoot(iroot(n, 5), n, 5)).toBe(true);
  });

  test('are 1 below 2^k', () => {
    expect(iroot((1n << 5000n) - 1n, 5000)).toBe(1n);
    expect(iroot(1n << 5000n, 5000)).toBe(2n);
    expect(iroot(3n, 2 ** 40)).toBe(1n);
  });
});
