import type { Node } from '../node.ts';
import type { Rational } from '../number/rational.ts';
import * as rat from '../number/rational.ts';
import type { Structure } from './structure.ts';
import { asTerm, isNegated } from './sum.ts';

const HALF: Rational = { num: 1n, den: 2n };

/** sin x: odd, closed forms at rational multiples of π, and sin(asin y) = y. */
export const sin = (s: Structure, x: Node): Node => {
  if (isNegated(x)) return s.neg(sin(s, s.neg(x)));
  const turns = multipleOfPi(x);
  if (turns !== undefined) return sinOfPi(s, turns);
  const known = s.recall('sin', x);
  if (known !== undefined) {
    s.applied('sin(asin(x)) = x');
    return known;
  }
  const [u] = x.args;
  if (x.op === 'atan' && u !== undefined) return s.quotient(u, hypotenuse(s, u));
  return s.graph.node('sin', [x]);
};

/** cos x: even, closed forms at rational multiples of π, and cos(acos y) = y. */
export const cos = (s: Structure, x: Node): Node => {
  if (isNegated(x)) return cos(s, s.neg(x));
  const turns = multipleOfPi(x);
  // cos πq = sin π(q + 1/2) holds for every q.
  if (turns !== undefined) return sinOfPi(s, rat.add(turns, HALF));
  const known = s.recall('cos', x);
  if (known !== undefined) {
    s.applied('cos(acos(x)) = x');
    return known;
  }
  const [u] = x.args;
  if (x.op === 'atan' && u !== undefined) return s.quotient(s.integer(1), hypotenuse(s, u));
  return s.graph.node('cos', [x]);
};

/** atan x: odd, the inverse of every closed tangent, atan(1/√3) = π/6 and so on. */
export const atan = (s: Structure, x: Node): Node => {
  if (x.value?.num === 0n) return x;
  const opposite = s.neg(x);
  for (const [tangent, turns] of closedTangents(s)) {
    if (tangent !== x && tangent !== opposite) continue;
    s.applied('a closed form of the tangent at a rational multiple of pi');
    return s.scale(tangent === x ? turns : rat.neg(turns), s.constant('pi'));
  }
  return isNegated(x) ? s.neg(s.graph.node('atan', [opposite])) : s.graph.node('atan', [x]);
};

/** √(1 + u²), which is never zero. */
const hypotenuse = (s: Structure, u: Node): Node => s.radical(2, s.add(s.integer(1), s.power(u, 2)));

/** q where x = q·π. */
const multipleOfPi = (x: Node): Rational | undefined => {
  const [coefficient, atom] = asTerm(x);
  if (coefficient.num === 0n) return coefficient;
  return atom?.op === 'pi' ? coefficient : undefined;
};

/**
 * sin πq: q is reduced to [0, 1/2] by the period 2, sin π(q + 1) = −sin πq and sin π(1 − q) = sin πq; denominators
 * 1, 2, 3, 4, 5 (by tenths), 6, 10 and 12 have closed forms.
 */
const sinOfPi = (s: Structure, q: Rational): Node => {
  s.applied('closed form at a rational multiple of pi');
  const whole = rat.floor(q);
  const part = rat.sub(q, rat.rational(whole));
  const folded = rat.compare(part, HALF) > 0 ? rat.sub(rat.ONE, part) : part;
  const value = closedSine(s, folded) ?? s.graph.node('sin', [s.scale(folded, s.constant('pi'))]);
  return whole % 2n === 0n ? value : s.neg(value);
};

const closedSine = (s: Structure, q: Rational): Node | undefined => {
  const root = (n: number): Node => s.radical(2, s.integer(n));
  const quarter = (x: Node): Node => s.scale({ num: 1n, den: 4n }, x);
  const half = (x: Node): Node => s.scale(HALF, x);
  switch (`${q.num}/${q.den}`) {
    case '0/1':
      return s.integer(0);
    case '1/2':
      return s.integer(1);
    case '1/3':
      return half(root(3));
    case '1/4':
      return half(root(2));
    case '1/6':
      return s.fraction(1, 2);
    case '1/10':
      return quarter(s.sub(root(5), s.integer(1)));
    case '3/10':
      return quarter(s.add(root(5), s.integer(1)));
    case '1/12':
      return quarter(s.sub(root(6), root(2)));
    case '5/12':
      return quarter(s.add(root(6), root(2)));
    default:
      return undefined;
  }
};

const tables = new WeakMap<Structure, readonly (readonly [Node, Rational])[]>();

/** tan πq = x for the q that have short radicals. */
const closedTangents = (s: Structure): readonly (readonly [Node, Rational])[] => {
  const known = tables.get(s);
  if (known !== undefined) return known;
  const root2 = s.radical(2, s.integer(2));
  const root3 = s.radical(2, s.integer(3));
  const one = s.integer(1);
  const two = s.integer(2);
  const table = (
    [
      [one, 4],
      [root3, 3],
      [s.scale({ num: 1n, den: 3n }, root3), 6],
      [s.sub(root2, one), 8],
      [s.sub(two, root3), 12],
    ] as const
  ).map(([tangent, den]) => [tangent, { num: 1n, den: BigInt(den) }] as const);
  const complements = [
    [s.add(root2, one), { num: 3n, den: 8n }],
    [s.add(two, root3), { num: 5n, den: 12n }],
  ] as const;
  const all = [...table, ...complements];
  tables.set(s, all);
  return all;
};
