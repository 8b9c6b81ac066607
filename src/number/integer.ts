import { LimitError } from '../errors.ts';
import { exponentOf, leadingBits } from './double.ts';

/** The longest integer that may be made, in bits: V8 refuses 2^30, and the rest is room for rounding. */
export const MAX_BITS = 2 ** 30 - 2 ** 16;

const SMALL_BITS = 512;
/** 2^(512 · 2^j) for as many j as a number has asked for; the last there can be has 2^29 bits. */
const POWERS = [1n << BigInt(SMALL_BITS)];
const MOST_POWERS = 21;

export const abs = (x: bigint): bigint => (x < 0n ? -x : x);

/** Whether x lies outside of [−2^bits, 2^bits): what lies in it is shifted out at once, to 0 or −1. */
export const exceeds = (x: bigint, bits: bigint): boolean => {
  const rest = x >> bits;
  return rest !== 0n && rest !== -1n;
};

/** x · 2^k, rounded towards minus infinity where k is negative. */
export const shift = (x: bigint, k: number): bigint => {
  if (k === 0) return x;
  if (k < 0) return x >> BigInt(-k);
  if (x === 0n) return x;
  if (k > MAX_BITS) throw new LimitError(`a number of ${k} bits is longer than ${MAX_BITS} bits`);
  return x << BigInt(k);
};

/** So many powers of two are kept: those that are doubles. */
const KEPT = 1024;
const kept: bigint[] = [];

/** 2^k for k ≥ 0. Numbers that share one as their denominator take less memory, and are compared by it in no time. */
export const powerOfTwo = (k: number): bigint => {
  if (k >= KEPT) return shift(1n, k);
  kept[k] ??= 1n << BigInt(k);
  return kept[k];
};

/** The number of bits of |x|: the least n with |x| < 2^n. Linear time above 1023 bits, for one copy at most. */
export const bitLength = (x: bigint): number => {
  const double = Number(x);
  if (double === 0) return 0;
  // Number() rounds to nearest, so a run of ones may have become the next power of two, which has leading bits 10…0.
  const isCertain = Number.isSafeInteger(double) || (Math.abs(double) < DOUBLES && leadingBits(double) !== 2 ** 29);
  return isCertain ? exponentOf(double) : longLength(abs(x));
};

/** Doubles below this have an exponent of their own. */
const DOUBLES = 2 ** 1023;

/** The bit length of x > 0, which may be too long for a double, or become a power of two as one. */
const longLength = (x: bigint): number => {
  let magnitude = x;
  let length = 0;
  let j = 0;
  // V8 compares lengths first, so to compare with a power takes no time; each shift halves what is left at least.
  while (j < MOST_POWERS && magnitude >= power(j)) j += 1;
  while (j > 0) {
    j -= 1;
    if (magnitude < power(j)) continue;
    const step = SMALL_BITS * 2 ** j;
    magnitude >>= BigInt(step);
    length += step;
  }
  if (magnitude === 0n) return length;
  const exponent = exponentOf(Number(magnitude));
  return length + (magnitude >> BigInt(exponent - 1) === 0n ? exponent - 1 : exponent);
};

const power = (j: number): bigint => {
  POWERS[j] ??= 1n << BigInt(SMALL_BITS * 2 ** j);
  return POWERS[j];
};

/**
 * The bit length of x for |x| < 2^1023, or one more where x is within 2^-53 of a power of two, relatively: as a double it
 * has been rounded to it. A third of the time of `bitLength`.
 */
export const bitLengthBound = (x: bigint): number => (x === 0n ? 0 : exponentOf(Number(x)));

/** The number of trailing zero bits of x; 0 for x = 0. */
export const trailingZeros = (x: bigint): number => {
  if (x === 0n) return 0;
  let zeros = 0;
  let rest = x;
  for (let step = 64; ; step *= 2) {
    if (BigInt.asUintN(step, rest) !== 0n) break;
    rest >>= BigInt(step);
    zeros += step;
  }
  let window = 64;
  while (BigInt.asUintN(window, rest) === 0n) window *= 2;
  for (; window >= 1; window = Math.floor(window / 2)) {
    if (BigInt.asUintN(window, rest) === 0n) {
      rest >>= BigInt(window);
      zeros += window;
    }
  }
  return zeros;
};
