import { InternalError } from '../errors.ts';
import { type Ball, type Dyadic, ZERO } from '../number/ball.ts';
import { divide } from '../number/division.ts';
import { abs } from '../number/integer.ts';
import { exponential } from './exp.ts';
import { type Fixed, outward } from './fixed.ts';
import { ln2 } from './machin-constants.ts';
import {
  addMultiple,
  dyadicPoint,
  exponent,
  fraction,
  type Point,
  promise,
  rationalPoint,
  toFixed,
  toNumber,
} from './point.ts';
import { arctangent } from './taylor.ts';

/** Encloses ln x within 2^-p; x > 0. See `lnPoint`. */
export const ln = (x: Dyadic, p: number): Ball => lnPoint(dyadicPoint(x), p);

/** Encloses ln(num / den) within 2^-p; num / den > 0. See `lnPoint`. */
export const lnRational = (num: bigint, den: bigint, p: number): Ball => lnPoint(rationalPoint(num, den), p);

/**
 * Encloses ln x within 2^-p.
 *
 * Requires: x > 0.
 * Bound: cutting m costs 1 ulp at most, in its logarithm 1 / m < 1.5 of them.
 * Method: x = 2^n m with m in [0.7, 1.42]; `logarithm` for m.
 */
const lnPoint = (x: Point, p: number): Ball => {
  if (x.num <= 0n) throw new InternalError('the logarithm of a number that is not positive');
  const size = exponent(x);
  const n = size + Math.round(Math.log2(toNumber({ ...x, exp: x.exp - size })));
  const reduced = { ...x, exp: x.exp - n };
  if (n === 0 && isOne(x)) return ZERO;
  const [result] = promise(p, 8, (wp) => {
    const m = toFixed(reduced, wp);
    const log = logarithm(m.value, wp);
    return [addMultiple({ value: log.value, error: log.error + 1.5 * m.error }, BigInt(n), ln2, wp)] as const;
  });
  return result;
};

const isOne = (x: Point): boolean => {
  const [num, den] = fraction(x);
  return num === den;
};

/** To this precision a double is close enough to start from. */
const DOUBLE_PRECISION = 400;
/** The first approximation has this part of the bits. */
const ORDER = 8;

/** About ln m, as a number of few bits at precision wp. */
const approximation = (m: bigint, wp: number): bigint => {
  if (wp <= DOUBLE_PRECISION) {
    const log = Math.log(toNumber({ num: m, den: 1n, exp: -wp }));
    return BigInt(Math.round(log * 2 ** 52)) << BigInt(wp - 52);
  }
  const drop = wp - (Math.ceil(wp / ORDER) + 64);
  return logarithm(m >> BigInt(drop), wp - drop).value << BigInt(drop);
};

/**
 * Encloses ln m for m · 2^-wp.
 *
 * Requires: m in [0.69, 1.45], wp ≥ 64.
 * Bound: with y any number near ln m, ln m = y + 2 atanh s for s = (m − e^y) / (m + e^y). An error of E ulps in e^y moves
 * ln(m / e^y) by E / e^y < 1.5 E; cutting s moves 2 atanh s by 2 / (1 − s²) < 2.1; the arctangent's error counts twice.
 * Method: Newton's iteration of high order (Brent and Zimmermann, Modern Computer Arithmetic, 4.2.5): y has a part of the
 * bits, and the series of atanh as few terms.
 */
const logarithm = (m: bigint, wp: number): Fixed => {
  const y = approximation(m, wp);
  const power = exponential({ value: y, error: 0 }, wp);
  const difference = m - power.value;
  const quotient = divide(abs(difference) << BigInt(wp), m + power.value);
  const correction = arctangent(difference < 0n ? -quotient : quotient, 1, wp);
  return {
    value: y + 2n * correction.value,
    error: outward(1.5 * power.error + 2.1 + 2 * correction.error),
  };
};
