import { Refusal } from '../exact/refusal.ts';
import type { Structure } from '../exact/structure.ts';
import type { Node } from '../node.ts';
import { bitLength } from '../number/integer.ts';
import * as rat from '../number/rational.ts';
import { narrow, polynomialProbe } from './bisection.ts';
import { type Bracket, exactRoot, openingBracket } from './bracket.ts';
import { type Polynomial, primitive, signAt, signAtRational } from './polynomial.ts';

/**
 * The root of the integer polynomial c0 + c1 x + … in [a, b], whose signs there differ. A rational root is found out: its
 * denominator divides the leading coefficient, so that only one is possible in a short bracket.
 */
export const algebraic = (s: Structure, args: readonly Node[]): Node => {
  const [a, b, ...coefficients] = args as readonly [Node, Node, ...Node[]];
  const [low, high] = [endOf(a), endOf(b)];
  const polynomial = primitive(coefficientsOf(coefficients));
  if (rat.compare(low, high) > 0) {
    throw new Refusal(
      'DOMAIN',
      a,
      () => `the lower end of the bracket is above the upper one: ${show(low)} > ${show(high)}`,
    );
  }
  const [below, above] = [signAtRational(polynomial, low), signAtRational(polynomial, high)];
  if (below === 0) return a;
  if (above === 0) return b;
  if (below === above) {
    const side = below < 0 ? 'negative' : 'positive';
    throw new Refusal(
      'DOMAIN',
      a,
      () => `the polynomial has no change of sign in [${show(low)}, ${show(high)}]: it is ${side} at both ends`,
      'give ends where its signs differ',
    );
  }
  const bracket = openingBracket(
    (bits) => [rat.enclose(low, bits), rat.enclose(high, bits)],
    [below, above],
    (point) => signAt(polynomial, point),
  );
  if (bracket === undefined) {
    throw new Refusal(
      'LIMIT',
      a,
      () => `a root of the polynomial is too near to an end of [${show(low)}, ${show(high)}]`,
    );
  }
  const node = s.graph.node('algebraic', [...operandsOf(s, bracket), ...polynomial.map((c) => s.integer(c))]);
  const exact = rationalRoot(node, polynomial);
  return exact === undefined ? node : s.rational(exact);
};

/** The ends of a bracket and its direction as operands. */
export const operandsOf = (s: Structure, { lo, width, exp, direction }: Bracket): readonly Node[] => [
  s.rational(rat.fromDyadic({ mid: lo, exp })),
  s.rational(rat.fromDyadic({ mid: lo + width, exp })),
  s.integer(direction),
];

const endOf = (end: Node): rat.Rational => {
  if (end.value !== undefined) return end.value;
  throw new Refusal(
    'DOMAIN',
    end,
    (name) => `the ends of the bracket of algebraic must be rational: '${name}' is not known to be`,
    'use solve, which takes any ends',
  );
};

const coefficientsOf = (nodes: readonly Node[]): Polynomial => {
  const all = nodes.map((node) => {
    if (node.value !== undefined && rat.isInteger(node.value)) return node.value.num;
    throw new Refusal('DOMAIN', node, (name) => `the coefficients of algebraic must be integers: '${name}' is none`);
  });
  const degree = all.findLastIndex((coefficient) => coefficient !== 0n);
  if (degree < 1) throw new Refusal('DOMAIN', nodes[0] as Node, () => 'a polynomial of degree 0 has no root to find');
  return all.slice(0, degree + 1);
};

/**
 * The root as a rational, if it is one. In lowest terms its denominator divides the leading coefficient c, so its product
 * with c is whole; a bracket less than 1 / c wide, closed at both ends, leaves one whole number at most.
 */
const rationalRoot = (node: Node, polynomial: Polynomial): rat.Rational | undefined => {
  const leading = polynomial.at(-1) as bigint;
  const isShort = ({ width, exp }: Bracket): boolean => width === 0n || bitLength(width * leading) + exp <= 0;
  const { bracket } = narrow(node, polynomialProbe(node), isShort);
  const exact = exactRoot(bracket);
  if (exact !== undefined) return rat.fromDyadic(exact);
  const top = rat.fromDyadic({ mid: bracket.lo + bracket.width, exp: bracket.exp });
  const candidate = rat.rational(rat.floor(rat.mul(top, rat.rational(leading))), leading);
  const isInside = rat.compare(candidate, rat.fromDyadic({ mid: bracket.lo, exp: bracket.exp })) >= 0;
  return isInside && signAtRational(polynomial, candidate) === 0 ? candidate : undefined;
};

const show = ({ num, den }: rat.Rational): string => (den === 1n ? `${num}` : `${num}/${den}`);
