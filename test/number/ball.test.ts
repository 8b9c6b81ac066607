import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Ball, Dyadic } from '../../src/number/ball.ts';
import * as ball from '../../src/number/ball.ts';
import * as extent from '../../src/number/extent.ts';
import { bitLength } from '../../src/number/integer.ts';
import * as mag from '../../src/number/magnitude.ts';
import * as rat from '../../src/number/rational.ts';
import { ballsWithPoints, dyadics } from '../support/arbitraries.ts';

const precisions = fc.oneof(fc.integer({ min: -150, max: 300 }), fc.constant(Number.POSITIVE_INFINITY));
const exactly = (x: Dyadic): rat.Rational => rat.fromDyadic(x);

/** Whether the ball holds the rational, by exact arithmetic on its ends. */
const holds = (x: Ball, value: rat.Rational): boolean =>
  ball.isUnbounded(x) ||
  (rat.compare(exactly(extent.low(x)), value) <= 0 && rat.compare(value, exactly(extent.high(x))) <= 0);

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
  holdsAll('min', extent.min, (x, y) => (rat.compare(x, y) < 0 ? x : y));
  holdsAll('max', extent.max, (x, y) => (rat.compare(x, y) > 0 ? x : y));
  holdsAll('abs', extent.abs, (x) => (x.num < 0n ? rat.neg(x) : x));
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

  it('knows the length of a long power to a bit', () => {
    for (const base of [-7n, 3n, 4n]) {
      const { mid, bits } = ball.power(ball.exact(base), 12_345);
      expect(bits - bitLength(mid)).toBeGreaterThanOrEqual(0);
      expect(bits - bitLength(mid)).toBeLessThanOrEqual(1);
    }
  });

  it('keeps the significant bits of a sum that cancelled', () => {
    const a = ball.exact((1n << 2000n) + 12345n);
    const b = ball.exact(1n << 2000n);
    const trimmed = ball.trim(ball.sub(a, ball.add(b, ball.exact(0n))), 14);
    expect(extent.contains(trimmed, ball.exact(12345n))).toBe(true);
    expect(ball.upperExponent(trimmed)).toBeLessThan(15);
    expect(ball.lowerExponent(trimmed)).toBeGreaterThan(11);
  });

  it('gives the whole line for a divisor that may be 0', () => {
    expect(ball.isUnbounded(ball.div(ball.ONE, ball.ball(1n, 0, mag.powerOf2(0)), 10))).toBe(true);
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
});

describe('half lines', () => {
  /** A half line with points of it, the nearest one included; or an ordinary ball. */
  const halfLines = fc
    .tuple(fc.constantFrom(-1 as const, 1 as const), fc.integer({ min: -100, max: 100 }), fc.nat({ max: 300 }))
    .map(([side, exp, more]) => ({
      ball: ball.beyond(side, exp),
      points: [
        { mid: BigInt(side), exp },
        { mid: BigInt(side) * ((1n << BigInt(more)) + 1n), exp },
      ] as readonly Dyadic[],
    }));
  const operands = fc.oneof(
    fc.tuple(halfLines, halfLines),
    fc.tuple(halfLines, ballsWithPoints),
    fc.tuple(ballsWithPoints, halfLines),
  );

  const contains = (x: Ball, value: rat.Rational): boolean => {
    if (!ball.isUnbounded(x)) return holds(x, value);
    if (x.mid === 0n) return true;
    const least = rat.mul(exactly({ mid: 1n, exp: x.exp }), rat.rational(x.mid));
    return rat.compare(value, least) * (x.mid < 0n ? -1 : 1) >= 0;
  };

  it.each([
    ['add', (x: Ball, y: Ball) => ball.add(x, y, 50), rat.add],
    ['sub', (x: Ball, y: Ball) => ball.sub(x, y, 50), rat.sub],
    ['mul', (x: Ball, y: Ball) => ball.mul(x, y, 50), rat.mul],
    ['div', (x: Ball, y: Ball) => ball.div(x, y, 50), (a: rat.Rational, b: rat.Rational) => rat.div(a, b)],
    ['abs', (x: Ball) => extent.abs(x), (a: rat.Rational) => (a.num < 0n ? rat.neg(a) : a)],
    ['neg', (x: Ball) => ball.neg(x), rat.neg],
    ['power 3', (x: Ball) => ball.power(x, 3, 60), (a: rat.Rational) => rat.power(a, 3)],
    ['power 4', (x: Ball) => ball.power(x, 4, 60), (a: rat.Rational) => rat.power(a, 4)],
    ['scale', (x: Ball) => ball.scale(x, -9), (a: rat.Rational) => rat.mul(a, rat.rational(1n, 512n))],
    ['round', (x: Ball) => ball.round(x, -200), (a: rat.Rational) => a],
    ['trim', (x: Ball) => ball.trim(x, 10), (a: rat.Rational) => a],
    ['max', extent.max, (a: rat.Rational, b: rat.Rational) => (rat.compare(a, b) > 0 ? a : b)],
  ] as const)('%s encloses the exact result at points of half lines', (name, enclose, exact) => {
    fc.assert(
      fc.property(operands, ([x, y]) => {
        const result = enclose(x.ball, y.ball);
        for (const a of x.points)
          for (const b of y.points) {
            if (name === 'div' && b.mid === 0n) continue;
            expect(contains(result, exact(exactly(a), exactly(b)))).toBe(true);
          }
      }),
      { numRuns: 300 },
    );
  });

  it('have a sign, make quotients small, and keep it against what is smaller', () => {
    const far = ball.beyond(-1, 90);
    expect(ball.sign(far)).toBe(-1);
    expect(ball.accuracy(ball.div(ball.ONE, far, 10))).toBeGreaterThanOrEqual(89);
    expect(ball.sign(ball.add(far, ball.exact(1n, 88)))).toBe(-1);
    expect(ball.sign(ball.add(far, ball.exact(1n, 91)))).toBe(undefined);
  });

  it('are widened to what may lie around them', () => {
    fc.assert(
      fc.property(halfLines, fc.integer({ min: -150, max: 150 }), ({ ball: x, points }, k) => {
        const wide = ball.widen(x, mag.powerOf2(k));
        const step = exactly({ mid: 1n, exp: k });
        for (const point of points)
          for (const moved of [rat.add(exactly(point), step), rat.sub(exactly(point), step)])
            expect(contains(wide, moved)).toBe(true);
      }),
    );
  });
});
