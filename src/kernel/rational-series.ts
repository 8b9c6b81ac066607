import { checkpoint } from '../number/checkpoint.ts';
import { fork, type Work, work } from '../number/fork.ts';
import { bitLength, trailingZeros } from '../number/integer.ts';
import { quotient } from './binary-splitting.ts';
import { factorialIndex } from './factorial-index.ts';
import type { Fixed } from './fixed.ts';
import { exponent, fraction, height, type Point, toNumber } from './point.ts';
import { product } from './product.ts';
import type { Signature } from './taylor.ts';

/** What divides the k-th power, k ≥ 1: the product f(1) … f(k), or f(k) alone, by its name. */
export type Divisors = keyof typeof DIVISORS;

const DIVISORS = {
  factorial: { factor: (k: number) => k, isProduct: true },
  oddFactorial: { factor: (k: number) => 2 * k * (2 * k + 1), isProduct: true },
  evenFactorial: { factor: (k: number) => (2 * k - 1) * 2 * k, isProduct: true },
  odd: { factor: (k: number) => 2 * k + 1, isProduct: false },
} as const;

/** A run of terms: f = ∏ f(k), and t / (f · den^length) its sum, over what its first term was multiplied by before. */
interface Block {
  readonly f: bigint;
  readonly t: bigint;
}

/** A leaf has at most this many terms. */
const CHUNK = 16;

/**
 * 1 + Σ y^k / (f(1) … f(k)), or 1 + Σ y^k / f(k), for y = num / den and k from 1 to at least `terms`, exactly, as a fraction.
 *
 * Requires: den ≠ 0, and whole factors f(k) whose value stays below 2^53.
 * Method: binary splitting, as Haible and Papanikolaou (1998). All blocks of a level have the same length, so that the
 * powers of num and den, the longest factors, are computed once a level; powers of two in den are shifts.
 */
export const rationalSeries = (
  num: bigint,
  den: bigint,
  terms: number,
  divisors: Divisors,
): [num: bigint, den: bigint] => {
  const level = Math.max(0, Math.ceil(Math.log2(terms / CHUNK)));
  const length = Math.ceil(terms / 2 ** level);
  const twos = trailingZeros(den);
  const odd = den >> BigInt(twos);
  const nums = repeatedSquares(num ** BigInt(length), level);
  const odds = repeatedSquares(odd ** BigInt(length), level);
  const termBits = Math.max(bitLength(num), bitLength(den) + Math.log2(DIVISORS[divisors].factor(terms)));
  const forkLevel = Math.ceil(Math.log2(FORK_BITS / (termBits * length)));
  const whole = { num, den, divisors, length, level, index: 0, twos, nums, odds, forkLevel };
  const { f, t } = part.run(whole);
  const below = timesDen(f, level, whole);
  return [below + t, below];
};

/** Bits of ∏ f(k) den^length, or of num^length, in a block that is worth another thread: 2 ms. */
const FORK_BITS = 100_000;

/** 2^level blocks of `length` terms, the first of them block number `index`, for any thread. */
interface Part {
  readonly num: bigint;
  readonly den: bigint;
  readonly divisors: Divisors;
  readonly length: number;
  readonly level: number;
  readonly index: number;
  /** The trailing zeros of den, and num and the rest of den to the power of length · 2^i, for i below the level. */
  readonly twos: number;
  readonly nums: readonly bigint[];
  readonly odds: readonly bigint[];
  /** The level from which on a part is worth another thread. */
  readonly forkLevel: number;
}

/** x · den^(length · 2^level). */
const timesDen = (x: bigint, level: number, { length, twos, odds }: Part): bigint => {
  const power = odds[level] as bigint;
  return (power === 1n ? x : x * power) << BigInt(twos * length * 2 ** level);
};

