import fc from 'fast-check';
import { afterEach, describe, expect, test } from 'vitest';
import { apery, computeApery } from '../../src/kernel/apery.ts';
import { catalan, computeCatalan } from '../../src/kernel/catalan.ts';
import { computeE, e } from '../../src/kernel/e.ts';
import { computeEulerGamma, eulerGamma } from '../../src/kernel/euler-gamma.ts';
import type { Fixed } from '../../src/kernel/fixed.ts';
import { inverseArctangent } from '../../src/kernel/inverse-arctangent.ts';
import { ANGLE_FORMULAS, LOG_FORMULAS } from '../../src/kernel/machin.ts';
import { evaluateFormula, gaussianAngles, ln2, logPrimes } from '../../src/kernel/machin-constants.ts';
import { computePi, pi } from '../../src/kernel/pi.ts';
import * as ball from '../../src/number/ball.ts';
import { setCheckpoint } from '../../src/number/checkpoint.ts';
import * as extent from '../../src/number/extent.ts';
import * as mag from '../../src/number/magnitude.ts';
import { add, mul, type Rational, rational } from '../../src/number/rational.ts';
import { expectDigits, oracle, oraclePrecision } from '../support/oracle.ts';

afterEach(() => setCheckpoint(() => {}));

const enclosure = ({ value, error }: Fixed, wp: number): ball.Ball => ball.ball(value, -wp, mag.magnitude(error, -wp));

/** Every kernel without its cache, with the error in ulps that it promises. */
const KERNELS: Record<string, readonly [compute: (wp: number) => Fixed, promise: number]> = {
  pi: [computePi, 2],
  e: [computeE, 2],
  'atanh(1/26)': [(wp) => inverseArctangent(26, true, wp), 1.125],
  'atan(1/38)': [(wp) => inverseArctangent(38, false, wp), 1.125],
  'atan(1/2189376182)': [(wp) => inverseArctangent(2189376182, false, wp), 1.125],
  eulergamma: [computeEulerGamma, 3],
  catalan: [computeCatalan, 3],
  apery: [computeApery, 3],
};

describe.each(Object.entries(KERNELS))('%s', (_, [compute, promise]) => {
  const precisions = fc.oneof(fc.integer({ min: 1, max: 300 }), fc.integer({ min: 1, max: 4000 }));

  test('two precisions overlap, within the error promised', () => {
    fc.assert(
      fc.property(precisions, fc.integer({ min: 1, max: 500 }), (wp, more) => {
        const near = compute(wp);
        expect(near.error).toBeLessThanOrEqual(promise);
        expect(extent.overlaps(enclosure(near, wp), enclosure(compute(wp + more), wp + more))).toBe(true);
      }),
      { numRuns: 60 },
    );
  });

  test('long ones do too', () => {
    // Long enough that a rate of convergence wrong by half a percent shows.
    const wp = 20_000;
    const near = compute(wp);
    expect(near.error).toBeLessThanOrEqual(promise);
    expect(extent.overlaps(enclosure(near, wp), enclosure(compute(wp + 7777), wp + 7777))).toBe(true);
  });

  test('an interruption passes through', () => {
    let left = 3;
    setCheckpoint(() => {
      left -= 1;
      if (left < 0) throw new Error('stop');
    });
    expect(() => compute(20_000)).toThrow('stop');
  });
});

test('the inverse arctangent of any number is sharp where no term is to spare', () => {
  const numbers = fc.oneof(fc.integer({ min: 2, max: 50 }), fc.integer({ min: 2, max: 1_000_000 }));
  fc.assert(
    fc.property(numbers, fc.boolean(), fc.integer({ min: 1, max: 8000 }), (x, hyperbolic, wp) => {
      const near = inverseArctangent(x, hyperbolic, wp);
      const far = inverseArctangent(x, hyperbolic, 2 * wp + 64);
      return extent.overlaps(enclosure(near, wp), enclosure(far, 2 * wp + 64));
    }),
    { numRuns: 200 },
  );
});

