import { atan as atanAt, atanRational } from '../kernel/atan.ts';
import { whenForgotten } from '../kernel/cache.ts';
import { e } from '../kernel/e.ts';
import { exp as expAt, expRational } from '../kernel/exp.ts';
import { ln as lnAt, lnRational } from '../kernel/ln.ts';
import { pi } from '../kernel/pi.ts';
import { root as rootAt } from '../kernel/root.ts';
import { sinCos as sinCosAt, sinCosRational } from '../kernel/sin-cos.ts';
import type { Node } from '../node.ts';
import type { Ball } from '../number/ball.ts';
import * as ball from '../number/ball.ts';
import * as extent from '../number/extent.ts';
import * as mag from '../number/magnitude.ts';
import { type Rational, size } from '../number/rational.ts';
import { lowerLog2, upperLog2 } from './arithmetic.ts';
import type { Operation } from './operation.ts';

/** Rationals up to this height go to the series for rational arguments, which need no long multiplications. */
const SMALL_HEIGHT = 64;
/** From |x| = 2^48 on no more of e^x is known than that its binary exponent is past ±2^48. */
const MAX_ARGUMENT_EXPONENT = 48;

const first = (operands: readonly Ball[]): Ball => operands[0] ?? ball.WHOLE;

/** The exact value of the operand, where it is rational and of small height. */
export const smallRational = (node: Node): Rational | undefined => {
  const value = node.args[0]?.value;
  return value !== undefined && size(value) <= SMALL_HEIGHT ? value : undefined;
};

/**
 * e^x. Over a ball of radius r ≤ 1/2 around m: |e^x − e^m| ≤ e^m (e^r − 1) ≤ 2 r e^m, since e^r − 1 ≤ r e^r < 1.65 r.
 * A wider ball takes its ends, between which e^x rises, and one far from 0 what `expFarOut` knows.
 */
export const exp: Operation = {
  kind: 'refiner',
  enclose: (node, operands, p) => {
    const x = first(operands);
    if (isFarOut(x)) return expFarOut(x);
    const value = smallRational(node);
    if (value !== undefined) return value.num === value.den ? eulersNumber(p) : expRational(value.num, value.den, p);
    if (ball.accuracy(x) < 1) return expOverEnds(x);
    const center = expAt(x, p);
    return ball.widen(center, mag.mul(mag.mul(ball.upper(center), x.rad), mag.powerOf2(1)));
  },
  demand: (_i, p, _node, _operands, result) => p + upperLog2(result),
  scaledBy: (_i, _operands, result) => [result],
  magnitude: (_node, operands) => {
    const x = first(operands);
    return isFarOut(x) || ball.accuracy(x) < 1 ? 0 : ball.toNumber(x) / Math.LN2;
  },
};

const isFarOut = (x: Ball): boolean => ball.isUnbounded(x) || ball.lowerExponent(x) >= MAX_ARGUMENT_EXPONENT;

/** Bound: with |x| ≥ 2^k, e^x ≥ 2^(2^k) above and 0 < e^x ≤ 2^-(2^k) below, since e > 2. */
const expFarOut = (x: Ball): Ball => {
  const sign = ball.sign(x);
  if (sign === undefined) return ball.WHOLE;
  const exponent = 2 ** Math.min(ball.lowerExponent(x), MAX_ARGUMENT_EXPONENT);
  return sign > 0 ? ball.beyond(1, Math.floor(exponent)) : ball.ball(0n, 0, mag.powerOf2(-Math.floor(exponent)));
};

/** The factorial series of e itself costs less than that of a general rational. */
const eulersNumber = (p: number): Ball => {
  const wp = Math.max(0, p) + 4;
  const { value, error } = e(wp);
  // The kernel's error is below 4 units of 2^-wp, 2^-(p + 2).
  return ball.ball(value, -wp, mag.magnitude(error, -wp), p + 1);
};

const expOverEnds = (x: Ball): Ball => {
  const top = extent.high(x);
  const exponent = ball.toNumber(top) / Math.LN2;
  // An operand as uncertain as this says nothing yet about its exponential.
  if (exponent > 2 ** 30) return ball.WHOLE;
  const upper = ball.upper(expAt(top, 32 - Math.floor(exponent)));
  return extent.hull(ball.ZERO, { mid: BigInt(upper.man), exp: upper.exp });
};

/** ln x for x > 0. Over a ball: |ln x − ln m| ≤ r / min x. */
export const ln: Operation = {
  kind: 'refiner',
  enclose: (node, operands, p) => {
    const x = first(operands);
    if (ball.sign(x) !== 1 || ball.isUnbounded(x)) return ball.WHOLE;
    const value = smallRational(node);
    if (value !== undefined) return lnRational(value.num, value.den, p);
    const center = lnAt(x, p);
    return x.rad.man === 0 ? center : ball.widen(center, mag.div(x.rad, ball.lower(x)));
  },
  demand: (_i, p, _node, operands) => p - lowerLog2(first(operands)),
  scaledBy: (_i, operands) => operands,
  magnitude: (_node, operands) => {
    // Only near 1 is a logarithm small; elsewhere the difference could be as long as the exponent is large.
    const x = first(operands);
    if (Math.abs(upperLog2(x)) > 2) return 0;
    const distance = lowerLog2(ball.sub(x, ball.ONE));
    return Number.isFinite(distance) ? Math.min(0, distance) : 0;
  },
};

