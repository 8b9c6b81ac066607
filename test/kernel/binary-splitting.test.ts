import fc from 'fast-check';
import { afterEach, expect, test } from 'vitest';
import { quotient, roundedSeries, split, type Term, trim } from '../../src/kernel/binary-splitting.ts';
import * as ball from '../../src/number/ball.ts';
import { setCheckpoint } from '../../src/number/checkpoint.ts';
import * as extent from '../../src/number/extent.ts';
import { bitLength } from '../../src/number/integer.ts';
import * as rat from '../../src/number/rational.ts';
import { integers } from '../support/arbitraries.ts';

afterEach(() => setCheckpoint(() => {}));

test('a split visits the terms in order, and only the rightmost blocks are last', () => {
  fc.assert(
    fc.property(
      fc.nat({ max: 50 }),
      fc.integer({ min: 1, max: 300 }),
      fc.integer({ min: 1, max: 9 }),
      (from, n, chunk) => {
        const range = (start: number, end: number): number[] =>
          Array.from({ length: end - start }, (_, i) => start + i);
        const terms = split(
          from,
          from + n,
          chunk,
          (start, end) => {
            expect(end - start).toBeLessThanOrEqual(chunk);
            return range(start, end);
          },
          (left, right, last) => {
            expect(last).toBe(right.at(-1) === from + n - 1);
            return [...left, ...right];
          },
        );
        expect(terms).toEqual(range(from, from + n));
      },
    ),
  );
});

test('every merge passes a checkpoint', () => {
  let passed = 0;
  setCheckpoint(() => {
    passed += 1;
  });
  split(
    0,
    64,
    1,
    () => 0,
    () => 0,
  );
  expect(passed).toBe(63);
});

test('a quotient encloses the fraction within 1.0625 ulps', () => {
  const divisors = fc.oneof(integers(2000), integers(60)).filter((den) => den !== 0n);
  fc.assert(
    fc.property(fc.oneof(integers(2000), integers(60)), divisors, fc.nat({ max: 300 }), (num, den, wp) => {
      const height = Math.max(0, bitLength(num) - bitLength(den) + 1);
      const { value, error } = quotient(num, den, wp, height);
      expect(error).toBe(1.0625);
      // |num / den − value / 2^wp| ≤ 17/16 · 2^-wp, multiplied by 16 · 2^wp · |den|.
      const defect = 16n * ((num << BigInt(wp)) - value * den);
      const size = den < 0n ? -den : den;
      expect((defect < 0n ? -defect : defect) <= 17n * size).toBe(true);
    }),
    { numRuns: 1000 },
  );
});

/** Any terms at all: the sum is checked against rational arithmetic. */
const term = (seed: number): ((k: number) => Term) => {
  const small = (k: number, salt: number): bigint => BigInt(((k + 1) * (seed + salt) * 7919) % 2003);
  return (k) => ({ p: small(k, 1) - 1000n, q: small(k, 2) + 1n, a: small(k, 3) - 500n });
};

const anySeries = roundedSeries('any terms', term);

test('a rounded sum encloses the sum, and is sharp', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 150 }),
      fc.nat({ max: 10_000 }),
      fc.integer({ min: 40, max: 2000 }),
      (terms, seed, width) => {
        const at = term(seed);
        let sum = rat.ZERO;
        let product = rat.ONE;
        for (let k = 0; k < terms; k++) {
          const { p, q, a } = at(k);
          product = rat.mul(product, rat.rational(p, q));
          sum = rat.add(sum, rat.mul(product, { num: a, den: 1n }));
        }
        const { q, t } = anySeries(terms, width, seed);
        const difference = ball.sub(ball.mul(t, ball.exact(sum.den)), ball.mul(q, ball.exact(sum.num)));
        expect(extent.contains(difference, { mid: 0n, exp: 0 })).toBe(true);
        // 16 blocks, and a ball's own arithmetic: some ten bits are lost.
        expect(ball.accuracy(q)).toBeGreaterThan(width - ball.upperExponent(q) - 12);
      },
    ),
  );
});

test('trimming after a long run of exact products keeps the width', () => {
  let x = ball.exact(3n);
  for (let i = 0; i < 12; i++) x = ball.mul(x, x);
  expect(bitLength(trim(x, 100).mid)).toBeGreaterThanOrEqual(99);
  expect(extent.contains(trim(x, 100), { mid: 3n ** 4096n, exp: 0 })).toBe(true);
});