describe.each([
  ['logarithms', LOG_FORMULAS, true],
  ['angles', ANGLE_FORMULAS, false],
] as const)('%s', (_, formulas, hyperbolic) => {
  test('two precisions overlap, within the error promised', () => {
    fc.assert(
      fc.property(fc.constantFrom(...formulas), fc.integer({ min: 1, max: 2000 }), (formula, wp) => {
        const far = evaluateFormula(formula, hyperbolic, wp + 50);
        evaluateFormula(formula, hyperbolic, wp).forEach((near, i) => {
          expect(near.error).toBeLessThanOrEqual(2.2);
          expect(extent.overlaps(enclosure(near, wp), enclosure(far[i] as Fixed, wp + 50))).toBe(true);
        });
      }),
      { numRuns: 200 },
    );
  });
});

const DIGITS: Record<string, (wp: number) => Fixed> = {
  pi,
  e,
  'ln(2)': ln2,
  'ln(3)': (wp) => logPrimes(2, wp)[1] as Fixed,
  'atan(1/2)': (wp) => gaussianAngles(2, wp)[1] as Fixed,
  eulergamma: eulerGamma,
  catalan,
  'zeta(3)': apery,
};

test('the first bits of pi, which are written down, are those that the series gives', () => {
  for (let wp = 0; wp <= 300; wp++) {
    const short = pi(wp);
    expect(short.error).toBeLessThanOrEqual(4);
    expect(extent.overlaps(enclosure(short, wp), enclosure(computePi(400), 400))).toBe(true);
  }
});

describe('true digits', () => {
  const entries = ['big', 'special'].flatMap(oracle).filter(({ expr, digits }) => expr in DIGITS && digits <= 100_000);

  test('every constant is among the entries', () => {
    expect(new Set(entries.map(({ expr }) => expr))).toEqual(new Set(Object.keys(DIGITS)));
  });

  test.each(entries.map((entry) => [`${entry.expr} to ${entry.digits} digits`, entry] as const))('%s', (_, entry) => {
    const wp = oraclePrecision(entry);
    const fixed = (DIGITS[entry.expr] as (wp: number) => Fixed)(wp);
    expect(fixed.error).toBeLessThanOrEqual(4);
    expectDigits(enclosure(fixed, wp), entry);
  });
});

