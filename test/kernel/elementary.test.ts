import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { atan, atanRational } from '../../src/kernel/atan.ts';
import { forgetConstants } from '../../src/kernel/cache.ts';
import { exp, expRational } from '../../src/kernel/exp.ts';
import { ln, lnRational } from '../../src/kernel/ln.ts';
import { haveLogPrimes } from '../../src/kernel/machin-constants.ts';
import { pi } from '../../src/kernel/pi.ts';
import { sinCos, sinCosRational } from '../../src/kernel/sin-cos.ts';
import type { Ball, Dyadic } from '../../src/number/ball.ts';
import * as ball from '../../src/number/ball.ts';
import * as extent from '../../src/number/extent.ts';
import * as mag from '../../src/number/magnitude.ts';
import { integers } from '../support/arbitraries.ts';
import { naiveAtan, naiveAtanh, naiveCos, naiveExp, naiveSin } from '../support/naive-series.ts';
import { expectDigits, oracle, oraclePrecision } from '../support/oracle.ts';

const radiusIsAtMost = (x: Ball, p: number): boolean => mag.exponent(x.rad) <= -p;
const point = (x: Ball): Dyadic => ({ mid: x.mid, exp: x.exp });

/** Multiples of π / 4 cut to some hundred bits, where sine or cosine is small. */
const nearQuadrants: fc.Arbitrary<Dyadic> = fc
  .tuple(fc.bigInt({ min: -(1n << 80n), max: 1n << 80n }), fc.integer({ min: 4, max: 400 }))
  .map(([k, bits]) => ({ mid: k * pi(bits).value, exp: -bits - 2 }));

const near = (center: bigint): fc.Arbitrary<Dyadic> =>
  fc
    .tuple(fc.integer({ min: 1, max: 900 }), fc.bigInt({ min: -8n, max: 8n }))
    .map(([bits, offset]) => ({ mid: (center << BigInt(bits)) + offset, exp: -bits }));

const ofSize = (max: number): fc.Arbitrary<Dyadic> =>
  fc
    .tuple(integers(), fc.oneof(fc.integer({ min: -40, max: 12 }), fc.integer({ min: -5000, max: max })))
    .map(([mid, size]) => ({ mid, exp: Math.min(size, max) - ball.exact(mid).bits }));

const points = fc.oneof(ofSize(3000), nearQuadrants, near(1n), near(0n));
const positive = points.filter(({ mid }) => mid > 0n);
const forExp = fc.oneof(ofSize(12), near(1n), near(0n));
const precisions = fc.oneof(fc.integer({ min: -100, max: 700 }), fc.constantFrom(-5000, 0, 1, 2000, 3600));

const functions = {
  exp: { at: (x: Dyadic, p: number) => [exp(x, p)], domain: forExp },
  sinCos: { at: (x: Dyadic, p: number) => sinCos(x, p), domain: points },
  ln: { at: (x: Dyadic, p: number) => [ln(x, p)], domain: positive },
  atan: { at: (x: Dyadic, p: number) => [atan(x, p)], domain: points },
} as const;

describe.each(Object.entries(functions))('%s', (_, { at, domain }) => {
  test('keeps the radius that it was asked for', () => {
    fc.assert(
      fc.property(domain, precisions, (x, p) => at(x, p).every((value) => radiusIsAtMost(value, p))),
      { numRuns: 150 },
    );
  });

  // The radius is little more than the unit that the midpoint is rounded to, so that an error of a few ulps of the working
  // precision which is not counted shows in one case of some thirty.
  test.each([
    ['by tables', 20, 600],
    ['by primes', 640, 1200],
  ] as const)('holds what 100 more bits say, %s', (_method, min, max) => {
    fc.assert(
      fc.property(domain, fc.integer({ min, max }), (x, p) => {
        const wide = at(x, p + 100);
        return at(x, p).every((value, i) => extent.contains(value, point(wide[i] as Ball)));
      }),
      { numRuns: 500 },
    );
  });

  test('two precisions overlap', () => {
    fc.assert(
      fc.property(domain, precisions, precisions, (x, p, q) => {
        const second = at(x, q);
        return at(x, p).every((value, i) => extent.overlaps(value, second[i] as Ball));
      }),
      { numRuns: 150 },
    );
  });
});

test('the first exponential at a precision holds what 100 more bits say, and needs no logarithms', () => {
  fc.assert(
    fc.property(forExp, fc.integer({ min: 660, max: 1200 }), (x, extra) => {
      // What is small is computed to fewer bits, which tables may have.
      const p = x.mid < 0n ? extra + 6000 : extra;
      const wide = exp(x, p + 100);
      forgetConstants();
      const first = exp(x, p);
      expect(haveLogPrimes(1, 100)).toBe(false);
      return radiusIsAtMost(first, p) && extent.contains(first, point(exp(x, p + 100))) && extent.overlaps(first, wide);
    }),
    { numRuns: 300 },
  );
});

