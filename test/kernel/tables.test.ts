import fc from 'fast-check';
import { expect, test } from 'vitest';
import { exp } from '../../src/kernel/exp.ts';
import type { Fixed } from '../../src/kernel/fixed.ts';
import { sinCos } from '../../src/kernel/sin-cos.ts';
import { TABLE_PRECISION, tabulatedExp, tabulatedSinCos } from '../../src/kernel/tables.ts';
import * as ball from '../../src/number/ball.ts';
import * as extent from '../../src/number/extent.ts';
import * as mag from '../../src/number/magnitude.ts';

const enclosure = ({ value, error }: Fixed, wp: number): ball.Ball => ball.ball(value, -wp, mag.magnitude(error, -wp));

/** Other methods than the tables serve this precision. */
const WIDE = TABLE_PRECISION + 200;

const argument = (wp: number): fc.Arbitrary<bigint> => fc.bigInt({ min: 0n, max: (2n << BigInt(wp)) - 1n });
const precisions = fc.constantFrom(64, 65, 300, TABLE_PRECISION - 1, TABLE_PRECISION);
const cases = precisions.chain((wp) => fc.tuple(fc.constant(wp), argument(wp)));

test('the tables enclose e^x', () => {
  fc.assert(
    fc.property(cases, ([wp, value]) => {
      const found = tabulatedExp({ value, error: 0 }, wp);
      expect(extent.overlaps(enclosure(found, wp), exp({ mid: value, exp: -wp }, WIDE))).toBe(true);
    }),
  );
});

test('the tables enclose sin x and cos x', () => {
  fc.assert(
    fc.property(cases, fc.boolean(), ([wp, size], isNegative) => {
      const value = isNegative ? -size : size;
      const wide = sinCos({ mid: value, exp: -wp }, WIDE);
      tabulatedSinCos({ value, error: 0 }, wp).forEach((found, i) => {
        expect(extent.overlaps(enclosure(found, wp), wide[i] as (typeof wide)[0])).toBe(true);
      });
    }),
  );
});
