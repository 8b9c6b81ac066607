import type { Ball } from '../number/ball.ts';
import * as ball from '../number/ball.ts';
import { checkpoint } from '../number/checkpoint.ts';
import { divide } from '../number/division.ts';
import { bitLength, shift } from '../number/integer.ts';
import type { Fixed } from './fixed.ts';

/**
 * Folds the terms from … to − 1, in order and in a balanced tree, so that the numbers of one level have equal lengths and
 * the few long multiplications are near the root. `leaf` sums at most `chunk` terms directly; `merge` joins a block with
 * the one to its right. `last` says that nothing follows the block, so what only serves a right neighbour may be left out.
 */
export const split = <Block>(
  from: number,
  to: number,
  chunk: number,
  leaf: (from: number, to: number) => Block,
  merge: (left: Block, right: Block, last: boolean) => Block,
): Block => {
  const fold = (start: number, end: number, last: boolean): Block => {
    if (end - start <= chunk) return leaf(start, end);
    const middle = start + Math.ceil((end - start) / 2);
    const left = fold(start, middle, false);
    const right = fold(middle, end, last);
    checkpoint();
    return merge(left, right, last);
  };
  return fold(from, to, true);
};

/**
 * A block of a hypergeometric series: p = ∏ p(k), q = ∏ q(k) and t / q = Σ a(k) ∏ p(j) / q(j), with j from the start of
 * the block to k.
 */
export interface Series<Number> {
  readonly p: Number;
  readonly q: Number;
  readonly t: Number;
}

/** p(k), q(k) and a(k) of one term. */
export interface Term {
  readonly p: bigint;
  readonly q: bigint;
  readonly a: bigint;
}

/**
 * x rounded to `width` significant bits. Its length is measured first: the bound that a ball carries may exceed it by a
 * bit after a product, and by 2^h bits after h levels of exact products, which would then be missing from the result.
 */
export const trim = (x: Ball, width: number): Ball =>
  x.bits <= width ? x : ball.trim({ ...x, bits: bitLength(x.mid) }, width);

const CHUNK = 4;
/** How many blocks `sumRounded` makes exactly: their numbers have about half the working precision, so that none is longer than needed. */
const EXACT_BLOCKS = 16;

const sumRange = (from: number, to: number, term: (k: number) => Term): Series<bigint> =>
  split(
    from,
    to,
    CHUNK,
    (start, end) => {
      let p = 1n;
      let q = 1n;
      let t = 0n;
      for (let k = start; k < end; k++) {
        const next = term(k);
        p *= next.p;
        q *= next.q;
        t = t * next.q + p * next.a;
      }
      return { p, q, t };
    },
    (left, right) => ({ p: left.p * right.p, q: left.q * right.q, t: left.t * right.q + left.p * right.t }),
  );

/**
 * The first `terms` terms of a hypergeometric series: t / q is their sum, and both are rounded to `width` significant
 * bits at every step of the last few levels, where the exact numbers would be several times as long.
 *
 * Bound: the balls carry it. A product of b blocks has a relative error of about b · 2^(2 − width).
 * Method: Haible and Papanikolaou, "Fast multiprecision evaluation of series of rational numbers" (1998).
 */
export const sumRounded = (terms: number, term: (k: number) => Term, width: number): Series<Ball> => {
  const { mul, add, exact } = ball;
  return split<Series<Ball>>(
    0,
    terms,
    Math.ceil(terms / EXACT_BLOCKS),
    (from, to) => {
      const { p, q, t } = sumRange(from, to, term);
      return { p: trim(exact(p), width), q: trim(exact(q), width), t: trim(exact(t), width) };
    },
    (left, right, last) => ({
      p: last ? ball.ZERO : trim(mul(left.p, right.p), width),
      q: trim(mul(left.q, right.q), width),
      t: trim(add(mul(left.t, right.q), mul(left.p, right.t)), width),
    }),
  );
};

/**
 * Encloses num / den at precision wp.
 *
 * Requires: den ≠ 0, and an upper bound 2^height of |num / den|, height ≥ 0.
 * Bound, in ulps: with num' and den' the numbers less their last `drop` bits,
 * |num / den − num' / den'| ≤ (1 + |num / den|) / den' ≤ 2^(height + 1) / den', and den' ≥ 2^(wp + height + 5) where bits
 * are dropped at all: at most 2^-4. Flooring the quotient adds less than 1.
 */
export const quotient = (num: bigint, den: bigint, wp: number, height: number): Fixed => {
  if (den < 0n) return quotient(-num, -den, wp, height);
  if (num < 0n) {
    const { value, error } = quotient(-num, den, wp, height);
    return { value: -value, error };
  }
  const drop = Math.max(0, bitLength(den) - (wp + height + 6));
  return { value: divide(shift(num, wp - drop), shift(den, -drop)), error: 1.0625 };
};
