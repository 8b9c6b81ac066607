import fc from 'fast-check';
import { expect, it } from 'vitest';
import { exp2, exponentOf, leadingBits } from '../../src/number/double.ts';

const normal = fc
  .tuple(fc.double({ min: 1, max: 2, maxExcluded: true, noNaN: true }), fc.integer({ min: -1022, max: 1022 }))
  .map(([mantissa, exponent]) => mantissa * 2 ** exponent);

it('puts powers of two together', () => {
  for (let k = -1100; k <= 1100; k++) expect(exp2(k)).toBe(2 ** k);
});

it('takes a double apart: |x| lies in [bits, bits + 1) · 2^(exponent − 30)', () => {
  fc.assert(
    fc.property(normal, fc.boolean(), (size, isNegative) => {
      const x = isNegative ? -size : size;
      const exponent = exponentOf(x);
      // 2^exponent may be too large for a double, and half of x too small for one with all its bits.
      const mantissa = size / 2 ** (exponent - 1);
      expect(mantissa).toBeGreaterThanOrEqual(1);
      expect(mantissa).toBeLessThan(2);
      expect(Math.floor(mantissa * 2 ** 29)).toBe(leadingBits(x));
    }),
    { numRuns: 1000, examples: [[4.4501477170144023e-308, false]] },
  );
});
