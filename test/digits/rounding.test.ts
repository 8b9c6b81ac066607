import { Decimal } from 'decimal.js';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { render, renderExact } from '../../src/digits/render.ts';
import { LimitError } from '../../src/errors.ts';
import type { Ball } from '../../src/number/ball.ts';
import * as ball from '../../src/number/ball.ts';
import * as extent from '../../src/number/extent.ts';
import * as mag from '../../src/number/magnitude.ts';
import * as q from '../../src/number/rational.ts';
import { type Rational, rational } from '../../src/number/rational.ts';
import type { Precision, RoundingMode } from '../../src/outcome.ts';
import { integers, rationals } from '../support/arbitraries.ts';
import {
  digits,
  format,
  leadingExponent,
  MODES,
  places,
  point,
  power,
  read,
  roundByDefinition,
  significant,
} from './reading.ts';

const modes = fc.constantFrom(...MODES);
const bases = fc.oneof({ weight: 3, arbitrary: fc.constant(10) }, fc.integer({ min: 2, max: 36 }));
const precisions: fc.Arbitrary<Precision> = fc.oneof(
  fc.integer({ min: 1, max: 40 }).map(digits),
  fc.integer({ min: 1, max: 6 }).map(digits),
  fc.nat(12).map(places),
  fc.nat(60).map((count): Precision => ({ kind: 'bits', count })),
  fc
    .tuple(fc.integer({ min: 1, max: 50 }), fc.nat(12))
    .map(([num, k]): Precision => ({ kind: 'tol', num: BigInt(num), den: 10n ** BigInt(k) })),
);

/** Fractions, decimals of few digits, ties, and the neighbours of powers of the base. */
const values = (base: number): fc.Arbitrary<Rational> =>
  fc.oneof(
    rationals(80),
    fc
      .tuple(integers(60), fc.integer({ min: -12, max: 4 }), fc.constantFrom(1n, 2n))
      .map(([num, k, den]) => q.mul(rational(num, den), power(base, k))),
    fc
      .tuple(
        fc.integer({ min: -6, max: 12 }),
        fc.integer({ min: 1, max: 30 }),
        fc.constantFrom(-1n, 1n),
        fc.constantFrom(1n, -1n),
      )
      .map(([k, depth, side, sign]) =>
        q.mul(q.add(power(base, k), q.mul(rational(side), power(base, k - depth))), rational(sign)),
      ),
  );

const cases = bases.chain((base) => fc.tuple(fc.constant(base), values(base), precisions, modes));

