import type { Ball } from '../number/ball.ts';
import * as ball from '../number/ball.ts';
import { bitLength } from '../number/integer.ts';
import * as mag from '../number/magnitude.ts';
import { trim } from './binary-splitting.ts';
import { type Fixed, fromBall } from './fixed.ts';
import { factorialTerms, rationalSeries } from './rational-series.ts';
import { sineAndCosine } from './taylor.ts';

/** Below this precision the series alone is quicker (measured). */
const LEAST_PRECISION = 50_000;
/** Each part of the argument has so many times as many leading zeros as the one before (measured). */
const RATIO = 2.5;
/** What is left is as small as 2^-(ROOTS · √wp) where the series takes over (measured). */
const ROOTS = 1;

/**
 * Encloses e^t for t · 2^-wp exactly.
 *
 * Requires: |t| < 2^(wp − 1), wp ≥ 32.
 * Bound, in ulps: the terms left out of the series of a part are below 1/2 (`factorialTerms`), and what multiplies it is below 2:
 * 1 for each part. The balls carry the rest: the errors of sinh and cosh, and all rounding.
 * Method: bit-burst, Brent (1976): t is a sum of parts with few bits each, whose exponentials are summed by binary splitting and
 * joined in one fraction; what is left in the end is so small that its Taylor series needs few long products.
 */
export const exponential = (t: bigint, wp: number): Fixed => {
  let rest = t;
  let zeros = wp - bitLength(t);
  let parts = 0;
  let [num, den]: [Ball, Ball] = [ball.ONE, ball.ONE];
  const join = (x: Ball, y: bigint): Ball => trim(ball.mul(x, trim(ball.exact(y), wp + 32)), wp + 32);
  while (wp >= LEAST_PRECISION && zeros < ROOTS * Math.sqrt(wp)) {
    const bits = Math.max(16, Math.ceil(RATIO * zeros));
    const drop = BigInt(wp - bits);
    const part = rest >> drop;
    rest -= part << drop;
    const terms = factorialTerms({ num: part, den: 1n, exp: -bits }, wp);
    const [p, q] = rationalSeries(part, 1n << BigInt(bits), terms, 'factorial');
    [num, den] = [join(num, p), join(den, q)];
    zeros = wp - bitLength(rest);
    parts += 1;
  }
  const [sinh, cosh] = sineAndCosine(rest, 1, wp);
  if (parts === 0) return { value: sinh.value + cosh.value, error: sinh.error + cosh.error };
  const last = ball.ball(sinh.value + cosh.value, -wp, mag.magnitude(sinh.error + cosh.error, -wp));
  const { value, error } = fromBall(ball.div(ball.mul(num, last), den, wp + 4), wp);
  return { value, error: error + parts };
};
