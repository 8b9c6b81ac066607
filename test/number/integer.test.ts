import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bitLength } from '../../src/number/integer.ts';

describe('bitLength', () => {
  it('steps at every power of two up to four blocks of 512 bits, and of either sign', () => {
    for (let k = 1; k <= 2050; k++) {
      const power = 1n << BigInt(k);
      expect([bitLength(power - 1n), bitLength(power), bitLength(-power)]).toEqual([k, k + 1, k + 1]);
    }
    expect(bitLength(0n)).toBe(0);
  });

  it('steps at powers of two of any length, beside the powers that it compares with too', () => {
    const near = fc.tuple(fc.integer({ min: 9, max: 21 }), fc.integer({ min: -2, max: 2 })).map(([j, d]) => 2 ** j + d);
    fc.assert(
      fc.property(fc.oneof(fc.integer({ min: 1, max: 3_000_000 }), near), (k) => {
        const power = 1n << BigInt(k);
        expect([bitLength(power - 1n), bitLength(power)]).toEqual([k, k + 1]);
      }),
    );
  });

  it('is known for the longest numbers that V8 has', () => {
    const k = 2 ** 30 - 2 ** 16;
    expect(bitLength(1n << BigInt(k))).toBe(k + 1);
  });
});