/** The last pair, since sin and cos of one number are often wanted together. */
let lastPair: { x: Ball; value: Rational | undefined; p: number; pair: readonly [Ball, Ball] } | undefined;
whenForgotten(() => {
  lastPair = undefined;
});

/** sin x and cos x. Both have Lipschitz constant 1; over a ball of radius above 1 the interval [−1, 1] says as much. */
const sinCos = (node: Node, x: Ball, p: number): readonly [Ball, Ball] => {
  if (ball.accuracy(x) < 0) return [UNIT_INTERVAL, UNIT_INTERVAL];
  const value = smallRational(node);
  if (
    lastPair?.p === p &&
    lastPair.x.mid === x.mid &&
    lastPair.x.exp === x.exp &&
    lastPair.x.rad === x.rad &&
    lastPair.value === value
  ) {
    return lastPair.pair;
  }
  const [sine, cosine] = value === undefined ? sinCosAt(x, p) : sinCosRational(value.num, value.den, p);
  const slack = value === undefined ? x.rad : mag.ZERO;
  const pair = [ball.widen(sine, slack), ball.widen(cosine, slack)] as const;
  lastPair = { x, value, p, pair };
  return pair;
};

const UNIT_INTERVAL: Ball = { mid: 0n, exp: 0, bits: 0, rad: mag.powerOf2(0) };

export const sin: Operation = {
  kind: 'refiner',
  enclose: (node, operands, p) => sinCos(node, first(operands), p)[0],
  demand: (_i, p) => p,
  magnitude: (_node, operands) => Math.min(0, upperLog2(first(operands))),
};

export const cos: Operation = {
  kind: 'refiner',
  enclose: (node, operands, p) => sinCos(node, first(operands), p)[1],
  demand: (_i, p) => p,
  magnitude: () => 0,
};

/**
 * atan x. Over a ball: |atan x − atan m| ≤ r / (1 + min x²) ≤ min(r, r / min x²). Beyond ±2^k it is ±π/2 within 2^-k, as
 * π/2 − atan x = atan(1/x) < 1/x.
 */
export const atan: Operation = {
  kind: 'refiner',
  enclose: (node, operands, p) => {
    const x = first(operands);
    if (ball.isUnbounded(x)) {
      if (x.mid === 0n) return ball.ball(0n, 0, mag.powerOf2(1));
      const { value, error } = pi(Math.max(p, 0) + 4);
      const right = ball.ball(value, -Math.max(p, 0) - 5, mag.magnitude(error, -Math.max(p, 0) - 5), p + 1);
      return ball.widen(x.mid < 0n ? ball.neg(right) : right, mag.powerOf2(-x.exp));
    }
    const value = smallRational(node);
    if (value !== undefined) return atanRational(value.num, value.den, p);
    const center = atanAt(x, p);
    const least = ball.lower(x);
    if (x.rad.man === 0 || least.man === 0) return ball.widen(center, x.rad);
    const scaled = mag.div(mag.div(x.rad, least), least);
    return ball.widen(center, mag.less(scaled, x.rad) ? scaled : x.rad);
  },
  demand: (_i, p, _node, operands) => p - 2 * Math.max(0, lowerLog2(first(operands))),
  magnitude: (_node, operands) => Math.min(0, upperLog2(first(operands))),
};

/**
 * The real n-th root; of an even degree its operand is known not to be negative. Over a ball away from 0 the mean
 * value theorem bounds the error by r · min^(1/n − 1) / n = r · root(min) / (n · min); around 0 the root is Hölder:
 * |ⁿ√x − ⁿ√m| ≤ 2 · ⁿ√(|x − m| / 2) for odd n, and ≤ ⁿ√|x − m| for x, m ≥ 0.
 */
export const root: Operation = {
  kind: 'refiner',
  enclose: (node, operands, p) => {
    const n = node.n ?? 2;
    const x = first(operands);
    if (ball.isUnbounded(x)) {
      const sign = ball.sign(x);
      return sign === undefined || sign === 0 ? x : ball.beyond(sign, Math.floor(x.exp / n));
    }
    const least = ball.lower(x);
    if (least.man === 0 && x.rad.man !== 0) return rootAroundZero(n, x);
    const center = rootAt(x, n, p);
    if (x.rad.man === 0) return center;
    const slope = mag.div(mag.div(ball.upper(center), least), mag.magnitude(n, 0));
    return ball.widen(center, mag.mul(x.rad, slope));
  },
  demand: (_i, p, node, operands) => {
    const n = node.n ?? 2;
    const least = lowerLog2(first(operands));
    const smooth = p - Math.log2(n) - ((n - 1) / n) * least;
    return Number.isFinite(least) ? Math.min(smooth, n * (p + 1)) : n * (p + 1);
  },
  magnitude: (node, operands) => upperLog2(first(operands)) / (node.n ?? 2),
};

/** The root over a ball that may hold 0: between the roots of its ends, of which a negative one counts as 0 for even n. */
const rootAroundZero = (n: number, x: Ball): Ball => {
  const top = ball.upper(x);
  const exponent = Math.ceil((mag.log2(top) + 1) / n);
  const bound = ball.upper(rootAt({ mid: BigInt(top.man), exp: top.exp }, n, 32 - exponent));
  const end = { mid: BigInt(bound.man), exp: bound.exp };
  return extent.hull(n % 2 === 0 ? ball.ZERO : { mid: -end.mid, exp: end.exp }, end);
};