describe('against a second method', () => {
  const precisions = fc.integer({ min: 1, max: 1000 });
  /** What the plain sums below carry beyond wp; they lose at most an ulp and its multiples a term. */
  const EXTRA = 64;

  /** Σ a(k) / b(k) · ∏ p(j) / q(j), j ≤ k, term by term at `bits` bits, until the terms vanish. */
  const sum = (bits: number, term: (k: bigint) => readonly [p: bigint, q: bigint, a: bigint, b: bigint]): bigint => {
    let total = 0n;
    let product = 1n << BigInt(bits);
    for (let k = 0n; product !== 0n && product !== -1n; k++) {
      const [p, q, a, b] = term(k);
      product = (product * p) / q;
      total += (product * a) / b;
    }
    return total;
  };

  const atanSum = (num: bigint, den: bigint, bits: number): bigint =>
    sum(bits, (k) => (k === 0n ? [num, den, 1n, 1n] : [-num * num, den * den, 1n, 2n * k + 1n]));
  const atanhSum = (num: bigint, den: bigint, bits: number): bigint =>
    sum(bits, (k) => (k === 0n ? [num, den, 1n, 1n] : [num * num, den * den, 1n, 2n * k + 1n]));

  const agree = (kernel: (wp: number) => Fixed, plain: (bits: number) => bigint): void => {
    fc.assert(
      fc.property(precisions, (wp) => {
        const bits = wp + EXTRA;
        // At most 2^13 terms, each cut by less than 2^20 ulps of its own.
        const other = ball.ball(plain(bits), -bits, mag.powerOf2(33 - bits));
        return extent.overlaps(enclosure(kernel(wp), wp), other);
      }),
      { numRuns: 30 },
    );
  };

  test('π by Machin', () => {
    agree(computePi, (bits) => 16n * atanSum(1n, 5n, bits) - 4n * atanSum(1n, 239n, bits));
  });
  test('e as 1 / Σ (−1)^k / k!', () => {
    agree(
      computeE,
      (bits) => (1n << BigInt(2 * bits)) / sum(bits, (k) => (k === 0n ? [1n, 1n, 1n, 1n] : [-1n, k, 1n, 1n])),
    );
  });
  test("Catalan's constant by Guillera's series", () => {
    agree(computeCatalan, (bits) => sum(bits, (k) => [-(k ** 3n) || 1n, (2n * k + 1n) ** 3n, 3n * k + 2n, 2n]));
  });
  test("ζ(3) by Apéry's series", () => {
    agree(computeApery, (bits) =>
      sum(bits, (k) => (k === 0n ? [1n, 2n, 5n, 2n] : [-(k + 1n), 4n * k + 2n, 5n, 2n * (k + 1n) ** 3n])),
    );
  });

  test('γ by Euler and Maclaurin', () => {
    // γ = H_n − ln n − 1 / (2n) + Σ B_2k / (2k n^2k), with an error below the first term left out: 2^-370 here.
    const n = 64n;
    const bernoulli: Rational[] = [{ num: 1n, den: 1n }];
    for (let m = 1; m <= 120; m++) {
      let choose = 1n;
      let total: Rational = { num: 0n, den: 1n };
      for (let k = 0; k < m; k++) {
        total = add(total, mul(bernoulli[k] as Rational, { num: choose, den: 1n }));
        choose = (choose * BigInt(m + 1 - k)) / BigInt(k + 1);
      }
      bernoulli.push(mul(total, rational(-1n, BigInt(m + 1))));
    }
    let gamma = rational(-1n, 2n * n);
    for (let k = 1n; k <= n; k++) gamma = add(gamma, rational(1n, k));
    for (let k = 1; k <= 60; k++)
      gamma = add(gamma, mul(bernoulli[2 * k] as Rational, rational(1n, BigInt(2 * k) * n ** BigInt(2 * k))));
    const bits = 400;
    const lnN = 6n * 2n * atanhSum(1n, 3n, bits);
    const other = ball.ball((gamma.num << BigInt(bits)) / gamma.den - lnN, -bits, mag.powerOf2(-360));
    for (let wp = 1; wp <= 350; wp += 7)
      expect(extent.overlaps(enclosure(computeEulerGamma(wp), wp), other)).toBe(true);
  });

  const PRIMES = [2n, 3n, 5n, 7n, 11n, 13n, 17n, 19n, 23n, 29n, 31n, 37n, 41n];
  test.each([1, 3, 8, 13])('the logarithms of %i primes by one series each', (count) => {
    const wp = 300 + 7 * count;
    const bits = wp + EXTRA;
    const logs = logPrimes(count, wp);
    expect(logs).toHaveLength(count);
    logs.forEach((log, i) => {
      const prime = PRIMES[i] as bigint;
      const other = ball.ball(2n * atanhSum(prime - 1n, prime + 1n, bits), -bits, mag.powerOf2(33 - bits));
      expect(log.error).toBeLessThanOrEqual(4);
      expect(extent.overlaps(enclosure(log, wp), other)).toBe(true);
    });
  });

  const SLOPES = [
    [1n, 2n],
    [2n, 3n],
    [1n, 4n],
    [2n, 5n],
    [1n, 6n],
    [4n, 5n],
    [2n, 7n],
    [5n, 6n],
    [3n, 8n],
    [5n, 8n],
    [4n, 9n],
    [1n, 10n],
  ] as const;
  test.each([1, 4, 8, 13])('the arguments of %i Gaussian primes by one series each', (count) => {
    const wp = 300 + 7 * count;
    const bits = wp + EXTRA;
    const angles = gaussianAngles(count, wp);
    expect(angles).toHaveLength(count);
    angles.forEach((angle, i) => {
      const slope = SLOPES[i - 1];
      const plain =
        slope === undefined ? atanSum(1n, 2n, bits) + atanSum(1n, 3n, bits) : atanSum(slope[0], slope[1], bits);
      expect(angle.error).toBeLessThanOrEqual(4);
      expect(extent.overlaps(enclosure(angle, wp), ball.ball(plain, -bits, mag.powerOf2(33 - bits)))).toBe(true);
    });
  });
});

test('more constants than there are formulas for are refused', () => {
  expect(() => logPrimes(14, 100)).toThrow(RangeError);
});
