import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Ball, Dyadic } from '../../src/number/ball.ts';
import * as ball from '../../src/number/ball.ts';
import { bitLength } from '../../src/number/integer.ts';
import * as mag from '../../src/number/magnitude.ts';
import * as rat from '../../src/number/rational.ts';
import { ballsWithPoints, dyadics } from '../support/arbitraries.ts';

const precisions = fc.oneof(fc.integer({ min: -150, max: 300 }), fc.constant(Number.POSITIVE_INFINITY));
const exactly = (x: Dyadic): rat.Rational => rat.fromDyadic(x);

/** Whether the ball holds the rational, by exact arithmetic on its ends. */
const holds = (x: Ball, value: rat.Rational): boolean =>
  ball.isWhole(x) || (rat.compare(exactly(ball.low(x)), value) <= 0 && rat.compare(value, exactly(ball.high(x))) <= 0);

const pairs = fc.tuple(ballsWithPoints, ballsWithPoints, precisions);

const holdsAll = (
  name: string,
  enclose: (x: Ball, y: Ball, p: number) => Ball,
  exact: (x: rat.Rational, y: rat.Rational) => rat.Rational | undefined,
): void =>
  it(`${name} encloses the exact result at every point of its operands`, () => {
    fc.assert(
      fc.property(pairs, ([x, y, p]) => {
        const result = enclose(x.ball, y.ball, p);
        expect(bitLength(result.mid)).toBeLessThanOrEqual(result.bits);
        for (const a of x.points) {
          for (const b of y.points) {
            const value = exact(exactly(a), exactly(b));
            if (value !== undefined) expect(holds(result, value)).toBe(true);
          }
        }
      }),
      { numRuns: 400 },
    );
  });

const finite = (p: number): number => (Number.isFinite(p) ? p : 200);

describe('ball operations', () => {
  holdsAll('add', ball.add, rat.add);
  holdsAll('sub', ball.sub, rat.sub);
  holdsAll('mul', ball.mul, rat.mul);
  holdsAll(
    'div',
    (x, y, p) => ball.div(x, y, finite(p)),
    (x, y) => (y.num === 0n ? undefined : rat.div(x, y)),
  );
  holdsAll('min', ball.min, (x, y) => (rat.compare(x, y) < 0 ? x : y));
  holdsAll('max', ball.max, (x, y) => (rat.compare(x, y) > 0 ? x : y));
  holdsAll('abs', ball.abs, (x) => (x.num < 0n ? rat.neg(x) : x));
  holdsAll('neg', ball.neg, rat.neg);
  holdsAll(
    'round',
    (x, _, p) => ball.round(x, p),
    (x) => x,
  );
  holdsAll(
    'trim',
    (x) => ball.trim(x, 20),
    (x) => x,
  );
  holdsAll(
    'power 5',
    (x, _, p) => ball.round(ball.power(x, 5, 64), p),
    (x) => rat.power(x, 5),
  );
  holdsAll(
    'power 12',
    (x) => ball.power(x, 12, 40),
    (x) => rat.power(x, 12),
  );

  it('adds at most one unit of the grid when it rounds', () => {
    fc.assert(
      fc.property(dyadics, fc.integer({ min: -150, max: 300 }), (x, p) => {
        const rounded = ball.round(ball.exact(x.mid, x.exp), p);
        expect(rounded.rad.man === 0 || !mag.less(mag.powerOf2(-p), rounded.rad)).toBe(true);
      }),
    );
  });

  it('divides exact operands to within one unit', () => {
    fc.assert(
      fc.property(dyadics, dyadics, fc.integer({ min: -100, max: 300 }), (x, y, p) => {
        fc.pre(y.mid !== 0n);
        const quotient = ball.div(ball.exact(x.mid, x.exp), ball.exact(y.mid, y.exp), p);
        expect(ball.accuracy(quotient)).toBeGreaterThanOrEqual(p);
        expect(holds(quotient, rat.div(exactly(x), exactly(y)))).toBe(true);
      }),
    );
  });

  it('keeps the significant bits of a sum that cancelled', () => {
    const a = ball.exact((1n << 2000n) + 12345n);
    const b = ball.exact(1n << 2000n);
    const trimmed = ball.trim(ball.sub(a, ball.add(b, ball.exact(0n))), 14);
    expect(ball.contains(trimmed, ball.exact(12345n))).toBe(true);
    expect(ball.upperExponent(trimmed)).toBeLessThan(15);
    expect(ball.lowerExponent(trimmed)).toBeGreaterThan(11);
  });

  it('gives the whole line for a divisor that may be 0', () => {
    expect(ball.isWhole(ball.div(ball.ONE, ball.ball(1n, 0, mag.powerOf2(0)), 10))).toBe(true);
  });

  it('bounds the absolute value from both sides', () => {
    fc.assert(
      fc.property(ballsWithPoints, ({ ball: x, points }) => {
        const toRational = (m: mag.Magnitude): rat.Rational => exactly({ mid: BigInt(m.man), exp: m.exp });
        for (const point of points) {
          const size = exactly({ mid: point.mid < 0n ? -point.mid : point.mid, exp: point.exp });
          expect(rat.compare(size, toRational(ball.upper(x)))).toBeLessThanOrEqual(0);
          expect(rat.compare(toRational(ball.lower(x)), size)).toBeLessThanOrEqual(0);
        }
      }),
    );
  });

  it('knows a sign only where all points share it', () => {
    fc.assert(
      fc.property(ballsWithPoints, ({ ball: x, points }) => {
        const sign = ball.sign(x);
        if (sign !== undefined)
          for (const point of points) expect(Math.sign(Number(point.mid > 0n) - Number(point.mid < 0n))).toBe(sign);
      }),
    );
  });

  it('compares numbers of any size', () => {
    fc.assert(
      fc.property(dyadics, dyadics, (x, y) => {
        expect(Math.sign(ball.compare(x, y))).toBe(rat.compare(exactly(x), exactly(y)));
      }),
    );
    expect(ball.compare({ mid: 1n, exp: 2 ** 40 }, { mid: 3n, exp: -(2 ** 40) })).toBeGreaterThan(0);
  });

  it('keeps the narrower of two enclosures and refuses two that have nothing in common', () => {
    const wide = ball.ball(8n, 0, mag.powerOf2(1));
    const narrow = ball.ball(9n, 0, mag.powerOf2(-3));
    expect(ball.tighten(wide, narrow)).toBe(narrow);
    expect(ball.tighten(narrow, wide)).toBe(narrow);
    expect(() => ball.tighten(narrow, ball.exact(20n))).toThrow('do not overlap');
  });
});
