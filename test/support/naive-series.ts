import { type Ball, ball } from '../../src/number/ball.ts';
import * as mag from '../../src/number/magnitude.ts';

const WP = 700;

/**
 * An enclosure by nothing but the Taylor series at 0 in fixed point: a second method to hold the kernels against.
 *
 * Requires: |num / den| ≤ 8 where the divisors grow, ≤ 3/4 where they do not.
 * Bound, in ulps: a term is cut four times at most, by less than one each, and what was cut grows by e^8 < 2^12 at most in
 * the terms that follow. The terms at least halve (and 9/16 for the arctangents) once they are below an ulp.
 */
const series = (
  num: bigint,
  den: bigint,
  from: 0 | 1,
  step: 1 | 2,
  sign: 1n | -1n,
  divisor: (k: bigint) => bigint,
  weight: (k: bigint) => bigint,
): Ball => {
  let power = 1n << BigInt(WP);
  if (from === 1) power = (power * num) / den;
  let sum = power;
  let steps = 1;
  for (let k = BigInt(from) + BigInt(step); power !== 0n; k += BigInt(step), steps++) {
    for (let i = 0; i < step; i++) power = (power * num) / den;
    power = (sign * power) / divisor(k);
    sum += power / weight(k);
  }
  return ball(sum, -WP, mag.magnitude(steps * 2 ** 15, -WP));
};

const one = (): bigint => 1n;
export const naiveExp = (num: bigint, den: bigint): Ball => series(num, den, 0, 1, 1n, (k) => k, one);
export const naiveSin = (num: bigint, den: bigint): Ball => series(num, den, 1, 2, -1n, (k) => k * (k - 1n), one);
export const naiveCos = (num: bigint, den: bigint): Ball => series(num, den, 0, 2, -1n, (k) => k * (k - 1n), one);
export const naiveAtan = (num: bigint, den: bigint): Ball => series(num, den, 1, 2, -1n, one, (k) => k);
export const naiveAtanh = (num: bigint, den: bigint): Ball => series(num, den, 1, 2, 1n, one, (k) => k);
