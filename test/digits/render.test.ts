import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { render, renderExact } from '../../src/digits/render.ts';
import { DomainError, LimitError } from '../../src/errors.ts';
import * as ball from '../../src/number/ball.ts';
import * as extent from '../../src/number/extent.ts';
import * as mag from '../../src/number/magnitude.ts';
import * as q from '../../src/number/rational.ts';
import { type Rational, rational } from '../../src/number/rational.ts';
import type { Format } from '../../src/outcome.ts';
import { integers, rationals } from '../support/arbitraries.ts';
import { oracle } from '../support/oracle.ts';
import { digits, format, leadingExponent, places, power, read, significant } from './reading.ts';

interface RoundingEntry {
  readonly exact_value?: string;
  readonly rounded?: { readonly mantissa: string; readonly exp10: number };
}

const fraction = (text: string): Rational => {
  const [num = '', den = '1'] = text.split('/');
  return rational(BigInt(num), BigInt(den));
};

const textOf = (x: Rational, more: Partial<Format> = {}, precision = digits(20)): string =>
  renderExact(x, format(precision, more)).text;

describe('against the oracle', () => {
  const entries = oracle('rounding').filter((entry) => (entry as RoundingEntry).exact_value !== undefined);

  test.each(entries.map((entry) => [entry.expr, entry.digits, entry] as const))('%s @ %i', (_, count, entry) => {
    const { exact_value = '', rounded } = entry as RoundingEntry;
    const text = textOf(fraction(exact_value), { form: 'sci' }, digits(count));
    const sign = entry.value.sign < 0 ? '-' : '';
    expect(text.startsWith('-') ? '-' : '').toBe(sign);
    expect(significant(text).padEnd(count, '0')).toBe(rounded?.mantissa);
    expect(Number(text.split('e')[1])).toBe(rounded?.exp10);
  });
});

describe('decimal notation', () => {
  test('is positional just while -7 ≤ exponent < max(digits, 21)', () => {
    fc.assert(
      fc.property(integers(60), fc.integer({ min: -30, max: 30 }), fc.integer({ min: 1, max: 40 }), (m, e, count) => {
        fc.pre(m !== 0n);
        const x = q.mul(rational(m), power(10, e));
        const text = textOf(x, {}, digits(count));
        const exponent = leadingExponent(read(text), 10);
        expect(text.includes('e')).toBe(!(exponent >= -7 && exponent < Math.max(count, 21)));
      }),
    );
  });

  test.each([
    ['1/4', 30, '0.25'],
    ['1/3', 5, '0.33333'],
    ['-999/100', 2, '-10'],
    ['9995/1000', 3, '10.0'],
    ['123456', 2, '120000'],
    ['15/100000000000', 20, '1.5e-10'],
    ['1/10000000', 20, '0.0000001'],
    ['1/100000000', 20, '1e-8'],
    ['0', 20, '0'],
  ])('%s @ %i is %s', (x, count, text) => {
    expect(textOf(fraction(x), {}, digits(count))).toBe(text);
  });

  test.each([
    ['1/1000', 2, '0'],
    ['-1/1000', 2, '0'],
    ['1/200', 2, '0'],
    ['3/200', 2, '0.02'],
    ['3/2', 3, '1.5'],
    ['100001/100000', 2, '1.00'],
    ['-7/3', 0, '-2'],
  ])('%s @ %i places is %s', (x, count, text) => {
    expect(textOf(fraction(x), {}, places(count))).toBe(text);
  });

  test('writes integers whole while no precision is asked', () => {
    const unasked = format(digits(20), { asked: false });
    expect(renderExact(rational(10n ** 999n), unasked).text).toBe(`1${'0'.repeat(999)}`);
    expect(renderExact(rational(-(7n ** 300n)), unasked).text).toBe(`${-(7n ** 300n)}`);
    expect(renderExact(rational(10n ** 1000n), unasked).text).toBe('1e+1000');
    expect(renderExact(rational(7n ** 300n), format(digits(20))).text).toMatch(/^3\.\d{19}e\+253$/);
    expect(render(ball.exact(3n, 400), unasked)).toMatchObject({ text: `${3n << 400n}`, rounding: 'exact' });
    expect(render({ mantissa: 12n, exp10: 500 }, unasked)).toMatchObject({ text: `12${'0'.repeat(500)}` });
  });

  test('a long run of zeros inside a number takes no longer', () => {
    const x = rational(10n ** 60_000n + 1n);
    expect(textOf(x, {}, digits(70_000))).toBe(`1${'0'.repeat(59_999)}1`);
  });

  test('groups by three from the point', () => {
    const x = fraction('1234567891/10000');
    expect(textOf(x, { group: ' ' })).toBe('123 456.789 1');
    expect(textOf(x, { group: '_', form: 'sci' })).toBe('1.234_567_891e+5');
    expect(textOf(rational(-123n), { group: ',' })).toBe('-123');
    expect(textOf(rational(123456n), { group: ',', asked: false })).toBe('123,456');
  });
});

