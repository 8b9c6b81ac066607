import fc from 'fast-check';
import { afterEach, describe, expect, test } from 'vitest';
import { type FractionDigits, fractionDigits, increment, parseDigits, REST_SLACK } from '../../src/digits/radix.ts';
import { setFork } from '../../src/number/fork.ts';
import { isqrt } from '../../src/number/root.ts';
import { OFFERS } from '../support/offers.ts';

afterEach(() => setFork(() => undefined));

const bases = fc.integer({ min: 2, max: 36 });

const readInteger = (digits: string, base: number): bigint =>
  [...digits].reduce((value, digit) => value * BigInt(base) + BigInt(Number.parseInt(digit, base)), 0n);

/** Fractions that are random, or a hair above or below a number of `count` digits that may end in zeros or in nines. */
const fractions = (count: number, base: number, bits: number): fc.Arbitrary<bigint> => {
  const whole = BigInt(base) ** BigInt(count);
  return fc
    .tuple(
      fc.bigInt({ min: 0n, max: whole - 1n }),
      fc.nat(count),
      fc.constantFrom('any', 'zeros', 'nines'),
      fc.constantFrom(-1n, 0n, 1n),
    )
    .map(([integer, run, shape, nudge]) => {
      const tail = BigInt(base) ** BigInt(run);
      const digits =
        shape === 'any'
          ? integer
          : shape === 'zeros'
            ? integer - (integer % tail)
            : integer - (integer % tail) + tail - 1n;
      return BigInt.asUintN(bits, (digits << BigInt(bits)) / whole + nudge);
    });
};

describe('the digits of a fraction', () => {
  test('are followed by what the rest says, within its slack', () => {
    fc.assert(
      fc.property(
        fc
          .tuple(bases, fc.nat(1500), fc.integer({ min: 16, max: 80 }), fc.nat(6000))
          .chain(([base, count, guard, bits]) =>
            fc.tuple(fc.constant({ base, count, guard, bits }), fractions(count, base, bits)),
          ),
        ([{ base, count, guard, bits }, fraction]) => {
          const { digits, rest } = fractionDigits(fraction, bits, count, base, guard);
          expect(digits.length).toBe(count);
          const scaled = (fraction * BigInt(base) ** BigInt(count)) << BigInt(guard);
          const written = ((readInteger(digits, base) << BigInt(guard)) + rest) << BigInt(bits);
          const missing = scaled - written;
          expect(missing >= 0n && missing < REST_SLACK << BigInt(bits)).toBe(true);
        },
      ),
      { numRuns: 300 },
    );
  });

  test('are those of V8 over many levels', () => {
    const bits = 400_000;
    const fraction = (1n << BigInt(bits)) / 7n;
    const { digits } = fractionDigits(fraction, bits, 120_000, 10, 32);
    expect(digits).toBe('142857'.repeat(20_000));
  });
});

describe('the digits of a long fraction', () => {
  const bits = 500_000;
  const fraction = isqrt(2n << BigInt(2 * bits)) - (1n << BigInt(bits));

  test.each([10, 7, 36])(
    'are the same where other threads write some of them, in base %i',
    (base) => {
      const write = (): FractionDigits => fractionDigits(fraction, bits, Math.floor(bits / Math.log2(base)), base, 40);
      const alone = write();
      for (const offer of Object.values(OFFERS)) {
        let offered = 0;
        const take = offer(base);
        setFork((task) => {
          offered += 1;
          return take(task);
        });
        expect(write()).toEqual(alone);
        expect(offered).toBeGreaterThan(2);
      }
    },
    30_000,
  );
});

describe('digit strings', () => {
  test('increment is addition of one', () => {
    fc.assert(
      fc.property(bases, fc.bigInt({ min: 1n, max: 10n ** 30n }), fc.nat(20), (base, head, nines) => {
        const tail = BigInt(base) ** BigInt(nines);
        const value = head * tail + tail - 1n;
        expect(increment(value.toString(base), base)).toBe((value + 1n).toString(base));
      }),
    );
    expect(increment('', 10)).toBe('1');
  });

  test('parseDigits inverts toString', () => {
    fc.assert(
      fc.property(bases, fc.bigInt({ min: 0n, max: 1n << 400n }), (base, value) => {
        expect(parseDigits(value.toString(base), base)).toBe(value);
      }),
    );
    expect(parseDigits('', 10)).toBe(0n);
    expect(parseDigits('', 7)).toBe(0n);
  });
});
