import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { divide, divideLong } from '../../src/number/division.ts';

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

/** The long paths, made reachable by short operands. */
const divideByNewton = (a: bigint, b: bigint): bigint => divideLong(a, b, 150, 40);

describe('divide', () => {
  test('is the floor of the quotient on every path', () => {
    fc.assert(
      fc.property(natural(6000), natural(2500), (a, b) => {
        fc.pre(b > 0n);
        expect(divideByNewton(a, b)).toBe(a / b);
      }),
      { numRuns: 500 },
    );
  });

  test('steps exactly at the multiples of the divisor', () => {
    fc.assert(
      fc.property(natural(1500), natural(1500), (q, b) => {
        fc.pre(b > 0n && q > 0n);
        expect(divideByNewton(q * b, b)).toBe(q);
        expect(divideByNewton(q * b - 1n, b)).toBe(q - 1n);
        expect(divideByNewton(q * b + b - 1n, b)).toBe(q);
      }),
      { numRuns: 500 },
    );
  });

  test('is 0 for a smaller dividend', () => {
    expect(divide(0n, 7n)).toBe(0n);
    expect(divide((1n << 900_000n) - 1n, 1n << 900_000n)).toBe(0n);
  });

  test('agrees with V8 above the crossover', () => {
    const b = 7n ** 200_000n;
    const a = 3n ** 800_000n;
    expect(divide(a, b) === a / b).toBe(true);
  });
});
