import type { Node } from '../node.ts';
import * as ball from '../number/ball.ts';
import * as rat from '../number/rational.ts';
import { perfectPower } from './radical.ts';
import type { Structure } from './structure.ts';
import { asTerm, isNegated } from './sum.ts';

/** y^(a/b) is written with a root only up to this degree; past it exp and ln cost less. */
const MAX_DEGREE = 64n;
const MAX_EXPONENT = 2n ** 53n;

/** e^x; e^(q ln y) is y^q, and e^−x is 1 / e^x, so that the two are made of one exponential. */
export const exp = (s: Structure, x: Node): Node => {
  const [coefficient, atom] = asTerm(x);
  if (coefficient.num === 0n) return s.integer(1);
  if (atom?.op === 'ln') {
    const [y] = atom.args;
    const power = y === undefined ? undefined : rationalPower(s, y, coefficient);
    if (power !== undefined) {
      s.applied('e^(q ln x) = x^q');
      return power;
    }
  }
  return isNegated(x) ? s.quotient(s.integer(1), s.exp(s.neg(x))) : s.graph.node('exp', [x]);
};

/** y^q for y > 0 where q has moderate terms; undefined otherwise. */
export const rationalPower = (s: Structure, y: Node, q: rat.Rational): Node | undefined => {
  if (q.den > MAX_DEGREE || q.num >= MAX_EXPONENT || q.num <= -MAX_EXPONENT) return undefined;
  const root = s.radical(Number(q.den), y);
  const power = s.power(root, Math.abs(Number(q.num)));
  return q.num < 0n ? s.quotient(s.integer(1), power) : power;
};

/** ln x for x > 0: ln(r^k) = k ln r, ln(e^y) = y, ln(1/r) = −ln r. */
export const logarithm = (s: Structure, x: Node): Node => {
  if (x.value !== undefined) return rationalLogarithm(s, x.value);
  const [inner] = x.args;
  if (inner !== undefined) {
    if (x.op === 'exp') {
      s.applied('ln(e^x) = x');
      return inner;
    }
    if (x.op === 'div' && inner.value?.num === 1n && x.args[1] !== undefined) return s.neg(s.logarithm(x.args[1]));
    if (x.op === 'root' && x.n !== undefined) return s.scale({ num: 1n, den: BigInt(x.n) }, s.logarithm(inner));
    if (x.op === 'power' && x.n !== undefined) {
      // x > 0 leaves the sign of the base open only where the exponent is even.
      const sign = inner.value === undefined ? ball.sign(s.graph.ball(inner)) : rat.sign(inner.value);
      const base = sign === -1 ? s.neg(inner) : inner;
      if (sign !== undefined) return s.scale(rat.rational(BigInt(x.n)), s.logarithm(base));
    }
  }
  return s.graph.node('ln', [x]);
};

const rationalLogarithm = (s: Structure, x: rat.Rational): Node => {
  if (x.num === x.den) return s.integer(0);
  if (x.num < x.den) return s.neg(rationalLogarithm(s, rat.inv(x)));
  const { base, exponent } = perfectPower(x);
  if (exponent > 1) s.applied('ln(x^n) = n ln x');
  return s.scale(rat.rational(BigInt(exponent)), s.graph.node('ln', [s.rational(base)]));
};
