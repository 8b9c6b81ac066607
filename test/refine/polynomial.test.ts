import fc from 'fast-check';
import { expect, it } from 'vitest';
import { gcd } from '../../src/number/gcd.ts';
import * as rat from '../../src/number/rational.ts';
import { primitive, signAt, signAtRational } from '../../src/refine/polynomial.ts';
import { dyadics, integers, rationals } from '../support/arbitraries.ts';

/** Multiplies the polynomial by q x − p. */
const withRoot = (polynomial: readonly bigint[], { num, den }: rat.Rational): bigint[] =>
  [...polynomial, 0n].map((coefficient, i) => den * (polynomial[i - 1] ?? 0n) - num * coefficient);

const polynomials = fc.array(integers(100), { minLength: 1, maxLength: 8 });

it('the sign is that of the value in rational arithmetic', () => {
  fc.assert(
    fc.property(polynomials, rationals(60), (polynomial, x) => {
      const value = polynomial.reduceRight((sum, c) => rat.add(rat.mul(sum, x), rat.rational(c)), rat.ZERO);
      expect(signAtRational(polynomial, x)).toBe(rat.sign(value));
    }),
  );
});

it('a root that the polynomial was made with is one, and right beside it the sign is exact too', () => {
  fc.assert(
    fc.property(polynomials, dyadics, fc.integer({ min: 1, max: 3000 }), (factor, point, bits) => {
      const root = rat.fromDyadic(point);
      const polynomial = withRoot(factor, root);
      expect(signAt(polynomial, point)).toBe(0);
      const exp = point.exp - bits;
      const beside = { mid: (point.mid << BigInt(bits)) + 1n, exp };
      expect(signAt(polynomial, beside)).toBe(signAtRational(factor, rat.fromDyadic(beside)));
    }),
  );
});

it('the primitive polynomial has the same roots and a positive leading coefficient', () => {
  fc.assert(
    fc.property(polynomials, integers(50), rationals(20), (polynomial, factor, x) => {
      fc.pre(factor !== 0n && polynomial.at(-1) !== 0n);
      const reduced = primitive(polynomial.map((c) => factor * c));
      const [leading = 0n] = polynomial.slice(-1);
      expect(reduced.reduce(gcd, 0n)).toBe(1n);
      expect((reduced.at(-1) as bigint) > 0n).toBe(true);
      expect(signAtRational(reduced, x)).toBe(signAtRational(polynomial, x) * (leading < 0n ? -1 : 1) + 0);
    }),
  );
});
