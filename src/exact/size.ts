import { bitLength } from '../number/integer.ts';
import { mul, type Rational, size } from '../number/rational.ts';

/** Rational arithmetic stays exact up to this many bits in numerator or denominator, or up to the size of an operand. */
const RATIONAL_BITS = 4096;
/** A coefficient is pulled out in front of a product up to this many bits: past it common divisors cost too much. */
const COEFFICIENT_BITS = 256;
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

/** Whether x is short enough to be carried in front of a product. */
export const isCoefficient = (x: Rational): boolean => size(x) <= COEFFICIENT_BITS;

/** x · y where that is small enough to stay an exact rational; products that are far too long are not even tried. */
export const multiply = (x: Rational, y: Rational): Rational | undefined => {
  const [a, b] = [size(x), size(y)];
  if (a + b > Math.max(2 * RATIONAL_BITS, Math.max(a, b) + COEFFICIENT_BITS)) return undefined;
  const product = mul(x, y);
  return fits(product, x, y) ? product : undefined;
};
