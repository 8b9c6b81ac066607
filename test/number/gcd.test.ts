import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Cofactors, cofactors, gcd, isDetermined } from '../../src/number/gcd.ts';
import { bitLength } from '../../src/number/integer.ts';

type Pair = readonly [bigint, bigint];

const absolute = (x: bigint): bigint => (x < 0n ? -x : x);

/** Euclid's algorithm as it is in the book. */
const euclid = (a: bigint, b: bigint): bigint => {
  let [x, y] = [absolute(a), absolute(b)];
  while (y !== 0n) [x, y] = [y, x % y];
  return x;
};

/** Whether the pair is one of neighbours among the remainders of x and y, and not these two. */
const areLaterRemainders = ([r, next]: Pair, x: bigint, y: bigint): boolean => {
  let [a, b] = [x, y];
  while (b > next) [a, b] = [b, a % b];
  return a === r && b === next && b < y;
};

const naturalOf = (bits: number): fc.Arbitrary<bigint> => fc.bigInt({ min: 0n, max: (1n << BigInt(bits)) - 1n });
const natural = (most: number): fc.Arbitrary<bigint> => fc.nat(most).chain(naturalOf);
const integer = (most: number): fc.Arbitrary<bigint> =>
  fc.tuple(natural(most), fc.boolean()).map(([x, isNegative]) => (isNegative ? -x : x));

const fibonacci = (n: number): Pair => {
  let pair: Pair = [0n, 1n];
  for (const bit of n.toString(2)) {
    const [a, b] = pair;
    const [even, odd] = [a * (2n * b - a), a * a + b * b];
    pair = bit === '0' ? [even, odd] : [odd, even + odd];
  }
  return pair;
};

/** Quotients of one kind, and what they make: the continued fraction backwards. */
const pairOf = (quotients: readonly bigint[], divisor: bigint): Pair =>
  quotients.reduceRight<Pair>(([x, y], q) => [q * x + y, x], [divisor, 0n]);

describe('gcd', () => {
  test('is what Euclid finds', () => {
    for (const most of [8, 60, 120, 600, 3000])
      fc.assert(
        fc.property(integer(most), integer(most), natural(most / 2), (a, b, common) => {
          expect(gcd(a * common, b * common)).toBe(euclid(a * common, b * common));
        }),
      );
  });

  test('whatever the quotients are: the divisor of a continued fraction', () => {
    const quotient = fc.oneof(
      fc.constant(1n),
      fc.bigInt(1n, 3n),
      natural(70).map((q) => q + 1n),
    );
    fc.assert(
      fc.property(fc.array(quotient, { maxLength: 200 }), natural(100), (quotients, divisor) => {
        const [x, y] = pairOf(quotients, divisor);
        expect(gcd(x, y)).toBe(divisor);
        expect(gcd(-y, x)).toBe(divisor);
      }),
    );
  });

  test('of equal numbers, of zero, of powers of two, and where one is much the longer', () => {
    fc.assert(
      fc.property(integer(1000), natural(40), fc.nat(1000), fc.nat(1000), (x, y, m, n) => {
        expect(gcd(x, x)).toBe(absolute(x));
        expect(gcd(x, -x)).toBe(absolute(x));
        expect(gcd(x, 0n)).toBe(absolute(x));
        expect(gcd(0n, x)).toBe(absolute(x));
        expect(gcd(1n << BigInt(m), -1n << BigInt(n))).toBe(1n << BigInt(Math.min(m, n)));
        expect(gcd(1n << BigInt(m), x)).toBe(euclid(1n << BigInt(m), x));
        expect(gcd(x, y)).toBe(euclid(x, y));
        expect(gcd((1n << BigInt(m)) - 1n, (1n << BigInt(n)) - 1n)).toBe(
          (1n << BigInt(Number(euclid(BigInt(m), BigInt(n))))) - 1n,
        );
      }),
    );
  });

  test.each([10, 100, 1000, 10_000, 50_000, 200_000])('of the Fibonacci numbers %i and the next', (n) => {
    const [x, y] = fibonacci(n);
    expect(gcd(x, y)).toBe(1n);
    expect(gcd(x * 1001n, y * 1001n)).toBe(1001n);
  });

  test.each([5000, 20_000, 100_000])('of numbers of %i bits with a common divisor', (bits) => {
    fc.assert(
      fc.property(naturalOf(bits), fc.bigInt(1n, 2n ** 300n), (x, divisor) => {
        expect(gcd(x * divisor, (x + 1n) * divisor)).toBe(divisor);
        const [f, g] = fibonacci(bits);
        // Of x f + g and f the greatest common divisor is that of g and f.
        expect(gcd((x * f + g) * divisor, f * divisor)).toBe(divisor);
      }),
      { numRuns: 3 },
    );
  });
});

