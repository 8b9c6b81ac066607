import { checkpoint } from '../number/checkpoint.ts';
import { fork, type Work, work } from '../number/fork.ts';
import { shift } from '../number/integer.ts';
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

/** Below this precision the series is summed in fixed point (measured). */
const SPLITTING_PRECISION = 80_000;

/**
 * Encloses atan(1 / x), or atanh(1 / x) where `hyperbolic`, at precision wp.
 *
 * Requires: a whole x ≥ 2 below 2^53.
 * Bound and method: see `inFixedPoint` and `bySplitting`, which is the quicker for long results.
 */
export const inverseArctangent = (x: number, hyperbolic: boolean, wp: number): Fixed =>
  (wp < SPLITTING_PRECISION ? inFixedPoint : bySplitting)(x, hyperbolic, wp);

/**
 * How many terms N of Σ x^-(2k + 1) / (2k + 1) leave less than 2^-4 ulps out.
 *
 * Bound: the others are below x^-(2N + 1) / (2N + 1) / (1 − x^-2) < x^-(2N + 1), which is at most 2^-(wp + 4) because
 * (2N + 1) · log2 x exceeds wp + 4 by a bit at least, which pays for the rounding of the doubles.
 */
const termsOf = (x: number, wp: number): number => Math.ceil((wp + 4) / (2 * Math.log2(x))) + 1;

/** Bits of the denominator of a block that is summed exactly: the longer, the fewer long divisions (measured). */
const blockBits = (wp: number): number => Math.max(600, wp / 12);

/**
 * Bound, in ulps: with y = ∓x², R(j) is the sum of the blocks from j on over the power of y before them, and R(0) the whole.
 * R(j) = (t + b R(j + 1)) / (b y^length) is cut at a precision which is that of R(0) less at most log2 of that power, so
 * that each of the blocks adds at most 1 ulp (and 2^-20 for the doubles) of R(0), and x times that to the result: less
 * than 2^-4, as 2^guard ≥ 32 · blocks · x. The terms left out are 2^-4 more, and cutting the guard bits is 1.
 * Method: Horner's rule over blocks of terms, each an exact fraction. The numbers get shorter from the first to the last.
 */
const inFixedPoint = (x: number, hyperbolic: boolean, wp: number): Fixed => {
  const needed = termsOf(x, wp);
  const power = 2 * Math.log2(x);
  const odd = Math.log2(4 * needed + 52);
  // The sum of so many terms has a numerator below 2 · (odd · y)^(step − 1) and a denominator of odd^step: safe integers.
  const step = Math.max(1, Math.min(Math.floor(52 / odd), 1 + Math.floor(52 / (odd + power))));
  const steps = Math.ceil(Math.min(blockBits(wp) / (odd + power), needed) / step);
  const length = step * steps;
  const blocks = Math.ceil(needed / length);
  const guard = Math.ceil(Math.log2(blocks * x)) + 5;

  const y = hyperbolic ? x * x : -x * x;
  const wide = hyperbolic ? BigInt(x) * BigInt(x) : -BigInt(x) * BigInt(x);
  const stepPower = wide ** BigInt(step);
  const blockPower = stepPower ** BigInt(steps);
  let rest = 0n;
  let restPrecision = 0;
  for (let block = blocks - 1; block >= 0; block--) {
    checkpoint();
    let b = 1n;
    let t = 0n;
    let k = block * length;
    for (let i = 0; i < steps; i++) {
      let den = 2 * k + 1;
      let num = 1;
      for (const end = k++ + step; k < end; k++) {
        num = num * (2 * k + 1) * y + den;
        den *= 2 * k + 1;
      }
      const factor = BigInt(den);
      t = t * (factor * stepPower) + b * BigInt(num);
      b *= factor;
    }
    const precision = Math.max(0, wp + guard - Math.floor(block * length * power));
    rest = (shift(t, precision) + shift(b * rest, precision - restPrecision)) / (b * blockPower);
    restPrecision = precision;
  }
  return { value: (BigInt(hyperbolic ? x : -x) * rest) >> BigInt(guard), error: 1.125 };
};

/**
 * Bound, in ulps: 2^-4 for the terms left out; the quotient adds 1.0625.
 * Method: with y = ∓x², Σ y^-(k + 1) / (2k + 1) by binary splitting. All blocks of one level have the same length, so
 * that the power of y, the longest factor of their denominators, is computed once a level.
 */
const bySplitting = (x: number, hyperbolic: boolean, wp: number): Fixed => {
  const needed = termsOf(x, wp);
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
