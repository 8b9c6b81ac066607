import { type Ball, div as ballQuotient, type Dyadic, exact } from './ball.ts';
import { gcd } from './gcd.ts';
import { bitLength, powerOfTwo, trailingZeros } from './integer.ts';
import { multiply, power as powerOfInteger } from './long-integer.ts';

/** num / den in lowest terms, den > 0. */
export interface Rational {
  readonly num: bigint;
  readonly den: bigint;
}

export const ZERO: Rational = { num: 0n, den: 1n };
export const ONE: Rational = { num: 1n, den: 1n };

/** num / den in lowest terms; den must not be 0. */
export const rational = (num: bigint, den = 1n): Rational => {
  if (den === 1n) return { num, den };
  const divisor = gcd(num, den);
  const sign = den < 0n ? -1n : 1n;
  return { num: (sign * num) / divisor, den: (sign * den) / divisor };
};

/**
 * Whole numbers need no common divisor: num + n · den has none with den that num had not. Else let g be that of the
 * denominators: what the numerator over den · den' / g has in common with it divides g (Knuth, TAOCP vol. 2, 4.5.1).
 */
export const add = (x: Rational, y: Rational): Rational => {
  if (y.den === 1n) return { num: x.den === 1n ? x.num + y.num : x.num + y.num * x.den, den: x.den };
  if (x.den === 1n) return { num: x.num * y.den + y.num, den: y.den };
  const g = gcd(x.den, y.den);
  if (g === 1n) return { num: x.num * y.den + y.num * x.den, den: x.den * y.den };
  const part = x.den / g;
  const num = x.num * (y.den / g) + y.num * part;
  const common = gcd(num, g);
  return { num: num / common, den: part * (y.den / common) };
};
export const neg = (x: Rational): Rational => ({ num: -x.num, den: x.den });
export const sub = (x: Rational, y: Rational): Rational => add(x, neg(y));
/** Of operands in lowest terms only a numerator and the other's denominator have common divisors: two short searches. */
export const mul = (x: Rational, y: Rational): Rational => {
  if (x.den === 1n && y.den === 1n) return { num: multiply(x.num, y.num), den: 1n };
  if (x.num === 0n || y.num === 0n) return ZERO;
  const a = gcd(x.num, y.den);
  const b = gcd(y.num, x.den);
  return { num: (x.num / a) * (y.num / b), den: (x.den / b) * (y.den / a) };
};
/** 1/x; x must not be 0. */
export const inv = (x: Rational): Rational => (x.num < 0n ? { num: -x.den, den: -x.num } : { num: x.den, den: x.num });
export const div = (x: Rational, y: Rational): Rational => mul(x, inv(y));

/** x^n for a whole n; x must not be 0 where n < 0. Powers of coprime numbers stay coprime, so nothing is reduced. */
export const power = (x: Rational, n: number): Rational => {
  const base = n < 0 ? inv(x) : x;
  return { num: powerOfInteger(base.num, Math.abs(n)), den: powerOfInteger(base.den, Math.abs(n)) };
};

export const sign = (x: Rational): -1 | 0 | 1 => (x.num < 0n ? -1 : x.num > 0n ? 1 : 0);
export const isInteger = (x: Rational): boolean => x.den === 1n;
export const equal = (x: Rational, y: Rational): boolean => x.num === y.num && x.den === y.den;
export const compare = (x: Rational, y: Rational): -1 | 0 | 1 => {
  const difference = x.num * y.den - y.num * x.den;
  return difference < 0n ? -1 : difference > 0n ? 1 : 0;
};

/** The greatest integer ≤ x. */
export const floor = (x: Rational): bigint => {
  const quotient = x.num / x.den;
  return x.num < 0n && quotient * x.den !== x.num ? quotient - 1n : quotient;
};

/** The bits of the longer of numerator and denominator: what bounds the cost of exact arithmetic. */
export const size = (x: Rational): number => Math.max(bitLength(x.num), bitLength(x.den));

/** mid · 2^exp exactly; only for exponents of moderate size. */
export const fromDyadic = ({ mid, exp }: Dyadic): Rational => {
  if (mid === 0n) return ZERO;
  if (exp >= 0) return { num: mid << BigInt(exp), den: 1n };
  // Only powers of two can be common to both, so no divisor has to be searched for.
  const twos = Math.min(-exp, trailingZeros(mid));
  return { num: mid >> BigInt(twos), den: powerOfTwo(-exp - twos) };
};

/** Encloses x with a radius of at most 2^-p; exact where x is dyadic and not finer than that. */
export const enclose = (x: Rational, p: number): Ball => ballQuotient(exact(x.num), exact(x.den), p);
