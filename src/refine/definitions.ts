import { Refusal } from '../exact/refusal.ts';
import type { Sign, Structure } from '../exact/structure.ts';
import type { Asking, Node } from '../node.ts';
import * as rat from '../number/rational.ts';

/** What functions of the language mean, where that takes more than one constructor of `exact`. */

export const one = (s: Structure): Node => s.integer(1);
export const two = (s: Structure): Node => s.integer(2);
export const half = (s: Structure, x: Node): Node => s.scale({ num: 1n, den: 2n }, x);
export const degrees = (s: Structure, x: Node): Node => s.mul(s.scale({ num: 1n, den: 180n }, x), s.constant('pi'));
export const inDegrees = (s: Structure, x: Node): Node => s.quotient(s.scale(rat.rational(180n), x), s.constant('pi'));

/** x / y where y = 0 is a pole of `name` and not the reader's own division. */
export function* overNonzero(s: Structure, x: Node, y: Node, operand: Node, name: string): Asking<Node> {
  if ((yield* s.decidedSign(y, { operand, is: `a pole of ${name}`, distance: 'the divisor there' })) === 0) {
    throw new Refusal('DOMAIN', operand, (text) => `${name} has a pole at '${text}'`);
  }
  return s.quotient(x, y);
}

/** The sign of x − edge, or of edge − x for an edge that x must stay below. */
const signBeside = (s: Structure, x: Node, edge: -1 | 1, side: 'above' | 'below' = 'above'): Asking<Sign> =>
  s.decidedSign(side === 'above' ? s.sub(x, s.integer(edge)) : s.sub(s.integer(edge), x), {
    operand: x,
    is: `${edge}`,
  });

export function* tan(s: Structure, x: Node): Asking<Node> {
  if (x.op === 'atan') s.applied('tan(atan(x)) = x');
  return x.op === 'atan' ? (x.args[0] as Node) : yield* overNonzero(s, s.sin(x), s.cos(x), x, 'tan');
}

/** asin x = atan(x / √((1 − x)(1 + x))), ±π/2 at the ends. */
export function* asin(s: Structure, x: Node): Asking<Node> {
  const above = yield* signBeside(s, x, 1, 'below');
  const below = yield* signBeside(s, x, -1);
  if (above < 0 || below < 0)
    throw new Refusal('DOMAIN', x, (text) => `asin needs a number in [-1, 1]: '${text}' is outside`);
  const quarter = half(s, s.constant('pi'));
  if (above === 0) return quarter;
  if (below === 0) return s.neg(quarter);
  const cosine = s.radical(2, s.mul(s.sub(one(s), x), s.add(one(s), x)));
  const angle = s.atan(s.quotient(x, cosine));
  return angle.op === 'atan' ? s.remember('sin', angle, x) : angle;
}

/** acos x = 2 atan √((1 − x) / (1 + x)), which loses nothing near 1; π at −1. */
export function* acos(s: Structure, x: Node): Asking<Node> {
  const above = yield* signBeside(s, x, 1, 'below');
  const below = yield* signBeside(s, x, -1);
  if (above < 0 || below < 0)
    throw new Refusal('DOMAIN', x, (text) => `acos needs a number in [-1, 1]: '${text}' is outside`);
  if (below === 0) return s.constant('pi');
  const angle = s.scale(rat.rational(2n), s.atan(s.radical(2, s.quotient(s.sub(one(s), x), s.add(one(s), x)))));
  return s.remember('cos', angle, x);
}

/** atan2: the angle of the point (x, y) in (−π, π]. */
export function* atan2(s: Structure, y: Node, x: Node): Asking<Node> {
  const signOfX = yield* s.decidedSign(x);
  if (signOfX > 0) return s.atan(s.quotient(y, x));
  const signOfY = yield* s.decidedSign(y);
  const pi = s.constant('pi');
  if (signOfX < 0) {
    const angle = s.atan(s.quotient(y, x));
    return signOfY >= 0 ? s.add(angle, pi) : s.sub(angle, pi);
  }
  if (signOfY === 0) throw new Refusal('DOMAIN', y, () => 'atan2(0, 0) is undefined: the origin has no angle');
  return signOfY > 0 ? half(s, pi) : s.neg(half(s, pi));
}

