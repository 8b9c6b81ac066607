import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { numberLiteral } from '../../grammar/number.ts';

/** Whether the literal's value is p/q. */
const equals = (text: string, p: bigint, q: bigint): boolean => {
  const { num, den, base, exponent } = numberLiteral(text, 0);
  const scale = BigInt(base) ** (exponent < 0n ? -exponent : exponent);
  return exponent < 0n ? num * q === p * den * scale : num * scale * q === p * den;
};

test.each<[string, bigint, bigint]>([
  ['12', 12n, 1n],
  ['0.5', 1n, 2n],
  ['.75', 3n, 4n],
  ['6.', 6n, 1n],
  ['1e-3', 1n, 1000n],
  ['1.6E-1', 4n, 25n],
  ['5e+2', 500n, 1n],
  ['1_000_000', 1000000n, 1n],
  ['0x1.8p3', 12n, 1n],
  ['0XfF', 255n, 1n],
  ['0x.8p-1', 1n, 4n],
  ['base7:0.123', 66n, 343n],
  ['base36:Zz', 1295n, 1n],
  ['base16:0.8', 1n, 2n],
  ['base2:10', 2n, 1n],
  ['0.(142857)', 1n, 7n],
  ['0.1(6)', 1n, 6n],
  ['.(3)e1', 10n, 3n],
  ['base3:0.(1)', 1n, 2n],
])('%s is %s/%s', (text, p, q) => {
  expect(equals(text, p, q)).toBe(true);
});

describe('laws', () => {
  test.each([2, 3, 8, 10, 16, 36])(
    'a long number in base %i is read back, and asks now and then whether to go on',
    (base) => {
      let polls = 0;
      const read = (text: string): bigint =>
        numberLiteral(text, 0, () => {
          polls += 1;
        }).num;
      const prefix = base === 10 ? '' : `base${base}:`;
      fc.assert(
        fc.property(fc.bigInt({ min: 0n, max: 1n << 60n }), fc.nat({ max: 45_000 }), (low, zeros) => {
          const text = `1${'0'.repeat(zeros)}${low.toString(base).padStart(60, '0')}`;
          expect(read(prefix + text)).toBe(BigInt(base) ** BigInt(zeros + 60) + low);
        }),
        { numRuns: 20 },
      );
      polls = 0;
      read(`${prefix}1`);
      expect(polls).toBe(0);
      read(prefix + '1'.repeat(100_000));
      expect(polls).toBeGreaterThan(10);
    },
  );

  const digits = fc.bigInt({ min: 0n, max: 10n ** 60n });

  test('a number in any base is read back', () => {
    fc.assert(
      fc.property(digits, fc.integer({ min: 2, max: 36 }), (value, radix) =>
        equals(`base${radix}:${value.toString(radix)}`, value, 1n),
      ),
    );
  });

  test('moving the point is a power of the base', () => {
    fc.assert(
      fc.property(digits, digits, fc.integer({ min: -50, max: 50 }), (whole, fraction, e) => {
        const places = BigInt(String(fraction).length);
        const value = whole * 10n ** places + fraction;
        const shift = BigInt(e) - places;
        return equals(
          `${whole}.${fraction}e${e}`,
          shift > 0n ? value * 10n ** shift : value,
          shift > 0n ? 1n : 10n ** -shift,
        );
      }),
    );
  });

  test('an exponent of any length costs nothing', () => {
    expect(numberLiteral('1e-99999999999999999999', 0)).toEqual({
      num: 1n,
      den: 1n,
      base: 10,
      exponent: -99999999999999999999n,
    });
  });
});
