import { checkpoint } from '../number/checkpoint.ts';
import { fork, work } from '../number/fork.ts';
import { bitLength, powerOfTwo } from '../number/integer.ts';
import type { Fixed } from './fixed.ts';

/**
 * A run of coefficients c(k), k = first … first + size, over their common denominator:
 * numerators[i] / denominator = c(first + i) / c(first), and carry / denominator = c(first + size) / c(first).
 */
export interface Coefficients {
  readonly numerators: readonly bigint[];
  readonly carry: bigint;
  readonly denominator: bigint;
}

/** The terms of a block that are summed over one denominator: few, so that it and the numerators stay short. */
const RUN = 8;

/** The least precision at which a block is summed: below it an ulp is no longer small against the bounds that follow. */
const LEAST_PRECISION = 32;

/** Bits of powers of which two or more are worth another thread: 2 ms. */
const FORK_PRECISION = 150_000;

/** Some of the powers of y, from the lower ones, for any thread. */
interface PowerRange {
  readonly lower: readonly bigint[];
  readonly from: number;
  readonly to: number;
  readonly wp: number;
}

/** The powers of y · 2^-wp to the exponents from … to − 1, which are at most twice the largest of the lower ones. */
const powerRange = work('powers', ({ lower, from, to, wp }: PowerRange): bigint[] => {
  const powers: bigint[] = [];
  for (let i = from; i < to; i++) {
    checkpoint();
    const half = i >> 1;
    powers.push(((lower[half] as bigint) * (lower[i - half] as bigint)) >> BigInt(wp));
  }
  return powers;
});

/** 1, y, y², … y^size. Those between one power of two and the next depend on lower ones alone: half of them for another thread. */
const powersUpTo = (size: number, y: bigint, wp: number): bigint[] => {
  const powers = [powerOfTwo(wp), y];
  while (powers.length <= size) {
    const from = powers.length;
    const to = Math.min(2 * from - 1, size + 1);
    const middle = from + ((to - from) >> 1);
    const range = { lower: powers, from, to: middle, wp };
    const begun = wp > FORK_PRECISION && middle - from > 1 ? fork(powerRange, range) : undefined;
    const second = powerRange.run({ ...range, from: middle, to });
    powers.push(...(begun?.() ?? powerRange.run(range)), ...second);
  }
  return powers;
};

/**
 * Encloses Σ c(k) y^k, 0 ≤ k < terms, for y · 2^-wp, in fixed point at precision wp.
 *
 * Requires: |y| < 2^(wp − 2), wp ≥ 32, c(0) = 1 and |c| not increasing; terms ≥ 1.
 * Bound: 3 size + 7 ulps, size being the length of a block, ⌈√(terms / 2)⌉.
 * - Powers: with errors η of the two factors, both at most 1/4, a product has 1 + (η + η') / 4 ulps, so η ≤ 2; a power
 *   that is cut to the precision of a block has at most 2 / 2 + 1 = 2 ulps of that precision.
 * - Block j is R(j) = (Σ c(i) y^i + c(size) y^size R(j + 1)) / c(0), with i and c counted from its start, |c| ≤ c(0) and
 *   |R| ≤ 1 + 1/4 + 1/16 + … ≤ 4/3. The powers contribute 2 (size − 2) ulps. y^size is below 2^-(fall + 2) and R(j + 1) has
 *   fall bits less, so an error of ρ in R(j + 1) contributes ρ / 4, the error of y^size 2 · 4/3, the floor of their product
 *   1, those of the divisions at most size / 8 + 1.
 *   ρ = 2.125 size + 2/3 + ρ / 4 (1 + 2^-20) gives ρ ≤ 2.84 size + 1; the rest of 3 size + 7 covers the second order.
 * Method: Paterson and Stockmeyer (1973), Smith (1989): 2 √terms long products at most, and those of the later blocks are
 * shorter, as their terms are smaller.
 */
export const rectangularSum = (
  y: bigint,
  wp: number,
  terms: number,
  coefficients: (first: number, size: number) => Coefficients,
): Fixed => {
  const size = Math.max(1, Math.ceil(Math.sqrt(terms / 2)));
  const powers = powersUpTo(size, y, wp);
  const fall = (wp - bitLength(y)) * size - 2;
  let sum = 0n;
  let sumPrecision = wp;
  for (let block = Math.ceil(terms / size) - 1; block >= 0; block--) {
    checkpoint();
    const first = block * size;
    const precision = Math.min(wp, Math.max(LEAST_PRECISION, wp - fall * block));
    const drop = BigInt(wp - precision);
    const count = Math.min(size, terms - first);
    sum = (((powers[size] as bigint) >> drop) * sum) >> BigInt(sumPrecision);
    sumPrecision = precision;
    for (let start = RUN * Math.floor((count - 1) / RUN); start >= 0; start -= RUN) {
      const end = Math.min(start + RUN, count);
      const { numerators, carry, denominator } = coefficients(first + start, end - start);
      let total = carry * sum;
      for (let i = start; i < end; i++) total += (numerators[i - start] as bigint) * ((powers[i] as bigint) >> drop);
      sum = total / denominator;
    }
  }
  return { value: sum, error: 3 * size + 7 };
};