describe('scientific and engineering notation', () => {
  test('write the same number', () => {
    fc.assert(
      fc.property(rationals(100), fc.integer({ min: 1, max: 30 }), (x, count) => {
        const plain = read(textOf(x, {}, digits(count)));
        const sci = textOf(x, { form: 'sci' }, digits(count));
        const eng = textOf(x, { form: 'eng' }, digits(count));
        expect(q.equal(read(sci), plain) && q.equal(read(eng), plain)).toBe(true);
        if (x.num === 0n) return;
        expect(sci).toMatch(/^-?[1-9](\.\d+)?e[+-]\d+$/);
        expect(eng).toMatch(/^-?[1-9]\d{0,2}(\.\d+)?e[+-]\d+$/);
        expect(Math.abs(Number(eng.split('e')[1]) % 3)).toBe(0);
      }),
    );
  });

  test.each([
    ['123456789/1000', 7, '1.234568e+5', '123.4568e+3'],
    ['1/3000', 3, '3.33e-4', '333e-6'],
    ['20', 5, '2e+1', '20e+0'],
  ])('%s @ %i', (x, count, sci, eng) => {
    expect(textOf(fraction(x), { form: 'sci' }, digits(count))).toBe(sci);
    expect(textOf(fraction(x), { form: 'eng' }, digits(count))).toBe(eng);
  });
});

describe('other bases', () => {
  test('use the digits 0-9a-z and, past base 10, @ for the exponent', () => {
    expect(textOf(rational(255n), { base: 16 })).toBe('ff');
    expect(textOf(rational(-35n, 36n), { base: 36 })).toBe('-0.z');
    expect(textOf(rational(1n, 10n), { base: 3 }, digits(6))).toBe('0.00220022');
    expect(textOf(rational(3n * 2n ** 100n), { base: 2 }, digits(5))).toBe('1.1e+101');
    expect(textOf(rational(14n * 16n ** 40n), { base: 16 }, digits(5))).toBe('e@+40');
  });
});

describe('a power of ten that is not written out', () => {
  test('is rounded as the number that it is', () => {
    const huge = 999_999_999_999;
    expect(render({ mantissa: 1n, exp10: huge }, format(digits(20)))).toMatchObject({
      text: `1e+${huge}`,
      rounding: 'exact',
    });
    expect(render({ mantissa: -123_456n, exp10: -huge }, format(digits(3)))).toMatchObject({
      text: `-1.23e-${huge - 5}`,
    });
    expect(render({ mantissa: 9_996n, exp10: huge }, format(digits(3)))).toMatchObject({ text: `1.00e+${huge + 4}` });
    expect(render({ mantissa: 0n, exp10: huge }, format(digits(3)))).toMatchObject({ text: '0', rounding: 'exact' });
    expect(render({ mantissa: 1n, exp10: -huge }, format(places(3)))).toMatchObject({ text: '0', rounding: 'nearest' });
    expect(render({ mantissa: -1n, exp10: -huge }, format(places(3), { round: 'floor' }))).toMatchObject({
      text: '-0.001',
    });
    expect(render({ mantissa: 5n, exp10: huge }, format(digits(3), { form: 'interval' }))).toMatchObject({
      text: `[5e+${huge}, 5e+${huge}]`,
    });
  });

  test('is converted to other bases by a narrow ball', () => {
    for (const [exponent, base] of [
      [12_000, 16],
      [-12_000, 7],
    ] as const) {
      const written = textOf(power(10, exponent), { base, form: 'sci' }, digits(30));
      expect(render({ mantissa: 1n, exp10: exponent }, format(digits(30), { base, form: 'sci' }))).toMatchObject({
        text: written,
      });
    }
  });

  test('refuses forms that would need it', () => {
    for (const form of ['frac', 'repeat', 'cf'] as const)
      expect(() => render({ mantissa: 1n, exp10: 1e12 }, format(digits(20), { form }))).toThrow(LimitError);
  });
});

