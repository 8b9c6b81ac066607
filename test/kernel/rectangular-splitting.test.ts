import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Coefficients, rectangularSum } from '../../src/kernel/rectangular-splitting.ts';
import { arctangent, sineAndCosine } from '../../src/kernel/taylor.ts';
import { abs } from '../../src/number/integer.ts';

/** Σ y^k / ∏ d(1 … k), with d(k) = k for a product and c(k) = 1 / (k + 1) without, over one exact denominator. */
const families: Record<string, { coefficient: (k: number) => [bigint, bigint] }> = {
  geometric: { coefficient: () => [1n, 1n] },
  factorial: {
    coefficient: (k) => [1n, Array.from({ length: k }, (_, i) => BigInt(i + 1)).reduce((a, b) => a * b, 1n)],
  },
  harmonic: { coefficient: (k) => [1n, BigInt(k + 1)] },
};

const coefficientsOf =
  (coefficient: (k: number) => [bigint, bigint]) =>
  (first: number, size: number): Coefficients => {
    const [num, den] = coefficient(first);
    const ratios = Array.from({ length: size + 1 }, (_, i): [bigint, bigint] => {
      const [a, b] = coefficient(first + i);
      return [a * den, b * num];
    });
    const denominator = ratios.reduce((product, [, b]) => product * b, 1n);
    const numerators = ratios.map(([a, b]) => (a * denominator) / b);
    return { numerators: numerators.slice(0, size), carry: numerators[size] as bigint, denominator };
  };

/** An argument below 2^(wp − 2) in size, often much below, or at the edge. */
const arguments_ = fc
  .tuple(fc.integer({ min: 32, max: 500 }), fc.double({ min: 0, max: 1, noNaN: true }), fc.bigInt(0n, 1n << 500n))
  .chain(([wp, share, bits]) => {
    const length = Math.floor((wp - 2) * share);
    const some = bits % (1n << BigInt(length));
    const edge = (1n << BigInt(wp - 2)) - 1n;
    return fc.constantFrom(some, -some, edge, -edge).map((y) => ({ y, wp }));
  });

describe('rectangularSum', () => {
  test.each(Object.keys(families))('%s: keeps its bound against the exact sum', (name) => {
    const { coefficient } = families[name] as { coefficient: (k: number) => [bigint, bigint] };
    fc.assert(
      fc.property(arguments_, fc.integer({ min: 1, max: 90 }), ({ y, wp }, terms) => {
        const { value, error } = rectangularSum(y, wp, terms, coefficientsOf(coefficient));
        // Compare value · 2^-wp with Σ c(k) y^k 2^(−wp k), all over the common denominator den · 2^(wp · (terms − 1)).
        let num = 0n;
        let den = 1n;
        for (let k = terms - 1; k >= 0; k--) {
          const [a, b] = coefficient(k);
          // (num / den) · y + a / b, with den counting one more power of 2^wp for each step.
          num = num * y * b + ((a * den) << BigInt(wp));
          den = (den * b) << BigInt(wp);
        }
        return abs(value * den - (num << BigInt(wp))) <= BigInt(Math.ceil(error)) * den;
      }),
    );
  });
});

describe('series in t', () => {
  test('two precisions agree within their errors, for t at the edge and near 0', () => {
    const t = fc
      .tuple(fc.integer({ min: 1, max: 300 }), fc.bigInt(1n, 1n << 64n))
      .map(([zeros, bits]) => ({ numerator: (1n << 64n) - (bits >> 1n) - 1n, zeros }));
    fc.assert(
      fc.property(
        t,
        fc.integer({ min: 400, max: 900 }),
        fc.constantFrom(1 as const, -1 as const),
        (x, wp, signature) => {
          const at = (precision: number): bigint => x.numerator << BigInt(precision - 64 - x.zeros);
          const evaluate = (precision: number) => [
            ...sineAndCosine(at(precision), signature, precision),
            arctangent(at(precision), signature, precision),
          ];
          const exact = evaluate(wp + 200);
          return evaluate(wp).every(({ value, error }, i) => {
            const wide = exact[i] as { value: bigint; error: number };
            return abs((value << 200n) - wide.value) <= (BigInt(Math.ceil(error * 2 ** 20)) << 180n) + (1n << 150n);
          });
        },
      ),
    );
  });

  test('an argument that is too large is refused', () => {
    expect(() => sineAndCosine(1n << 99n, 1, 100)).toThrow('|t| < 1/2');
    expect(() => arctangent(-(1n << 99n), -1, 100)).toThrow('|t| < 1/2');
  });
});
