import fc from 'fast-check';
import { expect, test } from 'vitest';
import { exponential } from '../../src/kernel/bit-burst.ts';
import { sineAndCosine } from '../../src/kernel/taylor.ts';
import { integers } from '../support/arbitraries.ts';

test('an exponential by parts is sinh + cosh, within its error', () => {
  const wp = 52_000;
  const guard = 32;
  fc.assert(
    fc.property(fc.constantFrom(2, 3, 17, 130, 225, 400, 50_000), integers(wp), (zeros, digits) => {
      const t = digits >> BigInt(zeros);
      const { value, error } = exponential(t, wp);
      const [sinh, cosh] = sineAndCosine(t << BigInt(guard), 1, wp + guard);
      const difference = Number((value << BigInt(guard)) - sinh.value - cosh.value) / 2 ** guard;
      expect(Math.abs(difference)).toBeLessThanOrEqual(error + 2 ** -16);
      expect(error).toBeLessThan(200);
    }),
    // Numbers this long shrink for minutes.
    { numRuns: 15, endOnFailure: true },
  );
});
