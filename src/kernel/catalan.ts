import * as ball from '../number/ball.ts';
import { roundedSeries, type Term } from './binary-splitting.ts';
import { cached } from './cache.ts';
import { dropBits, type Fixed, fromBall } from './fixed.ts';

/** The terms are counted from 0 here and from 1 in the paper: n = k + 1. */
const term = (k: number): Term => {
  const n = BigInt(k + 1);
  const a = (580n * n - 184n) * n + 15n;
  const odd = BigInt(6 * k + 5) * BigInt(6 * k + 1);
  const p = k === 0 ? 1n : 32n * BigInt(2 * k - 1) * BigInt(k) ** 3n;
  return { p, q: k === 0 ? 450n : 9n * odd * odd, a };
};

const series = roundedSeries<void>('catalan', () => term);

/**
 * Encloses Catalan's constant at precision wp, with an error of at most 3 ulps.
 *
 * Bound, in ulps:
 * - truncation: p(k) / q(k) < 64 k^4 / (11664 k^4) = 1 / 182.25 < 2^-7.5, and a(k + 1) / a(k) ≤ 1967 / 411, so the terms
 *   shrink by more than 37 and what is left out is below 1.03 · 580 (N + 1)^2 / 450 · 2^(−7.5 N) < 2 (N + 1)^2 · 2^(−7.5 N).
 *   With N + 1 ≤ wp + 16 and 7.5 N ≥ wp + 6 + 2 log2(wp + 16) that is at most 2^-5;
 * - rounding: the series has 16 rounded blocks, the width leaves 12 bits for them, and the quotient adds 2^-3; the ball
 *   carries both. Flooring adds one.
 * Method: Pilehrood and Pilehrood, "Series acceleration formulas for beta values" (2010),
 * 64 G = Σ 256^n (580 n² − 184 n + 15) / (n³ (2n − 1) C(6n, 3n) C(6n, 4n) C(4n, 2n)), n ≥ 1, by binary splitting.
 */
export const computeCatalan = (wp: number): Fixed => {
  const terms = Math.ceil((wp + 6 + 2 * Math.log2(wp + 16)) / 7.5);
  const { q, t } = series(terms, wp + 16);
  const { value, error } = fromBall(ball.div(t, q, wp + 3), wp);
  return { value, error: error + 2 ** -5 };
};

/** Catalan's constant at precision wp, with an error of at most 4 ulps; the widest value so far is kept. */
export const catalan: (wp: number) => Fixed = cached('catalan', computeCatalan, dropBits).at;
