import type { Ball } from '../number/ball.ts';
import * as ball from '../number/ball.ts';
import { checkpoint } from '../number/checkpoint.ts';
import { divide } from '../number/division.ts';
import { fork, type Work, work } from '../number/fork.ts';
import { bitLength, shift } from '../number/integer.ts';
import type { Fixed } from './fixed.ts';
import { LONG_BITS } from './product.ts';

/**
 * Folds the terms from … to − 1, in order and in a balanced tree, so that the numbers of one level have equal lengths and
 * the few long multiplications are near the root. `leaf` sums at most `chunk` terms directly; `merge` joins a block with
 * the one to its right. `last` says that nothing follows the block, so what only serves a right neighbour may be left out.
 * `elsewhere` may begin a block that is not the last on another thread, and answers with what will give it.
 */
export const split = <Block>(
  from: number,
  to: number,
  chunk: number,
  leaf: (from: number, to: number) => Block,
  merge: (left: Block, right: Block, last: boolean) => Block,
  elsewhere: (from: number, to: number) => (() => Block) | undefined = () => undefined,
): Block => {
  const fold = (start: number, end: number, last: boolean): Block => {
    if (end - start <= chunk) return leaf(start, end);
    const middle = start + Math.ceil((end - start) / 2);
    const begun = elsewhere(start, middle);
    const right = fold(middle, end, last);
    checkpoint();
    return merge(begun === undefined ? fold(start, middle, false) : begun(), right, last);
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

/** Bits of ∏ q(k) in a block that is worth another thread: 2 ms at least in all series here. */
const FORK_BITS = 80_000;

/** The terms from … to − 1 of a series, for any thread. */
interface Range<Parameter> {
  readonly parameter: Parameter;
  readonly from: number;
  readonly to: number;
}

/** The same, in blocks of at most `chunk` terms that are rounded to `width` bits. */
interface RoundedRange<Parameter> extends Range<Parameter> {
  readonly chunk: number;
  readonly width: number;
}

/**
 * A hypergeometric series by its name and the terms that it has for a parameter: a function that gives the first `terms`
 * of them. t / q is their sum, and both are rounded to `width` significant bits at every step of the last few levels, where
 * the exact numbers would be several times as long.
 *
 * Bound: the balls carry it. A product of b blocks has a relative error of about b · 2^(2 − width). Where a block is
 * summed makes no difference to it.
 * Method: Haible and Papanikolaou, "Fast multiprecision evaluation of series of rational numbers" (1998).
 */
export const roundedSeries = <Parameter>(
  name: string,
  termOf: (parameter: Parameter) => (k: number) => Term,
): ((terms: number, width: number, parameter: Parameter) => Series<Ball>) => {
  const isLong = (from: number, to: number, term: (k: number) => Term): boolean =>
    (to - from) * bitLength(term(Math.floor((from + to) / 2)).q) > FORK_BITS;

  const exactSum: Work<Range<Parameter>, Series<bigint>> = work(`${name}, exact`, ({ parameter, from, to }) => {
    const term = termOf(parameter);
    return split<Series<bigint>>(
      from,
      to,
      CHUNK,
      (start, end) => sumTerms(start, end, term),
      (left, right) => ({ p: left.p * right.p, q: left.q * right.q, t: left.t * right.q + left.p * right.t }),
      (start, end) => (isLong(start, end, term) ? fork(exactSum, { parameter, from: start, to: end }) : undefined),
    );
  });

  const sum = (range: RoundedRange<Parameter>, isLast: boolean): Series<Ball> => {
    const { parameter, from, to, chunk, width } = range;
    const term = termOf(parameter);
    return split<Series<Ball>>(
      from,
      to,
      chunk,
      (start, end) => {
        const { p, q, t } = exactSum.run({ parameter, from: start, to: end });
        return { p: trim(ball.exact(p), width), q: trim(ball.exact(q), width), t: trim(ball.exact(t), width) };
      },
      (left, right, last) => joinRounded({ left, right, width, last: last && isLast }),
      (start, end) => (isLong(start, end, term) ? fork(roundedSum, { ...range, from: start, to: end }) : undefined),
    );
  };
  const roundedSum: Work<RoundedRange<Parameter>, Series<Ball>> = work(`${name}, rounded`, (range) =>
    sum(range, false),
  );

  return (terms, width, parameter) =>
    sum({ parameter, from: 0, to: terms, chunk: Math.ceil(terms / EXACT_BLOCKS), width }, true);
};

const sumTerms = (from: number, to: number, term: (k: number) => Term): Series<bigint> => {
  let p = 1n;
  let q = 1n;
  let t = 0n;
  for (let k = from; k < to; k++) {
    const next = term(k);
    p *= next.p;
    q *= next.q;
    t = t * next.q + p * next.a;
  }
  return { p, q, t };
};

/** What two blocks beside each other come to, rounded to `width` bits; without p for what nothing follows. */
interface Neighbours {
  readonly left: Series<Ball>;
  readonly right: Series<Ball>;
  readonly width: number;
  readonly last: boolean;
}

const joinRounded = (both: Neighbours): Series<Ball> => {
  const { left, right, width } = both;
  const factors = right.q.bits > LONG_BITS ? fork(joinedFactors, both) : () => joinedFactors.run(both);
  const t = trim(ball.add(ball.mul(left.t, right.q), ball.mul(left.p, right.t)), width);
  return { ...factors(), t };
};

const joinedFactors = work('rounded factors', ({ left, right, width, last }: Neighbours) => ({
  p: last ? ball.ZERO : trim(ball.mul(left.p, right.p), width),
  q: trim(ball.mul(left.q, right.q), width),
}));

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
