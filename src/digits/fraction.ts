import { LimitError } from '../errors.ts';
import { checkpoint } from '../number/checkpoint.ts';
import { abs } from '../number/integer.ts';
import type { Rational } from '../number/rational.ts';
import { splitDenominator } from './finite.ts';
import { groupWhole, joinPoint } from './notation.ts';

/** The longest repeating decimal that is written out. */
const MAX_REPEAT_DIGITS = 100_000;
/** Below this modulus a digit's step is exact in doubles: 36 · 2^47 < 2^53. */
const SMALL_MODULUS = 2n ** 47n;

/** Writes 22/7. */
export const writeFraction = ({ num, den }: Rational, base: number, group: string): string => {
  const sign = num < 0n ? '-' : '';
  const whole = sign + groupWhole(abs(num).toString(base), group);
  return den === 1n ? whole : `${whole}/${groupWhole(den.toString(base), group)}`;
};

/** Writes 0.1(6): the whole expansion, its period in parentheses. */
export const writeRepeating = ({ num, den }: Rational, base: number, group: string): string => {
  const magnitude = abs(num);
  const { places, coprime } = splitDenominator(den, base);
  const period = coprime === 1n ? 0 : multiplicativeOrder(base, coprime, MAX_REPEAT_DIGITS - places);
  if (period === undefined || places > MAX_REPEAT_DIGITS)
    throw new LimitError(`the expansion repeats only after more than ${MAX_REPEAT_DIGITS} digits`, {
      hint: 'ask for @ N digits, or for @ frac',
    });
  const length = places + period;
  // Past the period the expansion repeats, so flooring after one period cuts nothing that is written.
  const digits = (((magnitude % den) * BigInt(base) ** BigInt(length)) / den).toString(base).padStart(length, '0');
  const start = length === 0 ? '' : digits.slice(0, places);
  const repeated = period === 0 ? '' : `(${digits.slice(places)})`;
  const whole = groupWhole((magnitude / den).toString(base), group);
  return (num < 0n ? '-' : '') + joinPoint(whole, start + repeated);
};

/** So many products of long numbers are made between two looks at the deadline. */
const POLL_EVERY = 256;

/** The least n ≥ 1 with base^n ≡ 1 (mod modulus), coprime to the base; undefined above the limit. */
const multiplicativeOrder = (base: number, modulus: bigint, limit: number): number | undefined => {
  if (modulus < SMALL_MODULUS) {
    const m = Number(modulus);
    let power = base % m;
    for (let n = 1; n <= limit; n++) {
      if (power === 1) return n;
      power = (power * base) % m;
    }
    return undefined;
  }
  const b = BigInt(base);
  let power = b % modulus;
  for (let n = 1; n <= limit; n++) {
    if (power === 1n) return n;
    if (n % POLL_EVERY === 0) checkpoint();
    power = (power * b) % modulus;
  }
  return undefined;
};
