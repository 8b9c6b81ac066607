import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  ANGLES,
  combine,
  FEW_LOGARITHMS,
  LOGARITHMS,
  logarithmsFor,
  planExponents,
} from '../../src/kernel/argument-reduction.ts';
import { gaussianExponents, primeExponents, smoothGaussian, smoothRational } from '../../src/kernel/smooth.ts';
import { bitLength } from '../../src/number/integer.ts';

/** How deep each reduces, and how many bits of that make its exponents twice as long. */
const bases = [
  { name: 'LOGARITHMS', basis: LOGARITHMS, deepest: 128, growth: 10 },
  { name: 'FEW_LOGARITHMS', basis: FEW_LOGARITHMS, deepest: 72, growth: 6 },
  { name: 'ANGLES', basis: ANGLES, deepest: 128, growth: 10 },
];

describe.each(bases)('$name', ({ name, basis, deepest, growth }) => {
  test('each relation is about a quarter of the one before', () => {
    const steps = basis.steps();
    expect(steps).toHaveLength(basis.relations.length);
    steps.forEach((step, i) => {
      const bits = -Math.log2(step) / 2;
      expect(bits, `${name} ${i}`).toBeGreaterThan(i - 1.6);
      expect(bits, `${name} ${i}`).toBeLessThan(i + 1.6);
    });
  });

  test('exponents bring an argument down to the depth asked for, and stay small', () => {
    const x = fc.bigInt(-(3n << 299n), 3n << 299n);
    fc.assert(
      fc.property(
        x,
        fc.integer({ min: 8, max: deepest }),
        fc.integer({ min: -1000, max: 1000 }),
        (offset, depth, first) => {
          const start = combine([first, ...new Array<number>(12).fill(0)], basis.constants, 300).value + offset;
          const exponents = planExponents(start, first, basis, 300, depth);
          const rest = start - combine(exponents, basis.constants, 300).value;
          const size = Math.max(...exponents.slice(1).map(Math.abs));
          return 300 - bitLength(rest) >= depth - 4 && size < 16 * 2 ** (depth / growth);
        },
      ),
    );
  });
});

test('a precision begins with few logarithms, and goes on with many', () => {
  const asked = Array.from({ length: 10 }, () => logarithmsFor(4000));
  expect(new Set(asked.slice(0, 8))).toEqual(new Set([FEW_LOGARITHMS]));
  expect(asked.at(-1)).toBe(LOGARITHMS);
  expect(logarithmsFor(7000)).toBe(FEW_LOGARITHMS);
  LOGARITHMS.constants(7000);
  expect(logarithmsFor(7000)).toBe(LOGARITHMS);
  expect(logarithmsFor(1_000_000)).toBe(LOGARITHMS);
});

describe('smooth numbers', () => {
  const exponents = fc.array(fc.integer({ min: -9, max: 9 }), { minLength: 13, maxLength: 13 });

  test('a product of primes has the exponents that it was made of', () => {
    fc.assert(
      fc.property(exponents, (wanted) => {
        const { num, den, exp } = smoothRational(wanted);
        const above = primeExponents(num) as number[];
        const below = primeExponents(den) as number[];
        expect(above.map((factor, j) => factor - (below[j] as number) + (j === 0 ? exp : 0))).toEqual(wanted);
      }),
    );
  });

  test('a product of Gaussian primes has the exponents that it was made of', () => {
    fc.assert(
      fc.property(exponents, fc.bigInt(1n, 99n), (wanted, scale) => {
        const { re, im } = smoothGaussian(wanted);
        expect(gaussianExponents({ re: re * scale, im: im * scale })?.slice(1)).toEqual(wanted.slice(1));
      }),
    );
  });

  test('another prime is found out', () => {
    expect(primeExponents(43n * 6n)).toBeUndefined();
    expect(gaussianExponents({ re: 11n, im: 4n })).toBeUndefined();
  });
});
