import { Decimal } from 'decimal.js';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { bounds, errorBound } from '../../src/digits/bounds.ts';
import { render, renderExact } from '../../src/digits/render.ts';
import * as ball from '../../src/number/ball.ts';
import * as extent from '../../src/number/extent.ts';
import * as mag from '../../src/number/magnitude.ts';
import * as q from '../../src/number/rational.ts';
import { type Rational, rational } from '../../src/number/rational.ts';
import type { Precision } from '../../src/outcome.ts';
import { ballsWithPoints, rationals } from '../support/arbitraries.ts';
import { digits, format, MODES, places, point, read } from './reading.ts';

const abs = (x: Rational): Rational => (x.num < 0n ? q.neg(x) : x);
const isWithin = ({ lo, hi }: { lo: string; hi: string }, x: Rational): boolean =>
  q.compare(read(lo), x) <= 0 && q.compare(x, read(hi)) <= 0;

describe('bounds', () => {
  test('hold every point of a ball', () => {
    fc.assert(
      fc.property(ballsWithPoints, fc.integer({ min: 1, max: 40 }), ({ ball: b, points }, count) => {
        const ends = bounds(b, count);
        for (const x of points) expect(isWithin(ends, point(x)), JSON.stringify(ends)).toBe(true);
      }),
      { numRuns: 1000 },
    );
  });

  test('hold a fraction, and are equal where it is written in full', () => {
    fc.assert(
      fc.property(rationals(100), fc.integer({ min: 1, max: 40 }), (x, count) => {
        const ends = bounds(x, count);
        expect(isWithin(ends, x)).toBe(true);
        expect(ends.lo === ends.hi).toBe(q.equal(read(ends.lo), x));
      }),
    );
  });

  test('are as close as the ball, or closer than the digits need', () => {
    const third = ball.widen(q.enclose(rational(1n, 3n), 200), mag.powerOf2(-190));
    expect(bounds(third, 5)).toEqual({ lo: '0.33333333', hi: '0.33333334' });
    const { lo, hi } = bounds(third, 1000);
    expect(q.compare(q.sub(read(hi), read(lo)), rational(8n, 1n << 190n))).toBe(-1);
    expect(bounds(ball.neg(third), 5)).toEqual({ lo: '-0.33333334', hi: '-0.33333333' });
    expect(bounds(ball.WHOLE, 5)).toEqual({ lo: '-Infinity', hi: 'Infinity' });
  });

  test('carry over the last digits', () => {
    const nines = q.sub(rational(10n), rational(1n, 10n ** 45n));
    const b = ball.widen(q.enclose(nines, 200), mag.powerOf2(-140));
    const ends = bounds(b, 60);
    expect(isWithin(ends, point(extent.low(b))) && isWithin(ends, point(extent.high(b)))).toBe(true);
    expect(ends.lo.startsWith('9.999') && ends.hi.startsWith('10.000')).toBe(true);
  });

  test('cost nothing for huge exponents', () => {
    const { lo, hi } = bounds(ball.exact(3n, 1e9), 5);
    expect([lo, hi]).toEqual(['1.3838928e+301029996', '1.3838929e+301029996']);
  });
});

const precisions: fc.Arbitrary<Precision> = fc.oneof(
  fc.integer({ min: 1, max: 30 }).map(digits),
  fc.nat(12).map(places),
  fc.nat(60).map((count): Precision => ({ kind: 'bits', count })),
);

describe('the error bound', () => {
  test('bounds the error, and is no power of ten too great', () => {
    fc.assert(
      fc.property(
        rationals(80),
        precisions,
        fc.constantFrom(...MODES),
        fc.integer({ min: 2, max: 36 }),
        fc.constantFrom('decimal' as const, 'sci' as const),
        (x, precision, round, base, form) => {
          const asked = format(precision, { round, base, form });
          const written = renderExact(x, asked);
          const bound = read(errorBound(x, asked, written));
          const error = abs(q.sub(read(written.text, base), x));
          expect(q.compare(error, bound)).not.toBe(1);
          if (written.rounding === 'exact') expect(bound).toEqual(q.ZERO);
        },
      ),
      { numRuns: 500 },
    );
  });

  test('is half a unit in decimal, or a unit where the mode has a direction', () => {
    const root = ball.widen(q.enclose(rational(10n, 7n), 300), mag.powerOf2(-290));
    const bound = (precision: Precision, more = {}, rounding = 'nearest'): string =>
      errorBound(root, format(precision, more), { text: '', rounding });
    expect(bound(digits(50))).toBe('5e-50');
    expect(bound(digits(50), { round: 'up' }, 'up')).toBe('1e-49');
    expect(bound(digits(50), {}, 'faithful')).toBe('6e-50');
    expect(bound(places(3))).toBe('5e-4');
    expect(bound(digits(3), { form: 'interval' })).toBe('2e-2');
    expect(bound(digits(3), { form: 'hexfloat' })).toBe('2e-16');
    expect(bound(digits(10), { base: 7 })).toBe(
      new Decimal(7).pow(-9).div(2).toSignificantDigits(1, Decimal.ROUND_UP).toExponential(),
    );
  });

  test('of a continued fraction bounds the error of its last convergent', () => {
    const b = ball.widen(q.enclose(rational(3_141_592_653_589_793n, 10n ** 15n), 300), mag.powerOf2(-290));
    const asked = format(digits(4), { form: 'cf' });
    const rendered = render(b, asked);
    expect(rendered).toMatchObject({ text: '[3; 7, 15, 1, …]' });
    if (rendered.kind !== 'text') return;
    const error = abs(q.sub(rational(355n, 113n), point(b)));
    const bound = read(errorBound(b, asked, rendered));
    expect(q.compare(error, bound)).toBe(-1);
    expect(q.compare(bound, rational(1n, 10_000n))).toBe(-1);
  });
});
