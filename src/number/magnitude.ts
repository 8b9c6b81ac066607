import { exp2, exponentOf } from './double.ts';

/**
 * An upper bound `man · 2^exp` of a radius: `man` is a whole number, 0 or in [2^29, 2^30], or Infinity.
 * Every operation rounds up, so a magnitude never understates what it stands for.
 */
export interface Magnitude {
  readonly man: number;
  readonly exp: number;
}

export const ZERO: Magnitude = { man: 0, exp: 0 };
/**
 * Its exponent is above those of all others, so that comparisons and sums need no case for it. Its fields stand in another
 * order, so that V8 keeps the mantissas of all others as small integers.
 */
export const UNBOUNDED: Magnitude = { exp: 2 ** 52, man: Number.POSITIVE_INFINITY };

const LOW = 2 ** 29;
const HIGH = 2 ** 30;
/** Far above the least double that has all its bits. */
const SMALL = 2 ** -900;

/** The least magnitude at or above man · 2^exp, for a whole or fractional 0 ≤ man < 2^60. */
export const magnitude = (man: number, exp: number): Magnitude => {
  if (man >= LOW && man <= HIGH && Number.isInteger(man)) return { man, exp };
  if (man === 0) return ZERO;
  if (man === Number.POSITIVE_INFINITY) return UNBOUNDED;
  if (man < SMALL) return magnitude(man * 2 ** 100, exp - 100);
  // Scaling by a power of two is exact in binary floating point; only the ceiling rounds.
  const up = exponentOf(man) - 30;
  return { man: Math.ceil(man * exp2(-up)), exp: exp + up };
};

/** 2^exp exactly. */
export const powerOf2 = (exp: number): Magnitude => ({ man: LOW, exp: exp - 29 });

export const add = (a: Magnitude, b: Magnitude): Magnitude => {
  if (a.man === 0) return b;
  if (b.man === 0) return a;
  const gap = a.exp - b.exp;
  if (gap < 0) return add(b, a);
  // Past 30 places b is below one unit of a, which the increment pays for; 2^-gap is exact otherwise.
  const man = a.man + (gap > 30 ? 1 : Math.ceil(b.man * exp2(-gap)));
  return man <= HIGH ? { man, exp: a.exp } : { man: Math.ceil(man / 2), exp: a.exp + 1 };
};

export const mul = (a: Magnitude, b: Magnitude): Magnitude => {
  if (a.man === 0 || b.man === 0) return ZERO;
  // The product is below 2^60 and rounded once to 53 bits, an error of at most 2^6; after scaling that is below 2^-23, which + 1 covers.
  return magnitude(Math.ceil(a.man * b.man * 2 ** -30) + 1, a.exp + b.exp + 30);
};

/** An upper bound of a / b, where b is a lower bound of the divisor and not zero. */
export const div = (a: Magnitude, b: Magnitude): Magnitude => {
  if (a.man === 0) return ZERO;
  // The quotient lies in [1/2, 2]; scaled by 2^29 its one rounding error is below 2^-23, which + 1 covers.
  return magnitude(Math.ceil((a.man / b.man) * LOW) + 1, a.exp - b.exp - 29);
};

/** Whether a < b. */
export const less = (a: Magnitude, b: Magnitude): boolean => {
  if (b.man === 0) return false;
  if (a.man === 0) return true;
  const gap = a.exp - b.exp;
  if (gap > 2) return false;
  if (gap < -2) return true;
  return a.man * exp2(gap) < b.man;
};

/** log2 of the magnitude as a double; −Infinity for zero. Accurate to about 2^-40, for planning, not for proofs. */
export const log2 = (a: Magnitude): number => Math.log2(a.man) + a.exp;

/** The least whole e with a ≤ 2^e; −Infinity for zero. */
export const exponent = (a: Magnitude): number => {
  if (a.man === 0) return Number.NEGATIVE_INFINITY;
  if (a.man === Number.POSITIVE_INFINITY) return Number.POSITIVE_INFINITY;
  return a.exp + (a.man === LOW ? 29 : 30);
};