/** Checks cofactors with numbers that begin with x and y, the extreme ones among them. */
const checkCofactors = ([a, b, c, d]: Cofactors, x: bigint, y: bigint, low: number, some: Pair): void => {
  const most = (1n << BigInt(low)) - 1n;
  const tails: readonly Pair[] = [[0n, 0n], [most, 0n], [0n, most], [most, most], some];
  for (const [x0, y0] of tails) {
    const [longX, longY] = [(x << BigInt(low)) + (x0 & most), (y << BigInt(low)) + (y0 & most)];
    const pair: Pair = [a * longX + b * longY, c * longX + d * longY];
    expect(areLaterRemainders(pair, longX, longY), `${x} ${y} ${low} ${x0} ${y0}`).toBe(true);
  }
};

describe('isDetermined', () => {
  test('says of no step that it is the same for all numbers that begin alike where it is not', () => {
    let determined = 0;
    for (let x = 1n; x < 150n; x += 1n)
      for (let y = 1n; y <= x; y += 1n) {
        let [r, next]: Pair = [x, y];
        let steps: Cofactors = [1n, 0n, 0n, 1n];
        while (next !== 0n) {
          const [a, b, c, d] = steps;
          const q = r / next;
          steps = [c, d, a - q * c, b - q * d];
          [r, next] = [next, r % next];
          if (!isDetermined(steps, r, next)) continue;
          determined += 1;
          checkCofactors(steps, x, y, 12, [1n, 1n]);
        }
      }
    expect(determined).toBeGreaterThan(10_000);
  });
});

describe('cofactors', () => {
  const check = (one: bigint, other: bigint, low: number, some: Pair): number => {
    const [x, y] = one < other ? [other, one] : [one, other];
    const found = cofactors(x, y, bitLength(x));
    if (found === undefined) return 0;
    checkCofactors(found, x, y, low, some);
    return bitLength(found[3]);
  };

  test('lead to neighbours among the remainders of all numbers that begin alike', () => {
    for (const bits of [6, 10, 20, 53, 106, 107, 200, 900])
      fc.assert(
        fc.property(naturalOf(bits), naturalOf(bits), fc.nat(60), naturalOf(60), naturalOf(60), (a, b, low, s, t) => {
          check(a, b, low, [s, t]);
        }),
        { numRuns: bits < 100 ? 1000 : 200 },
      );
  });

  test.each([
    [14_147_393_604_617_512n, 846_302_567_076_737n],
    [715_575_373_362_294_856n, 528_865_286_082_268_113n],
    [50_822_742_134_918_123_623_882_964_938_650n, 5_079_945_775_595_986_213_713_494_151_326n],
  ])('of %i and %i, whose halves determine a step that the whole does not', (x, y) => {
    check(x, y, 60, [0n, 0n]);
  });

  test('also where the quotients are long, or end', () => {
    const quotient = fc.oneof(
      fc.bigInt(1n, 2n),
      natural(30).map((q) => q + 1n),
    );
    fc.assert(
      fc.property(
        fc.array(quotient, { minLength: 1, maxLength: 60 }),
        natural(60),
        fc.nat(9),
        (quotients, divisor, low) => {
          const [x, y] = pairOf(quotients, divisor);
          check(x, y, low, [1n, 1n]);
        },
      ),
      { numRuns: 500 },
    );
  });

  test('of numbers of like size are nearly half as long as these', () => {
    const [y, x] = fibonacci(5000);
    const bits = bitLength(x);
    for (const leading of [53, 106, 400, 1600, bits]) {
      const drop = BigInt(bits - leading);
      expect(check(x >> drop, y >> drop, 8, [3n, 5n])).toBeGreaterThan(0.4 * leading);
    }
  });
});
