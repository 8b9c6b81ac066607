import { bitLength } from '../number/integer.ts';
import { type Rational, size } from '../number/rational.ts';

/** Rational arithmetic stays exact up to this many bits in numerator or denominator, or up to the size of an operand. */
const RATIONAL_BITS = 4096;
/** Powers and factorials are written out up to this many bits: they need no common divisors. */
const POWER_BITS = 2 ** 18;

/** Whether a result is small enough to stay an exact rational. */
export const fits = (result: Rational, ...operands: readonly Rational[]): boolean => {
  const bits = size(result);
  return bits <= RATIONAL_BITS || operands.some((operand) => bits <= size(operand));
};

/** Whether x^n is small enough to be written out. */
export const powerFits = (x: Rational, n: number): boolean =>
  Math.max(bitLength(x.num), bitLength(x.den)) * Math.abs(n) <= POWER_BITS;

/** Whether n! is small enough to be written out: n! < n^n. */
export const factorialFits = (n: number): boolean => n < 2 || n * Math.log2(n) <= POWER_BITS;