describe('an exact number', () => {
  test('is written as its definition says', () => {
    fc.assert(
      fc.property(cases, ([base, x, precision, round]) => {
        const { text, rounding } = renderExact(x, format(precision, { base, round }));
        const rounded = roundByDefinition(x, base, precision, round);
        expect(q.equal(read(text, base), rounded), text).toBe(true);
        expect(rounding).toBe(q.equal(rounded, x) ? 'exact' : round);
      }),
      { numRuns: 1200 },
    );
  });

  test('has exactly the digits asked for, or is exact and unpadded', () => {
    fc.assert(
      fc.property(cases, ([base, x, precision, round]) => {
        fc.pre(precision.kind === 'digits' && x.num !== 0n);
        const { text, rounding } = renderExact(x, format(precision, { base, round, form: 'sci' }));
        const written = significant(text, base);
        if (rounding === 'exact') expect(written).toMatch(/[^0]$/);
        else expect(written.length).toBe(precision.kind === 'digits' ? precision.count : 0);
      }),
      { numRuns: 500 },
    );
  });

  test('rounds as decimal.js does', () => {
    const ours: Record<RoundingMode, Decimal.Rounding> = { up: 0, down: 1, ceil: 2, floor: 3, nearest: 6 };
    fc.assert(
      fc.property(
        integers(100),
        fc.integer({ min: -40, max: 20 }),
        fc.integer({ min: 1, max: 30 }),
        modes,
        (m, e, count, round) => {
          const x = q.mul(rational(m), power(10, e));
          const theirs = new Decimal(`${m}e${e}`).toSignificantDigits(count, ours[round]);
          expect(new Decimal(renderExact(x, format(digits(count), { round })).text).eq(theirs)).toBe(true);
          const fixed = new Decimal(`${m}e${e}`).toDecimalPlaces(count, ours[round]);
          expect(new Decimal(renderExact(x, format(places(count), { round })).text).eq(fixed)).toBe(true);
        },
      ),
      { numRuns: 1000 },
    );
  });

  test('is the same by quotient and by enclosure', () => {
    fc.assert(
      fc.property(rationals(60), fc.integer({ min: 2001, max: 2100 }), modes, (x, count, round) => {
        const { text } = renderExact(x, format(digits(count), { round }));
        expect(q.equal(read(text), roundByDefinition(x, 10, digits(count), round))).toBe(true);
      }),
      { numRuns: 40 },
    );
    // A tie and its neighbours two thousand digits down.
    for (const nudge of [-1n, 0n, 1n]) {
      const x = rational(2n * 10n ** 2500n + 1n + nudge, 2n * 10n ** 2500n + (nudge === 0n ? 0n : 7n));
      const { text } = renderExact(x, format(digits(2501)));
      expect(q.equal(read(text), roundByDefinition(x, 10, digits(2501), 'nearest'))).toBe(true);
    }
    const round = rational(3n * 10n ** 6000n);
    expect(renderExact(round, format(digits(5)))).toMatchObject({ text: '3e+6000', rounding: 'exact' });
    expect(renderExact(rational(11n * 10n ** 6000n), format(digits(1), { round: 'up' }))).toMatchObject({
      text: '2e+6001',
      rounding: 'up',
    });
    const long = rational(3n ** 9000n);
    expect(
      q.equal(read(renderExact(long, format(digits(30))).text), roundByDefinition(long, 10, digits(30), 'nearest')),
    ).toBe(true);
  });
});

/** Balls around the values above: most narrow, some wide, some with the value at their edge. */
const ballCases = cases.chain(([base, x, precision, round]) =>
  fc
    .tuple(fc.integer({ min: 0, max: 400 }), fc.integer({ min: 2 ** 29, max: 2 ** 30 }), fc.constantFrom(-1n, 0n, 1n))
    .map(([p, man, nudge]) => {
      const enclosed = q.enclose(x, p);
      const radius = mag.magnitude(man, -p - 29);
      return { base, x, precision, round, ball: ball.ball(enclosed.mid + nudge, enclosed.exp, radius) };
    }),
);

/** The ends, the midpoint and some points between. */
const pointsOf = (x: Ball): Rational[] => {
  const [lo, hi] = [point(extent.low(x)), point(extent.high(x))];
  return [0n, 1n, 2n, 3n, 4n].map((i) => q.add(q.mul(lo, rational(4n - i, 4n)), q.mul(hi, rational(i, 4n))));
};

const isIn = (x: Rational, b: Ball): boolean =>
  q.compare(point(extent.low(b)), x) <= 0 && q.compare(x, point(extent.high(b))) <= 0;

