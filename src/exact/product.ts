import type { Node } from '../node.ts';
import * as ball from '../number/ball.ts';
import * as rat from '../number/rational.ts';
import { asRadical, joinRadicals } from './radical.ts';
import { isCoefficient, multiply, powerFits } from './size.ts';
import type { Structure } from './structure.ts';
import { asTerm } from './sum.ts';
import { isSurdSum, surdInverse, surdPower, surdProduct } from './surd.ts';

/** Products of more factors than this are not taken apart. */
const FLAT_FACTORS = 8;

/** x · y: coefficients are pulled out in front, equal factors are merged into powers. */
export const mul = (s: Structure, x: Node, y: Node): Node => {
  const [c, a] = asTerm(x);
  const [d, b] = asTerm(y);
  if (a === undefined) return s.scale(c, y);
  if (b === undefined) return s.scale(d, x);
  const surd = surdProduct(s, x, y);
  if (surd !== undefined) return surd;
  const coefficient = multiply(c, d);
  if (coefficient === undefined) return s.graph.node('mul', ordered(x, y));
  return s.scale(coefficient, merge(s, a, b, 1) ?? s.graph.node('mul', ordered(a, b)));
};

/** x / y for y ≠ 0: factors that occur in both cancel. */
export const quotient = (s: Structure, x: Node, y: Node): Node => {
  const [c, a] = asTerm(x);
  const [d, b] = asTerm(y);
  const coefficient = multiply(c, rat.inv(d));
  if (c.num === 0n) return x;
  if (coefficient === undefined) return s.graph.node('div', [x, y]);
  if (b === undefined) return s.scale(coefficient, a ?? s.integer(1));
  const inverse = a === undefined || isSurdSum(a) ? surdInverse(s, b) : undefined;
  if (inverse !== undefined) return s.mul(s.scale(coefficient, a ?? s.integer(1)), inverse);
  const atom = merge(s, a, b, -1);
  return s.scale(coefficient, atom ?? s.graph.node('div', [a ?? s.integer(1), b]));
};

/** x^n for a whole n ≥ 0. */
export const power = (s: Structure, x: Node, n: number): Node => {
  if (n === 0) return s.integer(1);
  if (n === 1) return x;
  const [c, atom] = asTerm(x);
  if (atom === undefined) return powerFits(c, n) ? s.rational(rat.power(c, n)) : s.graph.node('power', [x], n);
  if (!rat.equal(c, rat.ONE))
    return powerFits(c, n) ? s.scale(rat.power(c, n), s.power(atom, n)) : s.graph.node('power', [x], n);
  const surd = surdPower(s, x, n);
  if (surd !== undefined) return surd;
  const [inner] = x.args;
  if (inner !== undefined) {
    if (x.op === 'power' && x.n !== undefined && Number.isSafeInteger(x.n * n)) return s.power(inner, x.n * n);
    if (x.op === 'exp') s.applied('(e^x)^n = e^(n x)');
    if (x.op === 'exp') return s.exp(s.scale(rat.rational(BigInt(n)), inner));
    if (x.op === 'abs' && n % 2 === 0) return s.power(inner, n);
    if (x.op === 'root' && x.n !== undefined && n >= x.n) {
      s.applied('root(x, n)^n = x');
      // (ᵏ√a)^n = a^⌊n/k⌋ · (ᵏ√a)^(n mod k), also for the real odd roots of negative numbers.
      return s.mul(s.power(inner, Math.floor(n / x.n)), s.power(x, n % x.n));
    }
    if (x.op === 'root' && x.n !== undefined) {
      const radical = asRadical(x);
      const joined = radical && joinRadicals(s, [{ ...radical, exponent: n }]);
      if (joined !== undefined) {
        s.applied('radicals are joined');
        return joined;
      }
      const divisor = commonDivisor(x.n, n);
      if (divisor > 1) return s.power(s.radical(x.n / divisor, inner), n / divisor);
    }
    // 1/y to the n-th is 1/y^n, and so a multiple of what other powers of y are.
    if (x.op === 'div' && inner.value?.num === 1n && x.args[1] !== undefined)
      return s.quotient(inner, s.power(x.args[1], n));
  }
  return s.graph.node('power', [x], n);
};

/** |x|, the sign taken from the enclosure where that shows it. */
export const abs = (s: Structure, x: Node): Node => {
  if (x.value !== undefined) return x.value.num < 0n ? s.neg(x) : x;
  const sign = ball.sign(s.graph.ball(x));
  if (sign !== undefined) {
    shown(s, x, sign);
    return sign < 0 ? s.neg(x) : x;
  }
  return x.op === 'abs' ? x : s.graph.node('abs', [x]);
};

/** The lesser (side −1) or greater (side 1) of two numbers. */
export const extremum = (s: Structure, x: Node, y: Node, side: -1 | 1): Node => {
  const difference = s.sub(x, y);
  const sign = difference.value === undefined ? ball.sign(s.graph.ball(difference)) : rat.sign(difference.value);
  if (sign !== undefined && difference.value === undefined) shown(s, difference, sign);
  if (sign !== undefined) return sign * side >= 0 ? x : y;
  return s.graph.node(side < 0 ? 'min' : 'max', ordered(x, y));
};

