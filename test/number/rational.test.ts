import fc from 'fast-check';
import { expect, it } from 'vitest';
import * as rat from '../../src/number/rational.ts';
import { integers, rationals } from '../support/arbitraries.ts';

const operands = fc.oneof(
  rationals(),
  integers(90).map((num) => rat.rational(num)),
);

it('sums and products are in lowest terms, whatever they are made of', () => {
  fc.assert(
    fc.property(operands, operands, (x, y) => {
      expect(rat.add(x, y)).toEqual(rat.rational(x.num * y.den + y.num * x.den, x.den * y.den));
      expect(rat.mul(x, y)).toEqual(rat.rational(x.num * y.num, x.den * y.den));
    }),
    { numRuns: 2000 },
  );
});