describe('a ball', () => {
  test('that has a text has that of each of its numbers', () => {
    let texts = 0;
    fc.assert(
      fc.property(ballCases, ({ base, precision, round, ball: b }) => {
        const rendered = render(b, format(precision, { base, round }));
        if (rendered.kind !== 'text') return;
        texts += 1;
        for (const x of pointsOf(b))
          expect(q.equal(roundByDefinition(x, base, precision, round), read(rendered.text, base))).toBe(true);
        if (precision.kind === 'digits' && read(rendered.text, base).num !== 0n && rendered.rounding !== 'exact')
          expect(significant(rendered.text, base).length >= precision.count).toBe(true);
      }),
      { numRuns: 1200 },
    );
    expect(texts).toBeGreaterThan(200);
  });

  test('that straddles holds a point where the rounding steps', () => {
    let straddles = 0;
    fc.assert(
      fc.property(ballCases, ({ base, precision, round, ball: b }) => {
        const rendered = render(b, format(precision, { base, round }));
        if (rendered.kind !== 'straddle') return;
        straddles += 1;
        // The expansion is a little wider than the ball.
        expect(isIn(rendered.at, ball.widen(b, { man: b.rad.man, exp: b.rad.exp - 20 }))).toBe(true);
        expect(rendered.bits).toBeGreaterThan(ball.accuracy(b));
        const tiny = power(2, -2000);
        const [below, above] = [q.sub(rendered.at, tiny), q.add(rendered.at, tiny)].map((x) =>
          roundByDefinition(x, base, precision, round),
        ) as [Rational, Rational];
        expect(q.equal(below, above)).toBe(false);
      }),
      { numRuns: 1200 },
    );
    expect(straddles).toBeGreaterThan(50);
  });

  test('just above a power of the base straddles no step of the finer unit below it', () => {
    const mid = 398626444591703923216888530892186516845322166911338680405788700655777375491340796285132312312727165242n;
    const above = { mid, exp: -322, bits: 338, rad: { man: 843670200, exp: -351 } };
    const rendered = render(above, format({ kind: 'digits', count: 22 }, { base: 36, round: 'ceil' }));
    expect(rendered).toMatchObject({ kind: 'text', text: '1000.000000000000000001', rounding: 'ceil' });
  });

  test('that is too wide says how narrow it must be', () => {
    fc.assert(
      fc.property(ballCases, ({ base, precision, round, ball: b }) => {
        const rendered = render(b, format(precision, { base, round }));
        if (rendered.kind !== 'need') return;
        expect(rendered.bits).toBeGreaterThan(ball.accuracy(b));
        const narrow = ball.ball(b.mid, b.exp, mag.powerOf2(-rendered.bits));
        expect(render(narrow, format(precision, { base, round })).kind).not.toBe('need');
      }),
      { numRuns: 1000 },
    );
  });

  test('within a ball that has a text has the same', () => {
    fc.assert(
      fc.property(ballCases, fc.integer({ min: -7, max: 7 }), ({ base, precision, round, ball: b }, shift) => {
        const rendered = render(b, format(precision, { base, round }));
        if (rendered.kind !== 'text' || ball.isExact(b)) return;
        // 1/16 of the radius around a point at most 7/8 of it away.
        const radius = { mid: BigInt(b.rad.man), exp: b.rad.exp };
        const centre = ball.add(ball.exact(b.mid, b.exp), ball.exact(radius.mid * BigInt(shift), radius.exp - 3));
        const inner = ball.widen(centre, { man: b.rad.man, exp: b.rad.exp - 4 });
        expect(render(inner, format(precision, { base, round }))).toEqual(rendered);
      }),
      { numRuns: 1000 },
    );
  });

  test('around 0 has no significant digits, but places', () => {
    const tiny = ball.ball(1n, -100, mag.powerOf2(-90));
    expect(render(tiny, format(digits(5)))).toEqual({ kind: 'zero' });
    for (const round of ['nearest', 'down'] as const)
      expect(render(tiny, format(places(5), { round }))).toMatchObject({ text: '0' });
    for (const round of ['up', 'floor', 'ceil'] as const)
      expect(render(tiny, format(places(5), { round }))).toMatchObject({ kind: 'straddle', at: rational(0n) });
  });

  test('across a power of the base rounds to it', () => {
    for (const exponent of [-12, -1, 0, 1, 5, 30]) {
      const centre = q.enclose(power(10, exponent), 400);
      for (const sign of [1n, -1n]) {
        const b = ball.ball(sign * centre.mid, centre.exp, mag.powerOf2(-300));
        const rendered = render(b, format(digits(7), { form: 'sci' }));
        expect(rendered).toMatchObject({
          kind: 'text',
          text: `${sign < 0n ? '-' : ''}1.000000e${exponent < 0 ? '' : '+'}${exponent}`,
        });
        expect(render(b, format(digits(7), { round: 'up' }))).toMatchObject({
          kind: 'straddle',
          at: q.mul(rational(sign), power(10, exponent)),
        });
      }
    }
  });

  test('that ends on a digit is not rounded away from it', () => {
    const b = ball.ball((1n << 50n) + 1n, -50, mag.powerOf2(-50));
    for (const base of [2, 8, 10])
      expect(render(b, format(digits(10), { base, round: 'up' }))).toMatchObject({ kind: 'straddle', at: q.ONE });
  });

  test('names a long tie without a long wait', () => {
    const tie = rational(2n * 7n ** 40_000n + 1n, 2n);
    const count = (7n ** 40_000n).toString().length;
    const b = ball.ball(tie.num << 299n, -300, mag.powerOf2(-200));
    expect(render(b, format(digits(count)))).toMatchObject({ kind: 'straddle', at: tie });
    const half = q.enclose(rational(5n ** 9_000n, 10n ** 9_000n), 10_000);
    expect(render(ball.widen(half, mag.powerOf2(-40_000)), format(places(8_999)))).toMatchObject({
      kind: 'straddle',
      at: rational(1n, 2n ** 9_000n),
    });
  });

  test('asks for the whole line to be narrowed', () => {
    for (const precision of [digits(20), places(3)]) expect(render(ball.WHOLE, format(precision)).kind).toBe('need');
  });
});

