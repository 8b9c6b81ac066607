import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { convergent, termsOfBall, termsOfRational, writeTerms } from '../../src/digits/continued-fraction.ts';
import * as ball from '../../src/number/ball.ts';
import * as extent from '../../src/number/extent.ts';
import * as mag from '../../src/number/magnitude.ts';
import * as q from '../../src/number/rational.ts';
import { rational } from '../../src/number/rational.ts';
import { isqrt } from '../../src/number/root.ts';
import { integers, rationals } from '../support/arbitraries.ts';
import { point } from './reading.ts';

const sqrt = (n: bigint, p: number): ball.Ball => ball.ball(isqrt(n << BigInt(2 * p)), -p, mag.powerOf2(-p));

describe('the terms of a fraction', () => {
  test('make it up again', () => {
    fc.assert(
      fc.property(rationals(200), (x) => {
        const { terms, isWhole } = termsOfRational(x, 10_000);
        expect(isWhole).toBe(true);
        expect(convergent(terms)).toEqual(x);
        expect(terms.slice(1).every((term) => term > 0n)).toBe(true);
        if (terms.length > 1) expect(terms.at(-1)).not.toBe(1n);
      }),
    );
  });

  test('are written with an ellipsis where there are more', () => {
    expect(writeTerms(termsOfRational(rational(355n, 113n), 10), 10)).toBe('[3; 7, 16]');
    expect(writeTerms(termsOfRational(rational(355n, 113n), 2), 10)).toBe('[3; 7, …]');
    expect(writeTerms(termsOfRational(rational(355n, 113n), 1), 10)).toBe('[3; …]');
    expect(writeTerms(termsOfRational(rational(-5n), 3), 10)).toBe('[-5]');
    expect(writeTerms(termsOfRational(rational(-1n, 3n), 3), 10)).toBe('[-1; 1, 2]');
  });
});

describe('the terms of a ball', () => {
  test('are those of each of its numbers', () => {
    let proved = 0;
    fc.assert(
      fc.property(
        integers(100),
        fc.nat(100),
        fc.integer({ min: 0, max: 150 }),
        fc.integer({ min: 1, max: 30 }),
        (m, e, p, count) => {
          const b = ball.ball(m, -e, mag.powerOf2(-p));
          const found = termsOfBall(b, count);
          if (found.kind === 'need') expect(found.bits).toBeGreaterThan(ball.accuracy(b));
          if (found.kind === 'straddle') {
            expect(q.compare(point(extent.low(b)), found.at)).not.toBe(1);
            expect(q.compare(found.at, point(extent.high(b)))).not.toBe(1);
          }
          if (found.kind !== 'terms') return;
          proved += 1;
          for (const end of [extent.low(b), extent.high(b), b]) {
            // An end may itself be a fraction of just these terms, the last one split: [a; b] = [a; b − 1, 1].
            const { terms } = termsOfRational(point(end), count);
            const split = [...terms.slice(0, -1), (terms.at(-1) ?? 0n) - 1n, 1n];
            expect([terms, split]).toContainEqual(found.terms);
          }
        },
      ),
      { numRuns: 1000 },
    );
    expect(proved).toBeGreaterThan(50);
  });

  test('are found with the bits that are asked for', () => {
    for (const n of [2n, 3n, 7n, 19n, 61n]) {
      let bits = 20;
      for (let round = 0; round < 6; round++) {
        const found = termsOfBall(sqrt(n, bits), 500);
        if (found.kind === 'need') bits = found.bits;
        else break;
      }
      const found = termsOfBall(sqrt(n, bits), 500);
      expect(found.kind).toBe('terms');
      expect(bits).toBeLessThan(4000);
    }
    expect(termsOfBall(sqrt(7n, 400), 9)).toMatchObject({ terms: [2n, 1n, 1n, 1n, 4n, 1n, 1n, 1n, 4n] });
    expect(termsOfBall(ball.WHOLE, 5).kind).toBe('need');
  });

  test('stop at a fraction that the ball cannot be told from', () => {
    const near = (num: bigint, den: bigint) => ball.widen(q.enclose(rational(num, den), 300), mag.powerOf2(-290));
    expect(termsOfBall(near(22n, 7n), 20)).toMatchObject({ kind: 'straddle', at: rational(22n, 7n) });
    expect(termsOfBall(near(5n, 1n), 20)).toMatchObject({ kind: 'straddle', at: rational(5n) });
    expect(termsOfBall(near(22n, 7n), 1)).toMatchObject({ kind: 'terms', terms: [3n] });
  });
});
