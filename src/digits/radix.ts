import { checkpoint } from '../number/checkpoint.ts';
import { fork, type Work, work } from '../number/fork.ts';
import { shift } from '../number/integer.ts';

/** The first digits of a fraction, and what follows them in units of 2^-guard of the last digit. */
export interface FractionDigits {
  readonly digits: string;
  readonly rest: bigint;
}

/** Digits below which V8's own conversion of an integer is the faster one (measured). */
const LEAF_DIGITS = 200;

/** By how many units of 2^-guard the rest may be too small: one for each truncation on the way to the last digit. */
export const REST_SLACK = 40n;

/**
 * The first `count` digits in `base` of f = fraction / 2^bits in [0, 1).
 *
 * Encloses: f · base^count = digits + (rest + t) / 2^guard with 0 ≤ t < REST_SLACK.
 * Requires: guard ≥ 16.
 * Bound: a part of n digits holds its fraction in `widthOf(n)` ≥ n log2(base) + guard bits, so one unit of it is worth at most
 *   2^-guard of its last digit. The low half of a part is floored to that width once, which lowers the rest by less than one
 *   unit at each of at most 30 levels, and never borrows from a digit; the fraction given and the rest are floored too.
 *   A high half has to keep its digits, not its rest: with λ in [0, 1) what follows them, the floored fraction moves λ down
 *   by less than a unit. Where λ < 1/2, 2^(guard − 2) units are added, worth between 1/8 and 1/4; so λ stays in
 *   [1/8 − 2^-guard, 1) and the flooring of its own parts, below 40 · 2^-guard, cannot reach another digit.
 * Method: multiply by base^(count / 2), split, recur (Brent and Zimmermann, Modern Computer Arithmetic, 1.7); powers of two
 * in the base are shifts.
 */
export const fractionDigits = (
  fraction: bigint,
  bits: number,
  count: number,
  base: number,
  guard: number,
): FractionDigits => {
  const twos = Math.log2(base);
  if (Number.isInteger(twos)) {
    const scaled = shift(fraction, count * twos + guard - bits);
    return { digits: padded(scaled >> BigInt(guard), count, base), rest: BigInt.asUintN(guard, scaled) };
  }
  const level = Math.max(0, Math.ceil(Math.log2(count / LEAF_DIGITS)));
  const leaf = Math.ceil(count / 2 ** level);
  // The powers (base / 2^halvings)^(leaf · 2^i), each the square of the one before.
  const powers: bigint[] = [];
  for (let i = 0; i < level; i++) {
    checkpoint();
    const half = powers[i - 1];
    powers.push(half === undefined ? BigInt(base >> trailingZeros(base)) ** BigInt(leaf) : half * half);
  }
  const width = widthOf(count, base, guard);
  return part.run({ fraction: shift(fraction, width - bits), count, level, leaf, base, guard, powers });
};

/** Bits of a fraction of which `count` digits are written. */
const widthOf = (count: number, base: number, guard: number): number =>
  Math.ceil(count * Math.log2(base) * (1 + 2 ** -50)) + guard;

/** Bits of a fraction whose digits are worth another thread: 2 ms. */
const FORK_BITS = 100_000;

/** `count` ≤ leaf · 2^level digits of fraction / 2^widthOf(count), for any thread. */
interface Part {
  readonly fraction: bigint;
  readonly count: number;
  readonly level: number;
  readonly leaf: number;
  readonly base: number;
  readonly guard: number;
  /** The odd part of the base to the power of leaf · 2^i, for i below the level. */
  readonly powers: readonly bigint[];
}

const part: Work<Part, FractionDigits> = work('digits', (whole) => {
  const { leaf, base, guard, powers } = whole;
  const halvings = trailingZeros(base);

  const write = (f: bigint, n: number, level: number): FractionDigits => {
    const p = widthOf(n, base, guard);
    if (level === 0) {
      const scaled = f * BigInt(base) ** BigInt(n);
      return { digits: padded(scaled >> BigInt(p), n, base), rest: BigInt.asUintN(p, scaled) >> BigInt(p - guard) };
    }
    checkpoint();
    const half = level - 1;
    const high = leaf * 2 ** half;
    if (n <= high) return write(f, n, half);
    const rightBits = p - high * halvings;
    const right = BigInt.asUintN(rightBits, f * (powers[half] as bigint));
    const isUpperHalf = right >> BigInt(rightBits - 1) === 1n;
    const lowWidth = widthOf(n - high, base, guard);
    const low = right >> BigInt(rightBits - lowWidth);
    const begun =
      lowWidth > FORK_BITS
        ? fork(part, { ...whole, fraction: low, count: n - high, level: half, powers: powers.slice(0, half) })
        : undefined;
    const left = f >> BigInt(p - widthOf(high, base, guard));
    const first = write(isUpperHalf ? left : left + (1n << BigInt(guard - 2)), high, half);
    const { digits, rest } = begun === undefined ? write(low, n - high, half) : begun();
    return { digits: first.digits + digits, rest };
  };

  return write(whole.fraction, whole.count, whole.level);
});

const padded = (x: bigint, count: number, base: number): string =>
  count === 0 ? '' : x.toString(base).padStart(count, '0');

const trailingZeros = (n: number): number => Math.log2(n & -n);

/** The digit string plus one, which may be longer by a digit. */
export const increment = (digits: string, base: number): string => {
  const top = (base - 1).toString(base);
  let end = digits.length;
  while (end > 0 && digits[end - 1] === top) end -= 1;
  const zeros = '0'.repeat(digits.length - end);
  if (end === 0) return `1${zeros}`;
  return digits.slice(0, end - 1) + (Number.parseInt(digits.charAt(end - 1), base) + 1).toString(base) + zeros;
};

/** The number that a string of digits writes. */
export const parseDigits = (digits: string, base: number): bigint => {
  if (base === 10) return BigInt(`0${digits}`);
  if (digits.length <= 10) return BigInt(Number.parseInt(`0${digits}`, base));
  const low = digits.length >> 1;
  return parseDigits(digits.slice(0, -low), base) * BigInt(base) ** BigInt(low) + parseDigits(digits.slice(-low), base);
};