describe('fractions', () => {
  test('write what they are', () => {
    expect(textOf(rational(-22n, 7n), { form: 'frac' })).toBe('-22/7');
    expect(textOf(rational(12n), { form: 'frac' })).toBe('12');
    expect(textOf(rational(255n, 16n), { form: 'frac', base: 16 })).toBe('ff/10');
    expect(render(ball.exact(3n, -2), format(digits(20), { form: 'frac' }))).toMatchObject({ text: '3/4' });
  });

  test('are refused where the value is not proved rational', () => {
    const open = ball.ball(1n, 0, mag.powerOf2(-100));
    for (const form of ['frac', 'repeat'] as const)
      expect(() => render(open, format(digits(20), { form }))).toThrow(DomainError);
  });

  test('repeat: the text sums to the number', () => {
    fc.assert(
      fc.property(
        integers(50),
        fc.integer({ min: 1, max: 3000 }),
        fc.integer({ min: 2, max: 36 }),
        (num, den, base) => {
          const x = rational(num, BigInt(den));
          const text = textOf(x, { form: 'repeat', base });
          const [start = '', period = ''] = text.replace(')', '').split('(');
          const negative = text.startsWith('-');
          const before = read(start.replace('-', ''), base);
          const length = (start.split('.')[1] ?? '').length;
          const repeated =
            period === ''
              ? q.ZERO
              : q.div(q.mul(read(period, base), power(base, -length)), q.sub(power(base, period.length), q.ONE));
          const sum = q.add(before, repeated);
          expect(q.equal(negative ? q.neg(sum) : sum, x), text).toBe(true);
          // No shorter period, and none that starts earlier.
          if (period === '') return;
          expect(`${period}${period}`.indexOf(period, 1)).toBe(period.length);
          if (length > 0) expect(start.at(-1)).not.toBe(period.at(-1));
        },
      ),
      { numRuns: 300 },
    );
  });

  test('repeat: a period that is too long is refused', () => {
    expect(() => textOf(rational(1n, 10n ** 9n + 7n), { form: 'repeat' })).toThrow(LimitError);
    expect(() => textOf(rational(1n, 10n ** 30n + 57n), { form: 'repeat' })).toThrow(LimitError);
    expect(textOf(rational(1n, 97n), { form: 'repeat' })).toMatch(/^0\.\(01030927\d{88}\)$/);
  });
});

describe('hexfloat', () => {
  test('is the double, where a double is the nearest', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 2 ** 52 }), fc.integer({ min: 1, max: 2 ** 52 }), (num, den) => {
        // The quotient of two doubles is correctly rounded.
        const text = textOf(rational(BigInt(num), BigInt(den)), { form: 'hexfloat' });
        const [, hex = '', exponent = ''] = /^0x1\.?([0-9a-f]*)p([+-]\d+)$/.exec(text) ?? [];
        const mantissa = Number.parseInt(`1${hex.padEnd(13, '0')}`, 16);
        expect(mantissa * 2 ** (Number(exponent) - 52)).toBe(num / den);
      }),
    );
  });

  test.each([
    ['1/10', undefined, '0x1.999999999999ap-4'],
    ['-3', undefined, '-0x1.8p+1'],
    ['0', undefined, '0x0p+0'],
    ['255', 4, '0x1p+8'],
    ['1/3', 10, '0x1.558p-2'],
  ])('%s in %s bits is %s', (x, bits, text) => {
    const precision = bits === undefined ? digits(20) : ({ kind: 'bits', count: bits } as const);
    expect(textOf(fraction(x), { form: 'hexfloat' }, precision)).toBe(text);
  });

  test('of a ball is that of its numbers', () => {
    const third = ball.widen(q.enclose(rational(1n, 3n), 100), mag.powerOf2(-90));
    expect(render(third, format(digits(20), { form: 'hexfloat' }))).toMatchObject({ text: '0x1.5555555555555p-2' });
    expect(render(ball.exact(-3n, 10 ** 12), format(digits(20), { form: 'hexfloat' }))).toMatchObject({
      text: '-0x1.8p+1000000000001',
      rounding: 'exact',
    });
  });
});

describe('interval', () => {
  test('has ends of the digits asked for on both sides of an exact number', () => {
    expect(textOf(rational(1n, 3n), { form: 'interval' }, digits(5))).toBe('[0.33333, 0.33334]');
    expect(textOf(rational(-1n, 3n), { form: 'interval' }, places(2))).toBe('[-0.34, -0.33]');
    expect(textOf(rational(1n, 4n), { form: 'interval' }, digits(5))).toBe('[0.25, 0.25]');
  });

  test('holds every number of the ball, and is no wider than it must be', () => {
    fc.assert(
      fc.property(rationals(40), fc.integer({ min: 0, max: 300 }), fc.integer({ min: 1, max: 20 }), (x, p, count) => {
        const b = ball.widen(q.enclose(x, p), mag.powerOf2(-p));
        const rendered = render(b, format(places(count), { form: 'interval' }));
        if (rendered.kind !== 'text') return;
        const [lo = '', hi = ''] = rendered.text.slice(1, -1).split(', ');
        for (const end of [extent.low(b), extent.high(b)].map((end) => q.mul(rational(end.mid), power(2, end.exp)))) {
          expect(q.compare(read(lo), end)).not.toBe(1);
          expect(q.compare(end, read(hi))).not.toBe(1);
        }
        expect(q.compare(q.sub(read(hi), read(lo)), q.mul(rational(2n), power(10, -count)))).not.toBe(1);
      }),
      { numRuns: 300 },
    );
  });

  test('says what it needs', () => {
    const at = (rad: number, form: Format['form'] = 'interval') =>
      render(ball.ball(10n, 0, mag.powerOf2(-rad)), format(digits(4), { form }));
    expect(at(5).kind).toBe('need');
    expect(at(30).kind).toBe('need');
    expect(at(150)).toMatchObject({ text: '[9.999, 10.01]' });
    expect(render(ball.ball(0n, 0, mag.powerOf2(-150)), format(digits(4), { form: 'interval' })).kind).toBe('zero');
  });
});
