import { checkpoint } from '../number/checkpoint.ts';
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

/** The least precision at which a block is summed: below it an ulp is no longer small against the bounds that follow. */
const LEAST_PRECISION = 32;

/**
 * Encloses Σ c(k) y^k, 0 ≤ k < terms, for y · 2^-wp, in fixed point at precision wp.
 *
 * Requires: |y| < 2^(wp − 2), wp ≥ 32, c(0) = 1 and |c| not increasing; terms ≥ 1.
 * Bound: 3 size + 7 ulps, size being the length of a block, ⌈√(terms / 2)⌉.
 * - Powers: with errors η of the two factors, both at most 1/4, a product has 1 + (η + η') / 4 ulps, so η ≤ 2; a power
 *   that is cut to the precision of a block has at most 2 / 2 + 1 = 2 ulps of that precision.
 * - Block j is R(j) = (Σ n(i) y^i + n(size) y^size R(j + 1)) / D, with |R| ≤ 1 + 1/4 + 1/16 + … ≤ 4/3 and n(i) ≤ D.
 *   The powers contribute 2 (size − 2) ulps. y^size is below 2^-fall and R(j + 1) has fall − 2 bits less, so an error
 *   of ρ in R(j + 1) contributes ρ / 4, the error of y^size 2 · 4/3, the floor of their product 1, that of the division 1.
 *   ρ = 2 size + 2/3 + ρ / 4 (1 + 2^-20) gives ρ ≤ 2.7 size + 1; what is left to 3 size + 7 covers the second-order term.
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
  const powers = [powerOfTwo(wp), y];
  const shift = BigInt(wp);
  for (let i = 2; i <= size && i < terms; i++) {
    checkpoint();
    const half = i >> 1;
    powers.push(((powers[half] as bigint) * (powers[i - half] as bigint)) >> shift);
  }
  const fall = (wp - bitLength(y)) * size - 2;
  let sum = 0n;
  let sumPrecision = wp;
  for (let block = Math.ceil(terms / size) - 1; block >= 0; block--) {
    checkpoint();
    const first = block * size;
    const precision = Math.min(wp, Math.max(LEAST_PRECISION, wp - fall * block));
    const drop = BigInt(wp - precision);
    const count = Math.min(size, terms - first);
    const { numerators, carry, denominator } = coefficients(first, count);
    // A last block has no carry, and any other is full.
    let total = sum === 0n ? 0n : carry * ((((powers[size] as bigint) >> drop) * sum) >> BigInt(sumPrecision));
    for (let i = 0; i < count; i++) total += (numerators[i] as bigint) * ((powers[i] as bigint) >> drop);
    sum = total / denominator;
    sumPrecision = precision;
  }
  return { value: sum, error: 3 * size + 7 };
};
