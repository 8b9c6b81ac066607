import { checkpoint } from '../number/checkpoint.ts';
import { fork, type Work, work } from '../number/fork.ts';
import { quotient } from './binary-splitting.ts';
import type { Fixed } from './fixed.ts';

/** The block of terms from …: b = ∏ (2k + 1) and t / (b · y^length) = Σ y^-(k − from + 1) / (2k + 1). */
interface Block {
  readonly b: bigint;
  readonly t: bigint;
}

/** A leaf has at most this many terms. */
const CHUNK = 16;

/** Bits of the power of y in a block that is worth another thread: 2 ms. */
const FORK_BITS = 100_000;

/** 2^level blocks of `length` terms, the first of them block number `index`, for any thread. */
interface Part {
  readonly y: bigint;
  readonly length: number;
  readonly level: number;
  readonly index: number;
  /** y to the power of length · 2^i, for i below the level. */
  readonly powers: readonly bigint[];
  /** The level from which on a part is worth another thread. */
  readonly forkLevel: number;
}

const part: Work<Part, Block> = work('inverse arctangent, part', (whole) => {
  const { y, length, powers, forkLevel } = whole;

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
    const half = level - 1;
    const begun =
      half >= forkLevel
        ? fork(part, { ...whole, level: half, index: 2 * index, powers: powers.slice(0, half) })
        : undefined;
    const right = fold(half, 2 * index + 1);
    checkpoint();
    const { b, t } = begun === undefined ? fold(half, 2 * index) : begun();
    return { b: b * right.b, t: right.b * (powers[half] as bigint) * t + b * right.t };
  };

  return fold(whole.level, whole.index);
});

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

  const forkLevel = Math.ceil(Math.log2(FORK_BITS / (2 * Math.log2(x) * length)));
  const { b, t } = part.run({ y, length, level: levels, index: 0, powers, forkLevel });
  const { value, error } = quotient(hyperbolic ? wide * t : -wide * t, b * full, wp, 0);
  return { value, error: error + 2 ** -4 };
};