/** An odd function from its values at |x|, so that the exponential in it is at least 1; at x itself where the sign is open. */
const odd =
  (f: (s: Structure, x: Node) => Node) =>
  (s: Structure, x: Node): Node => {
    const side = s.abs(x);
    return side === x || side.op === 'abs' ? f(s, x) : s.neg(f(s, side));
  };

/** cosh x = (E + 1/E) / 2 with E = e^|x|. */
export const cosh = (s: Structure, x: Node): Node => {
  const e = s.exp(s.abs(x));
  return half(s, s.add(e, s.quotient(one(s), e)));
};

/** sinh x = (E − 1/E) / 2 with E = e^x. */
export const sinh = odd((s, x) => {
  const e = s.exp(x);
  return half(s, s.sub(e, s.quotient(one(s), e)));
});

/** tanh x = 1 − 2 / (e^2x + 1). */
export const tanh = odd((s, x) => {
  const e = s.exp(s.scale(rat.rational(2n), x));
  return s.sub(one(s), s.quotient(two(s), s.add(e, one(s))));
});

/** asinh x = ln(x + √(x² + 1)), whose sum would cancel for x < 0. */
export const asinh = odd((s, x) => s.logarithm(s.add(x, s.radical(2, s.add(s.power(x, 2), one(s))))));

export function* acosh(s: Structure, x: Node): Asking<Node> {
  const above = yield* signBeside(s, x, 1);
  if (above < 0) throw new Refusal('DOMAIN', x, (text) => `acosh needs a number from 1 on: '${text}' < 1`);
  return s.logarithm(s.add(x, s.radical(2, s.mul(s.sub(x, one(s)), s.add(x, one(s))))));
}

export function* atanh(s: Structure, x: Node): Asking<Node> {
  if ((yield* signBeside(s, x, 1, 'below')) <= 0 || (yield* signBeside(s, x, -1)) <= 0)
    throw new Refusal('DOMAIN', x, (text) => `atanh needs a number in (-1, 1): '${text}' is outside`);
  return half(s, s.logarithm(s.quotient(s.add(one(s), x), s.sub(one(s), x))));
}

/** log_b x = ln x / ln b. */
export function* log(s: Structure, x: Node, base: Node): Asking<Node> {
  const numerator = yield* s.ln(x);
  const denominator = yield* s.ln(base);
  if ((yield* s.decidedSign(denominator, { operand: base, is: '1', distance: 'ln x' })) === 0) {
    throw new Refusal('DOMAIN', base, () => 'a logarithm to base 1 is undefined');
  }
  return s.quotient(numerator, denominator);
}

export function* root(s: Structure, x: Node, n: Node): Asking<Node> {
  const degree = n.value;
  if (degree === undefined || !rat.isInteger(degree) || degree.num === 0n) {
    throw new Refusal(
      'DOMAIN',
      n,
      (text) => `the degree of a root must be a whole number other than 0: '${text}' is none`,
    );
  }
  const size = degree.num < 0n ? -degree.num : degree.num;
  if (size > MAX_DEGREE) throw new Refusal('LIMIT', n, () => `the degree of a root is at most ${MAX_DEGREE}`);
  const value = yield* s.root(Number(size), x);
  return degree.num > 0n ? value : yield* s.div(one(s), value);
}

const MAX_DEGREE = 2n ** 31n;

/** The integer part: sign x · ⌊|x|⌋. */
export const trunc = (s: Structure, x: Node): Asking<Node> => signed(s, x, x);

/** Halves away from zero: sign x · ⌊|x| + 1/2⌋. */
export const round = (s: Structure, x: Node): Asking<Node> => signed(s, x, s.add(s.abs(x), s.fraction(1, 2)));

/** sign x · ⌊|y|⌋; the sign is asked for only where it matters. */
function* signed(s: Structure, x: Node, y: Node): Asking<Node> {
  const magnitude = yield* s.floor(s.abs(y));
  if (magnitude.value?.num === 0n) return magnitude;
  return (yield* s.decidedSign(x)) < 0 ? s.neg(magnitude) : magnitude;
}

/** x − y ⌊x / y⌋, of the sign of y. */
export function* mod(s: Structure, x: Node, y: Node): Asking<Node> {
  return s.sub(x, s.mul(y, yield* s.floor(yield* s.div(x, y))));
}

/** x − y trunc(x / y), of the sign of x. */
export function* rem(s: Structure, x: Node, y: Node): Asking<Node> {
  return s.sub(x, s.mul(y, yield* trunc(s, yield* s.div(x, y))));
}