const part: Work<Part, Block> = work('rational series, part', (whole) => {
  const { num, den, divisors, length, nums, odds, forkLevel } = whole;
  const { factor, isProduct } = DIVISORS[divisors];

  const leaf = (from: number): Block => {
    // Horner's rule from the last term: t / (f · den^i) becomes num / den · (t / (f · den^i) / f(k) + 1 / f(k)) with a
    // product of factors, and num / den · (t / (f · den^i) + 1 / f(k)) without.
    let f = 1n;
    let t = 0n;
    let power = 1n;
    for (let k = from + length; k > from; k--) {
      const next = BigInt(factor(k));
      t = num * (isProduct ? f * power + t : f * power + t * next);
      f *= next;
      power *= den;
    }
    return { f, t };
  };

  const begin = (level: number, index: number): (() => Block) =>
    fork(part, { ...whole, level, index, nums: nums.slice(0, level), odds: odds.slice(0, level) });

  const fold = (level: number, index: number): Block => {
    if (level === 0) return leaf(index * length);
    const half = level - 1;
    const begun = half >= forkLevel ? begin(half, 2 * index) : undefined;
    const right = fold(half, 2 * index + 1);
    const left = begun === undefined ? fold(half, 2 * index) : begun();
    checkpoint();
    const f = product(left.f, right.f);
    const shifted = product(nums[half] as bigint, right.t);
    const carried = timesDen(left.t * right.f, half, whole);
    return { f: f(), t: carried + (isProduct ? shifted() : shifted() * left.f) };
  };

  return fold(whole.level, whole.index);
});

/** x, x², x⁴, …: `count` squarings. */
const repeatedSquares = (x: bigint, count: number): bigint[] => {
  const squares = [x];
  for (let i = 0; i < count; i++) {
    checkpoint();
    const last = squares[i] as bigint;
    squares.push(last * last);
  }
  return squares;
};

/** log2 |x| to 2^-40, for planning. */
const log2 = (x: Point): number => {
  const size = exponent(x);
  return Math.log2(Math.abs(toNumber({ ...x, exp: x.exp - size }))) + size;
};

/**
 * A number of terms, m, after which the rest of Σ x^k / k! is below 2^-(wp + 1), and so is that of any part of its terms.
 *
 * Bound: the first that is left out is at most 2^-(wp + 2); as m > 2.7 |x|, each further one is less than half of the one
 * before.
 */
export const factorialTerms = (x: Point, wp: number): number => factorialIndex(log2(x), wp + 2);

/** Below this precision other methods win whatever the fraction, and above it up to this many bits of series for each bit of the result. */
const LEAST_PRECISION = 8000;
const LARGEST_RATIO = 4;

/** Whether the powers of x that `termsOf` counts, summed exactly, cost less than what is done for a number without structure (measured). */
export const seriesPays = (x: Point, p: number, termsOf: (x: Point, p: number) => number): boolean => {
  if (p < LEAST_PRECISION) return false;
  const terms = termsOf(x, p);
  return terms * (height(x) + Math.log2(terms)) < LARGEST_RATIO * p;
};

/** How many powers of x make the rest of Σ x^(2k + 1) / (2k + 1) smaller than 2^-(wp + 1), for |x| ≤ 1/2. */
const arctangentPowers = (x: Point, wp: number): number => Math.ceil(((wp + 3) / -log2(x)) * (1 + 2 ** -30)) + 1;

/** Whether `arctangentSeries` may be used and costs less than other methods. */
export const arctangentPays = (x: Point, p: number): boolean => exponent(x) <= -1 && seriesPays(x, p, arctangentPowers);

/**
 * Encloses atanh x (signature 1) or atan x (signature −1).
 *
 * Requires: 0 < |x| ≤ 1/2.
 * Bound, in ulps: the first power left out is below 2^-3 and all of them together below twice that; the quotient adds 1.0625.
 */
export const arctangentSeries = (x: Point, signature: Signature, wp: number): Fixed => {
  const [num, den] = fraction(x);
  const terms = Math.ceil(arctangentPowers(x, wp) / 2);
  const square = signature === 1 ? num * num : -num * num;
  const [t, q] = rationalSeries(square, den * den, terms, 'odd');
  const { value, error } = quotient(num * t, den * q, wp, 0);
  return { value, error: error + 0.25 };
};