const DIGITS: Record<string, (p: number) => Ball> = {
  'exp(10000)': (p) => exp({ mid: 10000n, exp: 0 }, p),
  'exp(-100000)': (p) => exp({ mid: -100000n, exp: 0 }, p),
  'exp(1/3)': (p) => expRational(1n, 3n, p),
  'cos(2^1000)': (p) => sinCos({ mid: 1n, exp: 1000 }, p)[1],
  'sin(2^30000)': (p) => sinCos({ mid: 1n, exp: 30000 }, p)[0],
  'cos(10^22)': (p) => sinCos({ mid: 10n ** 22n, exp: 0 }, p)[1],
  'sin(355)': (p) => sinCosRational(355n, 1n, p)[0],
  'sin(1)': (p) => sinCosRational(1n, 1n, p)[0],
  'ln(10^1000)': (p) => ln({ mid: 10n ** 1000n, exp: 0 }, p),
  'ln(10^1000+1)': (p) => ln({ mid: 10n ** 1000n + 1n, exp: 0 }, p),
  'ln(1+1e-300)': (p) => lnRational(10n ** 300n + 1n, 10n ** 300n, p),
  'ln(2)': (p) => ln({ mid: 2n, exp: 0 }, p),
  'ln(3)': (p) => lnRational(3n, 1n, p),
  'atan(10^1000)': (p) => atan({ mid: 10n ** 1000n, exp: 0 }, p),
  'atan(1/2)': (p) => atanRational(1n, 2n, p),
};

describe('true digits', () => {
  const entries = ['huge', 'cancellation', 'big']
    .flatMap(oracle)
    .filter(({ expr, digits }) => expr in DIGITS && digits <= 100_000);
  test('every expression of the table is among the entries', () => {
    expect(new Set(entries.map(({ expr }) => expr))).toEqual(new Set(Object.keys(DIGITS)));
  });
  test.each(entries.map((entry) => [`${entry.expr} to ${entry.digits} digits`, entry] as const))('%s', (_, entry) => {
    const at = DIGITS[entry.expr] as (p: number) => Ball;
    expectDigits(at(oraclePrecision(entry)), entry);
  });
});

describe('against Taylor series at 0', () => {
  /** num / den with |num / den| ≤ bound, of any height up to 80 bits. */
  const fractions = (bound: bigint): fc.Arbitrary<[bigint, bigint]> =>
    fc
      .tuple(
        fc.oneof(fc.bigInt({ min: 1n, max: 30n }), fc.bigInt({ min: 1n, max: 1n << 80n })),
        fc.bigInt(-1000n, 1000n),
      )
      .map(([den, share]) => [(den * share * bound) / 1000n, den]);
  const upTo500 = fc.integer({ min: 1, max: 500 });

  test('exp', () => {
    fc.assert(
      fc.property(fractions(8n), upTo500, ([num, den], p) =>
        extent.overlaps(expRational(num, den, p), naiveExp(num, den)),
      ),
    );
  });
  test('sin and cos', () => {
    fc.assert(
      fc.property(fractions(8n), upTo500, ([num, den], p) => {
        const [sin, cos] = sinCosRational(num, den, p);
        return extent.overlaps(sin, naiveSin(num, den)) && extent.overlaps(cos, naiveCos(num, den));
      }),
    );
  });
  test('atan', () => {
    fc.assert(
      fc.property(fractions(3n), upTo500, ([num, den], p) =>
        extent.overlaps(atanRational(num, 4n * den, p), naiveAtan(num, 4n * den)),
      ),
    );
  });
  test('ln', () => {
    fc.assert(
      fc.property(fractions(3n), upTo500, ([num, den], p) => {
        // ln((1 + y) / (1 − y)) = 2 atanh y for y = num / (4 den).
        const log = lnRational(4n * den + num, 4n * den - num, p);
        return extent.overlaps(log, ball.scale(naiveAtanh(num, 4n * den), 1));
      }),
    );
  });
});

