import { LimitError } from '../errors.ts';
import type { Ball } from '../number/ball.ts';
import * as ball from '../number/ball.ts';
import * as extent from '../number/extent.ts';
import { MAX_BITS } from '../number/integer.ts';
import * as mag from '../number/magnitude.ts';
import { enclose } from '../number/rational.ts';
import { sum } from '../number/sum.ts';
import type { Operation } from './operation.ts';

/** log2 of an upper bound of |x|. */
export const upperLog2 = (x: Ball): number => mag.log2(ball.upper(x));
/** log2 of a lower bound of |x|; −Infinity where x may be 0. */
export const lowerLog2 = (x: Ball): number => mag.log2(ball.lower(x));

const [FIRST, SECOND] = [0, 1] as const;
/** The largest binary exponent of a power that is computed, and the one up to which a larger power is known to reach. */
const MAX_EXPONENT = 2 ** 50;
const KNOWN_EXPONENT = 2 ** 50 - 2 ** 20;

const at = (operands: readonly Ball[], i: number): Ball => operands[i] ?? ball.WHOLE;

/** A rational constant; exact where it is dyadic. */
export const rational: Operation = {
  kind: 'refiner',
  enclose: (node, _operands, p) => (node.value === undefined ? ball.WHOLE : enclose(node.value, p)),
  demand: (_i, p) => p,
  magnitude: (node) =>
    node.value === undefined
      ? 0
      : ball.log2({ mid: node.value.num, exp: 0 }) - ball.log2({ mid: node.value.den, exp: 0 }),
};

/** log2 of the largest magnitude among the operands. */
const largest = (operands: readonly Ball[]): number =>
  operands.reduce((most, operand) => Math.max(most, upperLog2(operand)), Number.NEGATIVE_INFINITY);

/** A sum. The operands are added exactly and rounded once. */
export const add: Operation = {
  kind: 'combinator',
  // 32 - clz32(n) is the bit length of n, by an instruction where log2(n + 1) takes as long as a short sum.
  enclose: (_node, operands, p) => ball.round(sum(operands, p + 33 - Math.clz32(operands.length)), p + 1),
  demand: (_i, p) => p,
  magnitude: (_node, operands) => largest(operands),
};

/** A product of two. |xy − x'y'| ≤ |y| |x − x'| + |x'| |y − y'|, so each operand is asked relative to the other. */
export const mul: Operation = {
  kind: 'combinator',
  enclose: (_node, operands, p) => ball.mul(at(operands, FIRST), at(operands, SECOND), p),
  demand: (i, p, _node, operands) => p + upperLog2(at(operands, 1 - i)),
  scaledBy: (i, operands) => [at(operands, 1 - i)],
  magnitude: (_node, operands) => upperLog2(at(operands, FIRST)) + upperLog2(at(operands, SECOND)),
};

/**
 * A whole power, by squaring. |x^n − y^n| ≤ n max^(n−1) |x − y|.
 *
 * Bound of one that is too large or too small to be computed: log2 of the ends of x is right to a relative 2^-50 and 2^-40
 * more, which n < 2^53 makes less than 2^14, so that an exponent found past 2^50 is past 2^50 − 2^20.
 */
export const power: Operation = {
  kind: 'combinator',
  enclose: (node, operands, p) => {
    const x = at(operands, FIRST);
    const n = node.n ?? 1;
    if (ball.isUnbounded(x) || ball.sign(x) === 0) return ball.power(x, n);
    const size = n * upperLog2(x);
    if (size < -MAX_EXPONENT) return ball.ball(0n, 0, mag.powerOf2(-KNOWN_EXPONENT));
    if (n * lowerLog2(x) > MAX_EXPONENT) return ball.beyond(x.mid < 0n && n % 2 === 1 ? -1 : 1, KNOWN_EXPONENT);
    if (size > MAX_EXPONENT) return ball.WHOLE;
    // Each of at most 2 log2 n products loses one unit in `width` bits, which later squarings repeat at most n-fold.
    const width = Math.max(32, p + size + 2 * Math.log2(n) + 8);
    if (width > MAX_BITS) throw new LimitError('a power here is too long: its length is over the bits allowed');
    return ball.round(ball.power(x, n, Math.ceil(width)), p + 1);
  },
  scaledBy: (_i, operands) => operands,
  demand: (_i, p, node, operands) => p + Math.log2(node.n ?? 1) + ((node.n ?? 1) - 1) * upperLog2(at(operands, FIRST)),
  magnitude: (node, operands) => (node.n ?? 1) * ball.log2(at(operands, FIRST)),
};

/** A quotient; the whole line while the divisor may be 0. */
export const div: Operation = {
  kind: 'refiner',
  enclose: (_node, operands, p) => ball.div(at(operands, FIRST), at(operands, SECOND), p),
  scaledBy: (i, operands) => (i === 0 ? [at(operands, SECOND)] : operands),
  demand: (i, p, _node, operands) => {
    const divisor = lowerLog2(at(operands, SECOND));
    return i === 0 ? p - divisor : p + upperLog2(at(operands, FIRST)) - 2 * divisor;
  },
  magnitude: (_node, operands) => upperLog2(at(operands, FIRST)) - upperLog2(at(operands, SECOND)),
};

const rounded = (f: (operands: readonly Ball[]) => Ball): Operation => ({
  kind: 'combinator',
  enclose: (_node, operands, p) => ball.round(f(operands), p),
  demand: (_i, p) => p,
  magnitude: (_node, operands) => largest(operands),
});

export const abs = rounded((operands) => extent.abs(at(operands, FIRST)));
export const min = rounded((operands) => extent.min(at(operands, FIRST), at(operands, SECOND)));
export const max = rounded((operands) => extent.max(at(operands, FIRST), at(operands, SECOND)));
