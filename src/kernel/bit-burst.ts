import type { Ball } from '../number/ball.ts';
import * as ball from '../number/ball.ts';
import { bitLength, powerOfTwo } from '../number/integer.ts';
import * as mag from '../number/magnitude.ts';
import { isqrt } from '../number/root.ts';
import { quotient, trim } from './binary-splitting.ts';
import { type Fixed, fromBall, outward } from './fixed.ts';
import { factorialTerms, rationalSeries } from './rational-series.ts';
import { sineAndCosine } from './taylor.ts';

/** Each part of an argument has so many times as many leading zeros as the one before (measured). */
const RATIO = 2.5;

/** The number num / 2^bits. */
interface Part {
  readonly num: bigint;
  readonly bits: number;
}

/**
 * t · 2^-wp as a sum of parts with few bits each, and of a rest so small that its Taylor series needs few long products:
 * about 2^-√wp (measured). The parts after the first are not negative.
 */
const partsOf = (t: bigint, wp: number): [parts: readonly Part[], rest: bigint] => {
  const parts: Part[] = [];
  let rest = t;
  for (let zeros = wp - bitLength(t); zeros < Math.sqrt(wp); zeros = wp - bitLength(rest)) {
    const bits = Math.max(16, Math.ceil(RATIO * zeros));
    const drop = BigInt(wp - bits);
    const num = rest >> drop;
    parts.push({ num, bits });
    rest -= num << drop;
  }
  return [parts, rest];
};

/** Below this precision the series alone is quicker (measured). */
const EXPONENTIAL_PRECISION = 50_000;

/**
 * Encloses e^t for t · 2^-wp exactly.
 *
 * Requires: |t| < 2^(wp − 1), wp ≥ 32.
 * Bound, in ulps: the terms left out of the series of a part are below 1/2 (`factorialTerms`), and what multiplies it is below 2:
 * 1 for each part. The balls carry the rest: the errors of sinh and cosh, and all rounding.
 * Method: bit-burst, Brent (1976): the exponentials of the parts are summed by binary splitting and joined in one fraction.
 */
export const exponential = (t: bigint, wp: number): Fixed => {
  const [parts, rest] = wp < EXPONENTIAL_PRECISION ? [[], t] : partsOf(t, wp);
  const [sinh, cosh] = sineAndCosine(rest, 1, wp);
  if (parts.length === 0) return { value: sinh.value + cosh.value, error: sinh.error + cosh.error };
  const join = (x: Ball, y: bigint): Ball => trim(ball.mul(x, trim(ball.exact(y), wp + 32)), wp + 32);
  let [top, bottom]: [Ball, Ball] = [ball.ONE, ball.ONE];
  for (const { num, bits } of parts) {
    const terms = factorialTerms({ num, den: 1n, exp: -bits }, wp);
    const [p, q] = rationalSeries(num, powerOfTwo(bits), terms, 'factorial');
    [top, bottom] = [join(top, p), join(bottom, q)];
  }
  const last = ball.ball(sinh.value + cosh.value, -wp, mag.magnitude(sinh.error + cosh.error, -wp));
  const { value, error } = fromBall(ball.div(ball.mul(top, last), bottom, wp + 4), wp);
  return { value, error: error + parts.length };
};

/** Below this precision the series alone is quicker (measured). */
const CIRCULAR_PRECISION = 250_000;

/**
 * Encloses sin t and cos t for t · 2^-wp exactly.
 *
 * Requires: |t| < 2^(wp − 1), wp ≥ 32.
 * Bound, in ulps: the sine of a part has 1/2 for the terms left out (`factorialTerms`) and 1.0625 for the quotient; its cosine
 * √(1 − s²), where |s| < 1/2, moves by less than 0.6 for each unit of s, and flooring the root adds 1: 2 for both. Turning a
 * pair with errors ε by one with errors η gives √2 (ε + η) and a little, and 1 for the floor.
 * Method: bit-burst as above, the pairs joined by turning.
 */
export const circular = (t: bigint, wp: number): [sin: Fixed, cos: Fixed] => {
  const [parts, rest] = wp < CIRCULAR_PRECISION ? [[], t] : partsOf(t, wp);
  const shift = BigInt(wp);
  let [{ value: sin, error }, { value: cos, error: other }] = sineAndCosine(rest, -1, wp);
  error = Math.max(error, other);
  for (const { num, bits } of parts) {
    const terms = Math.ceil(factorialTerms({ num, den: 1n, exp: -bits }, wp) / 2);
    const [p, q] = rationalSeries(-num * num, powerOfTwo(2 * bits), terms, 'oddFactorial');
    const s = quotient(num * p, q << BigInt(bits), wp, 0).value;
    const c = isqrt(powerOfTwo(2 * wp) - s * s);
    [sin, cos] = [(sin * c + cos * s) >> shift, (cos * c - sin * s) >> shift];
    error = outward(1.42 * (error + 2) + 1);
  }
  return [
    { value: sin, error },
    { value: cos, error },
  ];
};
