import * as ball from '../number/ball.ts';
import { roundedSeries, type Term } from './binary-splitting.ts';
import { cached } from './cache.ts';
import { dropBits, type Fixed, fromBall } from './fixed.ts';

const term = (k: number): Term => {
  const n = BigInt(k);
  const a = ((((126392n * n + 412708n) * n + 531578n) * n + 336367n) * n + 104000n) * n + 12463n;
  if (k === 0) return { p: 1n, q: 10368n, a };
  const odd = BigInt(4 * k + 1) * BigInt(4 * k + 3);
  const q = 24n * BigInt((3 * k + 1) * (3 * k + 2)) * odd * odd * odd;
  return { p: -(n ** 5n) * BigInt(2 * k - 1) ** 3n, q, a };
};

const series = roundedSeries<void>('apery', () => term);

/**
 * Encloses ζ(3) at precision wp, with an error of at most 3 ulps.
 *
 * Bound, in ulps:
 * - truncation: the terms alternate and shrink, and p(k) / q(k) < 8 k^8 / (884736 k^8) = 1 / 110592 < 2^-16.75, so what is
 *   left out is below 126392 (N + 1)^5 / 10368 · 2^(−16.75 N) < 2^4 (N + 1)^5 · 2^(−16.75 N). With N + 1 ≤ wp + 16 and
 *   16.75 N ≥ wp + 9 + 5 log2(wp + 16) that is below 2^-5;
 * - rounding: the series has 16 rounded blocks, the width leaves 12 bits for them, and the quotient adds 2^-3; the ball
 *   carries both. Flooring adds one.
 * Method: Wedeniwski's series (1999), 24 ζ(3) = Σ (−1)^k ((2k+1)! (2k)! k!)^3 a(k) / ((3k+2)! (4k+3)!^3), by binary
 * splitting.
 */
export const computeApery = (wp: number): Fixed => {
  const terms = Math.ceil((wp + 9 + 5 * Math.log2(wp + 16)) / 16.75);
  const { q, t } = series(terms, wp + 16);
  const { value, error } = fromBall(ball.div(t, q, wp + 3), wp);
  return { value, error: error + 2 ** -5 };
};

/** ζ(3) at precision wp, with an error of at most 4 ulps; the widest value so far is kept. */
export const apery: (wp: number) => Fixed = cached('apery', computeApery, dropBits).at;
