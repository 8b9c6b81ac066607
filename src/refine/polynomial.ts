import type { Dyadic } from '../number/ball.ts';
import * as ball from '../number/ball.ts';
import { gcd } from '../number/gcd.ts';
import { shift } from '../number/integer.ts';
import type { Rational } from '../number/rational.ts';

/** An integer polynomial: its coefficients, the constant one first. */
export type Polynomial = readonly bigint[];

/** The same roots, with coefficients that have no common divisor and a positive leading one. */
export const primitive = (polynomial: Polynomial): Polynomial => {
  const divisor = polynomial.reduce(gcd, 0n);
  const leading = polynomial.at(-1) ?? 1n;
  return polynomial.map((coefficient) => coefficient / (leading < 0n ? -divisor : divisor));
};

/** The sign at num / den: that of den^n times the value, by Horner's rule. */
export const signAtRational = (polynomial: Polynomial, { num, den }: Rational): -1 | 0 | 1 => {
  let value = 0n;
  let scale = 1n;
  for (const coefficient of polynomial.toReversed()) {
    value = value * num + coefficient * scale;
    scale *= den;
  }
  return value < 0n ? -1 : value > 0n ? 1 : 0;
};

/** Exact values up to this many bits cost no more than their enclosures. */
const SHORT_BITS = 1024;
const GUARD = 64;

/** The sign at mid · 2^exp, from an enclosure where that shows it and else exactly. */
export const signAt = (polynomial: Polynomial, point: Dyadic): -1 | 0 | 1 => {
  const x = ball.exact(point.mid, point.exp);
  if (x.bits * polynomial.length > SHORT_BITS) {
    const p = Math.max(0, -point.exp) + GUARD;
    let value = ball.ZERO;
    for (const coefficient of polynomial.toReversed()) value = ball.add(ball.mul(value, x, p), ball.exact(coefficient));
    const sign = ball.sign(value);
    if (sign !== undefined) return sign;
  }
  return point.exp >= 0
    ? signAtRational(polynomial, { num: shift(point.mid, point.exp), den: 1n })
    : signAtRational(polynomial, { num: point.mid, den: shift(1n, -point.exp) });
};
