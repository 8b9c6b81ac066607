import { checkpoint } from '../number/checkpoint.ts';
import { gcd } from '../number/gcd.ts';
import { trailingZeros } from '../number/integer.ts';
import type { Rational } from '../number/rational.ts';

/** The primes that divide a base. */
const PRIMES: readonly number[] = [2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31];

/**
 * num / den in lowest terms, where every prime of den > 0 is 2 or one of the base's. Counting those primes is far faster
 * than the greatest common divisor of two long numbers.
 */
export const finiteFraction = (num: bigint, den: bigint, base: number): Rational =>
  PRIMES.filter((prime) => prime === 2 || base % prime === 0).reduce<Rational>(
    (x, prime) => {
      const p = BigInt(prime);
      if (x.num % p !== 0n) return x;
      const common = p ** BigInt(Math.min(multiplicity(x.num, p), multiplicity(x.den, p)));
      return { num: x.num / common, den: x.den / common };
    },
    { num, den },
  );

/** The greatest m with p^m | n; without bound for n = 0. */
const multiplicity = (n: bigint, p: bigint): number => {
  if (n === 0n) return Number.POSITIVE_INFINITY;
  return p === 2n ? trailingZeros(n) : strip(n, p)[1];
};

/** [n / p^m, m] for the greatest m, by squares of p: n = p · (p²)^v · rest, and p may divide the rest once more. */
const strip = (n: bigint, p: bigint): [bigint, number] => {
  checkpoint();
  if (n % p !== 0n) return [n, 0];
  const [rest, v] = strip(n / p, p * p);
  return rest % p === 0n ? [rest / p, 2 * v + 2] : [rest, 2 * v + 1];
};

/**
 * den = divisor of base^places · coprime part, with the least such places: the digits before the period, and what makes it.
 * One pass for each place.
 */
export const splitDenominator = (den: bigint, base: number): { readonly places: number; readonly coprime: bigint } => {
  let places = 0;
  let coprime = den;
  for (let common = gcd(coprime, BigInt(base)); common !== 1n; common = gcd(coprime, common)) {
    checkpoint();
    coprime /= common;
    places += 1;
  }
  return { places, coprime };
};
