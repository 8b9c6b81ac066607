import { InternalError } from '../errors.ts';
import { type Ball, ball, type Dyadic, exact, isUnbounded, lower, neg, sign, upper, WHOLE, ZERO } from './ball.ts';
import { bitLength, shift } from './integer.ts';
import * as mag from './magnitude.ts';

/** Balls as the intervals that they are: their ends, what lies in them, what two of them have in common. */

/** A radius that ends this far below the last bit of the midpoint is taken for one that does not. */
const LONGEST_END = 2 ** 19;

/** The least number of the ball; where the radius is far below the midpoint's last bit, one that is little less. */
export const low = (x: Ball): Dyadic => end(x, -1);
/** The greatest number of the ball, with the same proviso. */
export const high = (x: Ball): Dyadic => end(x, 1);

const end = (x: Ball, side: -1 | 1): Dyadic => {
  if (isUnbounded(x)) throw new InternalError('an unbounded ball has no ends');
  if (x.rad.man === 0) return x;
  if (x.mid === 0n) return { mid: BigInt(side * x.rad.man), exp: x.rad.exp };
  const rad = x.rad.exp < x.exp - LONGEST_END ? mag.powerOf2(x.exp - LONGEST_END) : x.rad;
  const exp = Math.min(x.exp, rad.exp);
  return { mid: shift(x.mid, x.exp - exp) + BigInt(side) * shift(BigInt(rad.man), rad.exp - exp), exp };
};

/** The sign of x − y. */
export const compare = (x: Dyadic, y: Dyadic): number => {
  const exp = Math.min(x.exp, y.exp);
  const signs = (x.mid > 0n ? 1 : x.mid < 0n ? -1 : 0) - (y.mid > 0n ? 1 : y.mid < 0n ? -1 : 0);
  if (signs !== 0) return signs;
  // Equal signs: lengths decide before anything is shifted, so that far apart exponents cost nothing.
  const lengths = bitLength(x.mid) + x.exp - (bitLength(y.mid) + y.exp);
  if (x.mid !== 0n && Math.abs(lengths) > 1) return x.mid < 0n ? -lengths : lengths;
  const a = shift(x.mid, x.exp - exp);
  const b = shift(y.mid, y.exp - exp);
  return a < b ? -1 : a > b ? 1 : 0;
};

/**
 * The narrowest ball around [lo, hi].
 * Bound: the midpoint is the exact half sum; half the width is rounded up into the radius.
 */
export const hull = (lo: Dyadic, hi: Dyadic, p = Number.POSITIVE_INFINITY): Ball => {
  const exp = Math.min(lo.exp, hi.exp);
  const a = shift(lo.mid, lo.exp - exp);
  const b = shift(hi.mid, hi.exp - exp);
  if (b < a) throw new InternalError('an interval with its ends the wrong way round');
  const width = exact(b - a, exp - 1);
  return ball(a + b, exp - 1, upper(width), p);
};

/** Encloses |x|. */
export const abs = (x: Ball): Ball => {
  if (isUnbounded(x) || sign(x) !== undefined) return x.mid < 0n ? neg(x) : x;
  const lo = low(x);
  const hi = high(x);
  const opposite = { mid: -lo.mid, exp: lo.exp };
  return hull(ZERO, compare(opposite, hi) > 0 ? opposite : hi);
};

const choose = (x: Ball, y: Ball, side: -1 | 1): Ball => {
  if (isUnbounded(x) || isUnbounded(y)) return WHOLE;
  const pick = (a: Dyadic, b: Dyadic): Dyadic => (compare(a, b) * side >= 0 ? a : b);
  if (compare(low(x), high(y)) >= 0) return side > 0 ? x : y;
  if (compare(low(y), high(x)) >= 0) return side > 0 ? y : x;
  return hull(pick(low(x), low(y)), pick(high(x), high(y)));
};

export const min = (x: Ball, y: Ball): Ball => choose(x, y, -1);
export const max = (x: Ball, y: Ball): Ball => choose(x, y, 1);

/** Whether the two balls have a number in common. */
export const overlaps = (x: Ball, y: Ball): boolean =>
  isUnbounded(x) || isUnbounded(y) || (compare(low(x), high(y)) <= 0 && compare(low(y), high(x)) <= 0);

/** Whether the number lies in the ball. */
export const contains = (x: Ball, y: Dyadic): boolean =>
  isUnbounded(x)
    ? x.mid === 0n || compare(x, y) * (x.mid < 0n ? -1 : 1) <= 0
    : compare(low(x), y) <= 0 && compare(y, high(x)) <= 0;

/**
 * The narrower of two enclosures of one number. They must overlap: if they do not, one of them was wrong.
 */
export const tighten = (old: Ball, next: Ball): Ball => {
  if (!overlaps(old, next)) throw new InternalError('two enclosures of one number do not overlap');
  if (isUnbounded(old) && isUnbounded(next)) return mag.less(lower(old), lower(next)) ? next : old;
  return mag.less(next.rad, old.rad) ? next : old;
};
