import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { atan } from '../../src/kernel/atan.ts';
import { sinCos } from '../../src/kernel/sin-cos.ts';
import type * as ball from '../../src/number/ball.ts';
import * as extent from '../../src/number/extent.ts';
import * as mag from '../../src/number/magnitude.ts';
import { answerOf, blamed, digitsOf, errorOf, sessionWith } from '../run/sessions.ts';

/** x = ±m · 2^exp with m of up to 40 bits, and a precision at which the first terms may or may not be enough. */
const cases = fc.record({
  mid: fc.bigInt({ min: -(2n ** 40n), max: 2n ** 40n }).filter((mid) => mid !== 0n),
  exp: fc.integer({ min: -600, max: -41 }),
  p: fc.integer({ min: -10, max: 2500 }),
});

describe('functions of tiny numbers', () => {
  it('enclose what the same kernels say much more precisely, as narrowly as asked', () => {
    fc.assert(
      fc.property(cases, ({ mid, exp, p }) => {
        const x = { mid, exp };
        const pairs: [ball.Ball, ball.Ball][] = [
          [sinCos(x, p)[0], sinCos(x, 3 * 700 + p)[0]],
          [sinCos(x, p)[1], sinCos(x, 3 * 700 + p)[1]],
          [atan(x, p), atan(x, 3 * 700 + p)],
        ];
        for (const [coarse, fine] of pairs) {
          expect(mag.less(mag.powerOf2(-p), coarse.rad)).toBe(false);
          expect(extent.overlaps(coarse, fine)).toBe(true);
        }
      }),
      // Of the first the rest is below what a double can hold.
      { numRuns: 300, examples: [[{ mid: -1n, exp: -539, p: 537 }]] },
    );
  });

  it('are never taken for the numbers themselves', async () => {
    const session = sessionWith();
    for (const name of ['sin', 'tan', 'atan', 'asin']) {
      expect(await session.run(`${name}(2^-40000) == 2^-40000`)).toMatchObject({ kind: 'truth', value: false });
      expect((await answerOf(session, `${name}(2^-600) @ 50`)).rounding).toBe('nearest');
    }
  });

  it('are the numbers themselves, at no cost of their exponents', async () => {
    const session = sessionWith({ timeout: 5000 });
    for (const name of ['sin', 'tan', 'atan', 'asin']) {
      expect(await digitsOf(session, `${name}(10^-10000000) @ 10`)).toBe('1.000000000e-10000000');
    }
    expect(await digitsOf(session, 'exp(-10^9) @ 30')).toBe('1.24953427192101328092437849901e-434294482');
  });

  it('name the part that goes beyond every limit', async () => {
    const line = '1 + atan(10^-400000000)*2';
    expect(blamed(line, await errorOf(sessionWith(), line))).toContain('atan(10^-400000000)');
  });
});