describe('functional equations', () => {
  const small = fc.oneof(ofSize(6), near(1n), near(0n));
  const bits = fc.oneof(fc.integer({ min: 0, max: 600 }), fc.constantFrom(1500, 4000));

  test('exp(a + b) = exp a · exp b', () => {
    fc.assert(
      fc.property(small, small, bits, (a, b, p) => {
        const sum = ball.add(ball.exact(a.mid, a.exp), ball.exact(b.mid, b.exp));
        return extent.overlaps(exp(sum, p), ball.mul(exp(a, p), exp(b, p)));
      }),
    );
  });

  test('sin² + cos² = 1', () => {
    fc.assert(
      fc.property(points, bits, (x, p) => {
        const [sin, cos] = sinCos(x, p);
        return extent.overlaps(ball.add(ball.mul(sin, sin), ball.mul(cos, cos)), ball.ONE);
      }),
    );
  });

  test('ln(exp x) = x', () => {
    fc.assert(
      fc.property(small, bits, (x, p) => {
        const power = exp(x, p + 200);
        // ln moves by at most rad / (mid − rad), and e^x > 2^-93 for x ≥ −64.
        const log = ball.widen(ln(point(power), p), mag.powerOf2(-p - 100));
        return extent.contains(log, x);
      }),
    );
  });

  test('tan(atan x) = x', () => {
    fc.assert(
      fc.property(ofSize(40), bits, (x, p) => {
        const [sin, cos] = sinCos(point(atan(x, p + 100)), p + 100);
        const slope = mag.powerOf2(-p - 100);
        const tan = ball.div(ball.widen(sin, slope), ball.widen(cos, slope), p);
        return extent.contains(tan, x);
      }),
    );
  });

  test('ln of a product, and of a power of two with a huge exponent', () => {
    fc.assert(
      fc.property(positive, positive, bits, fc.integer({ min: -(2 ** 45), max: 2 ** 45 }), (a, b, p, k) => {
        const product = { mid: a.mid * b.mid, exp: a.exp + b.exp + k };
        const sum = ball.add(ball.add(ln(a, p), ln(b, p)), ln({ mid: 1n, exp: k }, p));
        return extent.overlaps(ln(product, p), sum);
      }),
    );
  });

  test('a rational and a dyadic of the same value agree', () => {
    fc.assert(
      fc.property(fc.bigInt(1n, 1n << 64n), fc.nat({ max: 64 }), bits, (mid, k, p) => {
        const x = { mid, exp: -k };
        const den = 1n << BigInt(k);
        const [sin, cos] = sinCos(x, p);
        const [sinQ, cosQ] = sinCosRational(-mid, -den, p);
        const expPairs: [Ball, Ball][] = mid < den * 4096n ? [[exp(x, p), expRational(mid, den, p)]] : [];
        const pairs: [Ball, Ball][] = [
          [sin, sinQ],
          [cos, cosQ],
          [ln(x, p), lnRational(mid, den, p)],
          [atan(x, p), atanRational(mid, den, p)],
          ...expPairs,
        ];
        return pairs.every(([a, b]) => extent.overlaps(a, b) && radiusIsAtMost(b, p));
      }),
    );
  });
});

describe('edges', () => {
  test('what is exact stays exact', () => {
    expect(exp(ball.ZERO, 50)).toEqual(ball.ONE);
    expect(sinCos(ball.ZERO, 50)).toEqual([ball.ZERO, ball.ONE]);
    expect(atan(ball.ZERO, 50)).toEqual(ball.ZERO);
    expect(ln({ mid: 4n, exp: -2 }, 50)).toEqual(ball.ZERO);
    expect(lnRational(7n, 7n, 50)).toEqual(ball.ZERO);
  });

  test('exp of a hugely negative number is below 2^-p at once', () => {
    for (const x of [
      { mid: -1n, exp: 2 ** 40 },
      { mid: -(2n ** 49n), exp: 0 },
    ]) {
      const value = exp(x, 1000);
      expect(radiusIsAtMost(value, 1000)).toBe(true);
      expect(extent.contains(value, { mid: 1n, exp: -1200 })).toBe(true);
    }
  });

  test('exp to a precision coarser than its size is no wider than asked', () => {
    const value = exp({ mid: 10000n, exp: 0 }, -14400);
    expect(radiusIsAtMost(value, -14400)).toBe(true);
    expect(value.bits).toBeLessThan(100);
    expect(extent.overlaps(value, exp({ mid: 10000n, exp: 0 }, 0))).toBe(true);
  });

  test('what would be too long says so before anything is computed', () => {
    expect(() => exp({ mid: 1n, exp: 60 }, 10)).toThrow('exp of this would be too large');
    expect(() => exp({ mid: 1n, exp: 40 }, 10)).toThrow('bits');
    expect(() => sinCos({ mid: 1n, exp: 2 ** 31 }, 10)).toThrow('bits');
    expect(() => atan({ mid: 1n, exp: 0 }, 2 ** 30)).toThrow('bits');
  });

  test('tiny arguments cost little and keep the radius', () => {
    const tiny = { mid: 3n, exp: -500_000 };
    expect(radiusIsAtMost(exp(tiny, 100), 100)).toBe(true);
    expect(radiusIsAtMost(sinCos(tiny, 100)[0], 100)).toBe(true);
    const third = atan(tiny, 600_000);
    expect(radiusIsAtMost(third, 600_000)).toBe(true);
    expect(extent.contains(third, tiny)).toBe(true);
  });
});

/** The kernel and the precision from which on it takes another way. */
const crossovers = [
  ['ln', (p: number) => ln({ mid: 3n ** 200n, exp: -316 }, p), 150_000],
  ['atan', (p: number) => atan({ mid: 3n ** 200n, exp: -317 }, p), 600_000],
] as const;

test.each(crossovers)(
  'a long %s holds what more bits say, and what is said below its crossover',
  (_, at, crossover) => {
    const [below, above, beyond] = [-100, 200, 300].map((offset) => at(crossover + offset)) as [Ball, Ball, Ball];
    expect(extent.overlaps(below, above)).toBe(true);
    expect(extent.overlaps(above, beyond)).toBe(true);
    expect(radiusIsAtMost(above, crossover + 200)).toBe(true);
  },
);
