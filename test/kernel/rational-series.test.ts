import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { atan, atanRational } from '../../src/kernel/atan.ts';
import { exp, expRational } from '../../src/kernel/exp.ts';
import { ln, lnRational } from '../../src/kernel/ln.ts';
import { rationalPoint } from '../../src/kernel/point.ts';
import {
  arctangentPays,
  type Divisors,
  factorialTerms,
  rationalSeries,
  seriesPays,
} from '../../src/kernel/rational-series.ts';
import { sinCos, sinCosRational } from '../../src/kernel/sin-cos.ts';
import * as ball from '../../src/number/ball.ts';
import * as extent from '../../src/number/extent.ts';
import { add, equal, mul, rational } from '../../src/number/rational.ts';

describe('rationalSeries', () => {
  const fractions = fc
    .tuple(fc.bigInt(-50n, 50n), fc.bigInt(1n, 50n), fc.nat({ max: 5 }))
    .map(([num, den, twos]) => [num, den << BigInt(twos)] as const);

  const divisorsOf = {
    factorial: (k: number) => [BigInt(k), true],
    oddFactorial: (k: number) => [BigInt(2 * k * (2 * k + 1)), true],
    evenFactorial: (k: number) => [BigInt((2 * k - 1) * 2 * k), true],
    odd: (k: number) => [BigInt(2 * k + 1), false],
  } as const satisfies Record<Divisors, (k: number) => readonly [bigint, boolean]>;

  test.each(Object.entries(divisorsOf) as [Divisors, (k: number) => readonly [bigint, boolean]][])(
    'is an exact partial sum over %s divisors',
    (name, divisorOf) => {
      fc.assert(
        fc.property(fractions, fc.integer({ min: 1, max: 70 }), ([num, den], terms) => {
          const [t, q] = rationalSeries(num, den, terms, name);
          const sum = rational(t, q);
          // At least `terms` terms, and at most twice as many: the length is rounded up to whole leaves.
          let partial = rational(1n);
          let power = rational(1n);
          for (let k = 1; k <= 2 * terms + 32; k++) {
            const [factor, isProduct] = divisorOf(k);
            const divisor = rational(1n, factor);
            power = mul(power, mul(rational(num, den), isProduct ? divisor : rational(1n)));
            partial = add(partial, isProduct ? power : mul(power, divisor));
            if (k >= terms && equal(partial, sum)) return true;
          }
          return false;
        }),
        { numRuns: 40 },
      );
    },
  );
});

describe('short fractions at a precision where their series are summed', () => {
  const p = 8200;
  const short = fc.tuple(fc.bigInt(-60n, 60n), fc.bigInt(4n, 30n)).filter(([num]) => num !== 0n);
  const wide = (num: bigint, den: bigint): ball.Dyadic => ({ mid: (num << 9000n) / den, exp: -9000 });
  /** The dyadic is within 2^-9000 of the fraction, and e^x below 2^22 here. */
  const agree = (a: ball.Ball, b: ball.Ball): boolean => extent.overlaps(a, b) && ball.accuracy(a) >= p;

  test('exp, sin and cos agree with those of a long dyadic beside', () => {
    fc.assert(
      fc.property(short, ([num, den]) => {
        expect(seriesPays(rationalPoint(num, den), p, factorialTerms)).toBe(true);
        const x = wide(num, den);
        const [sin, cos] = sinCosRational(num, den, p);
        const [sinX, cosX] = sinCos(x, p + 50);
        return agree(expRational(num, den, p), exp(x, p + 50)) && agree(sin, sinX) && agree(cos, cosX);
      }),
      { numRuns: 25 },
    );
  });

  test('atan and ln agree with those of a long dyadic beside', () => {
    const small = fc.tuple(fc.bigInt(-9n, 9n), fc.bigInt(1000n, 5000n)).filter(([num]) => num !== 0n);
    fc.assert(
      fc.property(small, ([num, den]) => {
        expect(arctangentPays(rationalPoint(num, den), p)).toBe(true);
        return (
          agree(atanRational(num, den, p), atan(wide(num, den), p + 50)) &&
          agree(lnRational(den + num, den, p), ln(wide(den + num, den), p + 50))
        );
      }),
      { numRuns: 25 },
    );
  });
});
