import fc from 'fast-check';
import { expect, test } from 'vitest';
import { circular, exponential } from '../../src/kernel/bit-burst.ts';
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

test('a sine and a cosine by parts are those of the series, within their error', () => {
  const wp = 251_000;
  const guard = 32;
  for (const [zeros, digits] of [
    [2, 3n ** 158_360n],
    [150, -(7n ** 89_400n)],
  ] as const) {
    const t = digits >> BigInt(zeros);
    const ours = circular(t, wp);
    const series = sineAndCosine(t << BigInt(guard), -1, wp + guard);
    ours.forEach(({ value, error }, i) => {
      const difference = Number((value << BigInt(guard)) - (series[i]?.value ?? 0n)) / 2 ** guard;
      expect(Math.abs(difference)).toBeLessThanOrEqual(error + 2 ** -16);
      expect(error).toBeLessThan(20_000);
    });
  }
});