/** Keeps that the present enclosure shows a sign. */
const shown = (s: Structure, x: Node, sign: number): void => {
  const accuracy = ball.accuracy(s.graph.ball(x));
  const claim = sign < 0 ? '< 0' : sign > 0 ? '> 0' : '= 0';
  s.graph.because({ rule: 'enclosure', about: x, claim, bits: Number.isFinite(accuracy) ? accuracy : null });
};

const ordered = (x: Node, y: Node): readonly Node[] => (x.id <= y.id ? [x, y] : [y, x]);

const commonDivisor = (a: number, b: number): number => (b === 0 ? a : commonDivisor(b, a % b));

type Factors = Map<Node, number>;

/** The factors of a product with their exponents; a divisor that is already in the graph is known not to be zero. */
const factorsOf = (node: Node): Factors | undefined => {
  const factors: Factors = new Map();
  const waiting: [Node, number][] = [[node, 1]];
  for (let entry = waiting.pop(); entry !== undefined; entry = waiting.pop()) {
    const [factor, exponent] = entry;
    const [first, second] = factor.args;
    if (first !== undefined && second !== undefined && (factor.op === 'mul' || factor.op === 'div')) {
      waiting.push([first, exponent], [second, factor.op === 'mul' ? exponent : -exponent]);
    } else if (factor.op === 'power' && first !== undefined && factor.n !== undefined) {
      factors.set(first, (factors.get(first) ?? 0) + factor.n * exponent);
    } else {
      factors.set(factor, (factors.get(factor) ?? 0) + exponent);
    }
    if (factors.size + waiting.length > FLAT_FACTORS) return undefined;
  }
  return factors;
};

/**
 * a · b^side, or b^side alone, in one order of its factors, those that are alike merged, and no radical in the divisor.
 * Undefined where there is nothing to do, or too much.
 */
const merge = (s: Structure, a: Node | undefined, b: Node, side: 1 | -1): Node | undefined => {
  const factors = a === undefined ? new Map<Node, number>() : factorsOf(a);
  const others = factorsOf(b);
  if (factors === undefined || others === undefined) return undefined;
  const joined: Node[] = [];
  // A product of two plain factors, and a quotient of products, are in order as they stand.
  let touched = [a, b].some((x) => x?.op === 'div' || (x?.op === 'mul' && side > 0));
  for (const [factor, exponent] of others) {
    const known = factors.get(factor);
    const join = known === undefined ? joinWith(s, factor, side * exponent, factors) : undefined;
    if (join !== undefined) {
      if (join.partner !== undefined) factors.delete(join.partner);
      joined.push(join.product);
    } else {
      factors.set(factor, (known ?? 0) + side * exponent);
    }
    touched ||= known !== undefined || join !== undefined;
  }
  if (joined.length > 0) s.applied(joined[0]?.op === 'exp' ? 'e^x e^y = e^(x + y)' : 'radicals are joined');
  else if (touched) s.applied('equal factors are merged');
  return touched ? joined.reduce((product, factor) => s.mul(product, factor), assemble(s, factors)) : undefined;
};

/** Some product, and the factor that went into it beside the one at hand. */
interface Join {
  readonly partner?: Node;
  readonly product: Node;
}

/** factor^exponent with another of its kind as one node, e^a · e^b and ⁿ√a · ᵐ√b; a radical that is divided by alone. */
const joinWith = (s: Structure, factor: Node, exponent: number, among: Factors): Join | undefined => {
  const [a] = factor.args;
  const radical = asRadical(factor);
  if (a === undefined || (factor.op !== 'exp' && radical === undefined)) return undefined;
  for (const [partner, power] of among) {
    const [b] = partner.args;
    if (b === undefined || partner.op !== factor.op) continue;
    const other = asRadical(partner);
    const product =
      radical === undefined
        ? s.exp(s.add(s.scale(whole(power), b), s.scale(whole(exponent), a)))
        : other &&
          joinRadicals(s, [
            { ...other, exponent: power },
            { ...radical, exponent },
          ]);
    if (product !== undefined) return { partner, product };
  }
  const alone = radical !== undefined && exponent < 0 ? joinRadicals(s, [{ ...radical, exponent }]) : undefined;
  return alone && { product: alone };
};

const whole = (n: number): rat.Rational => rat.rational(BigInt(n));

/** The product of the factors, a quotient where exponents are negative. */
const assemble = (s: Structure, factors: Factors): Node => {
  let numerator: Node | undefined;
  let denominator: Node | undefined;
  const times = (product: Node | undefined, factor: Node): Node =>
    product === undefined ? factor : s.graph.node('mul', ordered(product, factor));
  let coefficient = rat.ONE;
  for (const [factor, exponent] of [...factors].sort(([x], [y]) => x.id - y.id)) {
    if (exponent === 0) continue;
    const power = s.power(factor, Math.abs(exponent));
    // Long rationals stay factors: their product would grow from line to line.
    const [c, atom] = power.value !== undefined && !isCoefficient(power.value) ? [rat.ONE, power] : asTerm(power);
    coefficient = exponent > 0 ? rat.mul(coefficient, c) : rat.div(coefficient, c);
    if (atom === undefined) continue;
    if (exponent > 0) numerator = times(numerator, atom);
    else denominator = times(denominator, atom);
  }
  const product =
    denominator === undefined
      ? (numerator ?? s.integer(1))
      : s.graph.node('div', [numerator ?? s.integer(1), denominator]);
  return s.scale(coefficient, product);
};
