import type { Ball } from './ball.ts';
import * as ball from './ball.ts';
import { checkpoint } from './checkpoint.ts';
import * as mag from './magnitude.ts';

/** Terms whose bits all lie within so many are added at once: a copy of the total costs less than another ball. */
const SHORT_BITS = 2 ** 14;

/**
 * Encloses the sum of one ball or more.
 *
 * Bound: the radii add. In the sum of two each term is floored to a multiple of 2^-p where it is finer, and sums of multiples
 * are multiples; of terms that are added at once, only the total is floored. So each of n terms adds 2^-p at most.
 *
 * Method: short terms exactly and at once, long ones in pairs of neighbours: a running total would be copied for each term.
 */
export const sum = (terms: readonly Ball[], p: number): Ball => {
  if (terms.length === 2) return ball.add(terms[0] as Ball, terms[1] as Ball, p);
  const short = shortSum(terms, p);
  if (short !== undefined) return short;
  let level = terms;
  while (level.length > 1) {
    const next: Ball[] = [];
    for (let i = 0; i + 1 < level.length; i += 2) {
      checkpoint();
      next.push(ball.add(level[i] as Ball, level[i + 1] as Ball, p));
    }
    if (level.length % 2 === 1) next.push(level.at(-1) as Ball);
    level = next;
  }
  return level[0] as Ball;
};

/** The sum of terms whose bits lie close together; undefined where they do not. */
const shortSum = (terms: readonly Ball[], p: number): Ball | undefined => {
  let least = Number.POSITIVE_INFINITY;
  let most = Number.NEGATIVE_INFINITY;
  for (const { mid, exp, bits, rad } of terms) {
    if (rad.man === Number.POSITIVE_INFINITY) return undefined;
    // The exponent of a midpoint 0 says nothing.
    if (mid === 0n) continue;
    least = Math.min(least, exp);
    most = Math.max(most, exp + bits);
  }
  if (most - least > SHORT_BITS) return undefined;
  let total = 0n;
  let radius = mag.ZERO;
  for (const { mid, exp, rad } of terms) {
    if (rad.man !== 0) radius = mag.add(radius, rad);
    if (mid !== 0n) total += exp === least ? mid : mid << BigInt(exp - least);
  }
  return ball.ball(total, total === 0n ? 0 : least, radius, p);
};