describe('numbers with huge exponents', () => {
  test('have the leading digits of the number written out', () => {
    for (const exp of [100_000, 100_003]) {
      const whole = (7n << BigInt(exp)).toString();
      const b = ball.ball(7n << 200n, exp - 200, mag.powerOf2(exp - 190));
      expect(render(b, format(digits(25), { round: 'down' }))).toMatchObject({
        text: `${whole[0]}.${whole.slice(1, 25)}e+${whole.length - 1}`,
      });
      // 2^-n = 5^n · 10^-n.
      const fraction = (7n * 5n ** BigInt(exp)).toString();
      const inverse = ball.ball(7n << 200n, -exp - 200, mag.powerOf2(-exp - 190));
      expect(render(inverse, format(digits(25), { round: 'down' }))).toMatchObject({
        text: `${fraction[0]}.${fraction.slice(1, 25)}e-${exp - fraction.length + 1}`,
      });
    }
  });

  test('are never written out', () => {
    // 10^9 log10 2 = 301029995.6639811952…, and 10^0.6639811952 · 3 = 13.838928…
    expect(render(ball.exact(3n, 1e9), format(digits(20)))).toMatchObject({ text: '1.3838928003507208179e+301029996' });
    expect(render(ball.exact(1n, -1e12), format(digits(10)))).toMatchObject({ text: '1.044250727e-301029995664' });
    expect(render(ball.exact(1n, -1e12), format(places(10)))).toMatchObject({ text: '0' });
    expect(render(ball.exact(5n, 1e9), format(digits(5), { base: 8 }))).toMatchObject({
      text: '1.2e+333333334',
      rounding: 'exact',
    });
  });

  test('are refused where the answer would be too long', () => {
    expect(() => render(ball.exact(3n, 1e9), format(places(2)))).toThrow(LimitError);
    expect(() => render(ball.ball(3n, 1e9, mag.powerOf2(0)), format(places(2)))).toThrow(LimitError);
    expect(() => renderExact(rational(1n, 3n), format(digits(1e9)))).toThrow(LimitError);
    expect(renderExact(rational(1n, 4n), format(digits(1e9))).text).toBe('0.25');
    expect(renderExact(rational(-5n, 2n), format(places(1e9))).text).toBe('-2.5');
  });

  test('keep the leading exponent right next to powers of ten', () => {
    expect(leadingExponent(power(10, 40), 10)).toBe(40);
    for (const exponent of [3_000, -3_000]) {
      for (const side of [-1n, 1n]) {
        const x = q.mul(q.add(rational(1n), rational(side, 10n ** 40n)), power(10, exponent));
        const p = 400 - Math.round(exponent * Math.log2(10));
        const text =
          side > 0n
            ? `1.0000e${exponent > 0 ? '+' : ''}${exponent}`
            : `9.9999e${exponent > 0 ? '+' : ''}${exponent - 1}`;
        expect(
          render(ball.widen(q.enclose(x, p), mag.powerOf2(-p)), format(digits(5), { round: 'down' })),
        ).toMatchObject({ text });
      }
    }
  });
});
