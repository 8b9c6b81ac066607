import type { Ball, Dyadic } from '../number/ball.ts';
import * as ball from '../number/ball.ts';
import { checkpoint } from '../number/checkpoint.ts';
import * as extent from '../number/extent.ts';
import { bitLength, shift, trailingZeros } from '../number/integer.ts';

/**
 * The interval from lo · 2^exp to (lo + width) · 2^exp with a root in it: the expression has the sign `direction` at its
 * upper end and the opposite at its lower one, or the root itself is known and the width 0. `margin` says how many bits
 * past the size of the bracket the last sign was found. Plain data: the state of a bisection.
 */
export interface Bracket {
  readonly lo: bigint;
  readonly width: bigint;
  readonly exp: number;
  readonly direction: -1 | 1;
  readonly margin: number;
}

/**
 * The sign of the expression at a point if its absolute value is above a fixed threshold of about 2^-level or it is
 * proved to be 0; undefined otherwise. A function of the point and the level alone.
 */
export type Probe = (point: Dyadic, level: number) => -1 | 0 | 1 | undefined;

const FIRST_MARGIN = 32;
/** A sign that is still open this far below the bracket, or this many times as far as the bracket itself, stays open. */
const LAST_MARGIN = 16_384;
const LAST_FACTOR = 32;

/** The bracket between two points, in the shortest terms: kernels find exact values at short points. */
export const bracketOf = (lo: Dyadic, hi: Dyadic, direction: -1 | 1): Bracket => {
  const exp = Math.min(lo.exp, hi.exp);
  const low = shift(lo.mid, lo.exp - exp);
  const width = shift(hi.mid, hi.exp - exp) - low;
  const zeros = trailingZeros(low | width);
  return { lo: shift(low, -zeros), width: shift(width, -zeros), exp: exp + zeros, direction, margin: FIRST_MARGIN };
};

const pointBracket = ({ mid, exp }: Dyadic, direction: -1 | 1): Bracket => ({
  lo: mid,
  width: 0n,
  exp,
  direction,
  margin: FIRST_MARGIN,
});

/** How many bits after the point the bracket is known to, at least 0. */
export const sizeOf = ({ width, exp }: Bracket): number => Math.max(0, -(exp + bitLength(width)));

/**
 * The next bracket, half as wide or at most 5/8. The points at 1/2, 3/8 and 5/8 are tried in this order, at rising levels
 * that follow from the bracket alone, and the first whose sign is found becomes an end: so the sequence is a function of
 * the expression alone, and a root on one of the points, where no enclosure tells the sign, stops nothing. Undefined where
 * all three signs stay open at the last level.
 */
export const halve = (bracket: Bracket, probe: Probe): Bracket | undefined => {
  checkpoint();
  const size = sizeOf(bracket);
  const last = LAST_MARGIN + LAST_FACTOR * size;
  for (let margin = bracket.margin; size + margin <= last; margin *= 2) {
    for (const eighths of [4n, 3n, 5n] as const) {
      const sign = probe(pointAt(bracket, eighths), size + margin);
      if (sign !== undefined) return split(bracket, eighths, sign, margin);
    }
  }
  return undefined;
};

const pointAt = ({ lo, width, exp }: Bracket, eighths: 3n | 4n | 5n): Dyadic =>
  eighths === 4n ? { mid: 2n * lo + width, exp: exp - 1 } : { mid: 8n * lo + eighths * width, exp: exp - 3 };

const split = (bracket: Bracket, eighths: 3n | 4n | 5n, sign: -1 | 0 | 1, margin: number): Bracket => {
  const { lo, width, direction } = bracket;
  const point = pointAt(bracket, eighths);
  if (sign === 0) return pointBracket(point, direction);
  const scale = eighths === 4n ? 2n : 8n;
  const below = eighths === 4n ? 1n : eighths;
  return sign === direction
    ? { lo: scale * lo, width: below * width, exp: point.exp, direction, margin }
    : { lo: point.mid, width: (scale - below) * width, exp: point.exp, direction, margin };
};

/** The root, where the bracket is down to it. */
export const exactRoot = ({ lo, width, exp }: Bracket): Dyadic | undefined =>
  width === 0n ? { mid: lo, exp } : undefined;

/**
 * Whether the ball around the bracket has a radius of at most 2^-p.
 * Bound: half the width is below 2^(bits + exp − 1), and rounding the middle of the ball to 2^-20 of that stays below twice it.
 */
export const isWithin = ({ width, exp }: Bracket, p: number): boolean => width === 0n || bitLength(width) + exp <= -p;

/** The ball around the bracket. */
export const enclosureOf = ({ lo, width, exp }: Bracket): Ball =>
  width === 0n ? ball.exact(lo, exp) : extent.hull({ mid: lo, exp }, { mid: lo + width, exp });

/**
 * A dyadic point at the end of an interval, or where that is not exactly known one just inside of it: on the grid 2^-grid,
 * at most two units of it away if the enclosure is finer than it.
 */
const pointInside = (end: Ball, side: 'lower' | 'upper', grid: number): Dyadic => {
  if (ball.isExact(end)) return end;
  const { mid, exp } = side === 'lower' ? extent.high(end) : extent.low(end);
  const inside = shift(side === 'lower' ? mid : -mid, exp + grid) + 1n;
  return { mid: side === 'lower' ? inside : -inside, exp: -grid };
};

/** The first grid inside of ends that are not dyadic, and the last. */
const FIRST_GRID = 64;
const LAST_GRID = LAST_MARGIN / 2;

/**
 * The bracket to begin with: from end to end, or where one is not dyadic to a point just inside of it. `ends` encloses them
 * to 2^-bits, and `signs` are those at the ends where they are known; a point inside has to have the same. Undefined where
 * the signs do not differ, or stay open.
 */
export const openingBracket = (
  ends: (bits: number) => readonly [Ball, Ball],
  signs: readonly [-1 | 1, -1 | 1] | undefined,
  probe: Probe,
): Bracket | undefined => {
  for (let grid = FIRST_GRID; grid <= LAST_GRID; grid *= 2) {
    const [a, b] = ends(2 * grid);
    if (ball.isUnbounded(a) || ball.isUnbounded(b)) continue;
    const [lo, hi] = [pointInside(a, 'lower', grid), pointInside(b, 'upper', grid)];
    if (extent.compare(lo, hi) >= 0) continue;
    const below = ball.isExact(a) && signs !== undefined ? signs[0] : probe(lo, 2 * grid);
    const above = ball.isExact(b) && signs !== undefined ? signs[1] : probe(hi, 2 * grid);
    if (below === undefined || above === undefined) continue;
    if (below === 0 && ball.isExact(a)) return pointBracket(lo, 1);
    if (above === 0 && ball.isExact(b)) return pointBracket(hi, 1);
    if (above !== 0 && below === -above && (signs === undefined || signs[1] === above)) return bracketOf(lo, hi, above);
    if (ball.isExact(a) && ball.isExact(b)) return undefined;
  }
  return undefined;
};
