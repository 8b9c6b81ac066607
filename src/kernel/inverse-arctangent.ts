import { checkpoint } from '../number/checkpoint.ts';
import { quotient } from './binary-splitting.ts';
import type { Fixed } from './fixed.ts';

/** The block of terms from …: b = ∏ (2k + 1) and t / (b · y^length) = Σ y^-(k − from + 1) / (2k + 1). */
interface Block {
  readonly b: bigint;
  readonly t: bigint;
}

/** A leaf has at most this many terms. */
const CHUNK = 16;

/**
 * Encloses atan(1 / x), or atanh(1 / x) where `hyperbolic`, at precision wp.
 *
 * Requires: a whole x ≥ 2 below 2^53.
 * Bound, in ulps: the terms left out are below x^-(2N + 1) / (2N + 1) / (1 − x^-2) < x^-(2N + 1), which is at most 2^-4
 * because (2N + 1) · log2 x ≥ wp + 4; the quotient adds 1.0625.
 * Method: with y = ∓x², Σ y^-(k + 1) / (2k + 1) by binary splitting. All blocks of one level have the same length, so
 * that the power of y, the longest factor of their denominators, is computed once a level.
 */
export const inverseArctangent = (x: number, hyperbolic: boolean, wp: number): Fixed => {
  // (2N + 1) · log2 x exceeds what is needed by a bit at least, which pays for the rounding of the doubles.
  const needed = Math.ceil((wp + 4) / (2 * Math.log2(x))) + 1;
  const levels = Math.max(0, Math.ceil(Math.log2(needed / CHUNK)));
  const length = Math.ceil(needed / 2 ** levels);

  const wide = BigInt(x);
  const y = hyperbolic ? wide * wide : -wide * wide;
  const powers = [y ** BigInt(length)];
  let full = powers[0] as bigint;
  for (let level = 1; level <= levels; level++) {
    checkpoint();
    full *= full;
    powers.push(full);
  }

  const leaf = (from: number): Block => {
    let b = BigInt(2 * from + 1);
    let t = 1n;
    for (let k = from + 1; k < from + length; k++) {
      const next = BigInt(2 * k + 1);
      t = t * (next * y) + b;
      b *= next;
    }
    return { b, t };
  };

  const fold = (level: number, index: number): Block => {
    if (level === 0) return leaf(index * length);
    const left = fold(level - 1, 2 * index);
    const right = fold(level - 1, 2 * index + 1);
    checkpoint();
    return { b: left.b * right.b, t: right.b * (powers[level - 1] as bigint) * left.t + left.b * right.t };
  };

  const { b, t } = fold(levels, 0);
  const { value, error } = quotient(hyperbolic ? wide * t : -wide * t, b * full, wp, 0);
  return { value, error: error + 2 ** -4 };
};
