import * as ball from '../number/ball.ts';
import { fork, work } from '../number/fork.ts';
import { shift } from '../number/integer.ts';
import * as mag from '../number/magnitude.ts';
import { isqrt } from '../number/root.ts';
import { roundedSeries, type Term } from './binary-splitting.ts';
import { cached } from './cache.ts';
import { dropBits, type Fixed, fromBall } from './fixed.ts';

/** 640320³ / 24. */
const C = 10939058860032000n;

const term = (k: number): Term => {
  const n = BigInt(k);
  const a = 13591409n + 545140134n * n;
  if (k === 0) return { p: 1n, q: 1n, a };
  return { p: BigInt((5 - 6 * k) * (2 * k - 1)) * BigInt(6 * k - 1), q: n * n * n * C, a };
};

const series = roundedSeries<void>('pi', () => term);

/** Above this precision the root is worth another thread: 2 ms. */
const FORK_PRECISION = 100_000;

/** Encloses √10005 within 2^-p. */
const squareRoot = work('square root in pi', (p: number) =>
  ball.ball(isqrt(shift(10005n, 2 * p)), -p, mag.powerOf2(-p)),
);

/**
 * Encloses π at precision wp, with an error of at most 2 ulps.
 *
 * Bound, in ulps:
 * - truncation: the terms alternate and shrink. As (6k)! / ((3k)! k!³) ≤ 1728^k and 640320³ / 1728 > 2^47.11, the first
 *   one left out is below (13591409 + 545140134 N) · 2^(−47.11 N) < (1 + 41 N) · 2^(−47.11 N) · S. With
 *   47.11 (N − 1) ≥ wp + 8 and (1 + 41 N) · 2^-47.11 < 1 that moves π by less than 2^-(wp + 8) of itself, 2^-6 ulps;
 * - rounding: the series has 16 rounded blocks and the width leaves 12 bits for them; the quotient, below 2^-4, is within
 *   2^-12 and counts √10005 < 2^7 times, the root is within 2^-8 and counts as often as the quotient is large, and rounding
 *   their product adds 2^-4; the balls carry it all. Flooring adds one.
 * Method: the series S = Σ (−1)^k (6k)! (13591409 + 545140134 k) / ((3k)! k!³ 640320^(3k)) of Chudnovsky and Chudnovsky
 * (1988) by binary splitting, π = 426880 / S · √10005.
 */
export const computePi = (wp: number): Fixed => {
  const { q, t } = series(Math.ceil((wp + 8) / 47.11) + 1, wp + 16);
  // The root takes about as long as the quotient, which waits for the series.
  const root = wp > FORK_PRECISION ? fork(squareRoot, wp + 8) : () => squareRoot.run(wp + 8);
  const quotient = ball.div(ball.mul(ball.exact(426880n), q), t, wp + 12);
  const product = ball.mul(quotient, root(), wp + 4);
  const { value, error } = fromBall(product, wp);
  return { value, error: error + 2 ** -6 };
};

const { at } = cached('pi', computePi, dropBits);

/** ⌊π · 2^256⌋: the first looks at a number need no more, and the series takes a millisecond to begin. */
const SHORT_PRECISION = 256;
const SHORT = 0x3243f6a8885a308d313198a2e03707344a4093822299f31d0082efa98ec4e6c89n;

/** π at precision wp, with an error of at most 4 ulps; the widest value so far is kept. */
export const pi = (wp: number): Fixed =>
  wp <= SHORT_PRECISION ? { value: SHORT >> BigInt(SHORT_PRECISION - wp), error: 1 } : at(wp);
