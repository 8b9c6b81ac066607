import type { Ball } from '../number/ball.ts';
import * as ball from '../number/ball.ts';
import { checkpoint } from '../number/checkpoint.ts';
import { multiply } from '../number/long-integer.ts';

/** So many factors are multiplied exactly before their product is rounded. */
const RUN = 128;

/**
 * Encloses n! within 2^-p, exactly where p asks for all of it.
 * Requires: a whole n ≥ 0.
 * Bound: the n / 64 rounded products each lose less than 2^-(width − 1) of their size, so the relative error is below
 * n 2^-(width + 2); with n! ≤ 2^size and width = p + size + log2 n + 2 it stays below 2^-p. The balls carry the proof.
 * Method: runs of consecutive factors, halves multiplied with halves, every product rounded to `width` bits.
 */
export const factorial = (n: number, p: number): Ball => {
  const size = n < 2 ? 1 : n * Math.log2(n / Math.E) + Math.log2(n) / 2 + 2;
  const width = Math.max(64, Math.ceil(p + size + Math.log2(n + 1) + 4));
  return ball.round(product(1, n, width), p + 1);
};

/** from · … · to, the depth of the recursion logarithmic. */
const product = (from: number, to: number, width: number): Ball => {
  if (to - from < RUN) return ball.trim(ball.exact(productOfRange(from, to)), width);
  checkpoint();
  const middle = Math.floor((from + to) / 2);
  return ball.trim(ball.mul(product(from, middle, width), product(middle + 1, to, width)), width);
};

/** from · (from + 1) · … · to exactly, halves multiplied with halves. */
export const productOfRange = (from: number, to: number): bigint => {
  if (to - from < 16) {
    let product = 1n;
    let run = 1;
    for (let k = from; k <= to; k += 1) {
      if (run * k > Number.MAX_SAFE_INTEGER) {
        product *= BigInt(run);
        run = 1;
      }
      run *= k;
    }
    return product * BigInt(run);
  }
  if (to - from > RUN) checkpoint();
  const middle = Math.floor((from + to) / 2);
  return multiply(productOfRange(from, middle), productOfRange(middle + 1, to));
};
