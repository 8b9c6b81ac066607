import { productOfRange } from '../kernel/factorial.ts';
import type { Asking, Graph, Node } from '../node.ts';
import * as ball from '../number/ball.ts';
import * as extent from '../number/extent.ts';
import { abs as absInteger, shift } from '../number/integer.ts';
import * as rat from '../number/rational.ts';
import { rationalPower } from './exponential.ts';
import { rationalValue } from './rational-value.ts';
import { Refusal } from './refusal.ts';
import { fartherLimit, searchLimit } from './search-limit.ts';
import { factorialFits } from './size.ts';
import type { Doubt, Sign, Structure } from './structure.ts';
import { asTerm, isBranch } from './sum.ts';

/** The first precision, in bits after the binary point, at which an open sign is looked for. */
const FIRST_SEARCH = 128;
/** How long a rational number may be on its way to a sign that its enclosures leave open. */
const MAX_RATIONAL_BITS = 2 ** 16;

/** The sign of x: what is evident of it, or what its enclosure comes to. */
export function* sign(graph: Graph, x: Node): Asking<Sign | undefined> {
  return evident(graph, x) ?? (yield* separate(graph, x));
}

/** The sign of x where it takes no search: its exact value's, or what the operations that make it show. */
export const evident = (graph: Graph, x: Node): Sign | undefined => {
  if (x.value !== undefined) return rat.sign(x.value);
  if (ball.sign(graph.ball(x)) !== undefined) return undefined;
  const [coefficient, atom] = asTerm(x);
  if (atom === undefined || evidentSign(atom, graph.ball) !== 1) return undefined;
  const sign = rat.sign(coefficient);
  graph.because({ rule: 'structure', by: 'made of positive numbers, such as e^x', about: x, claim: CLAIMS[sign] });
  return sign;
};

/**
 * The sign of x from its enclosure, which is tightened until it leaves 0 or the search limit is reached.
 */
export function* separate(graph: Graph, x: Node): Asking<Sign | undefined> {
  let limit = searchLimit(graph, x);
  for (let bits = FIRST_SEARCH; ; bits = Math.min(2 * bits, limit)) {
    const known = ball.sign(graph.ball(x));
    if (known !== undefined) {
      const accuracy = ball.accuracy(graph.ball(x));
      const bits = Number.isFinite(accuracy) ? accuracy : null;
      graph.because({ rule: 'enclosure', about: x, claim: CLAIMS[known], bits });
      return known;
    }
    if (ball.accuracy(graph.ball(x)) >= limit) limit = fartherLimit(graph, x, limit);
    if (ball.accuracy(graph.ball(x)) >= limit) return rationalSign(graph, x);
    if (bits > ball.accuracy(graph.ball(x))) yield { node: x, bits };
  }
}

/** The sign of what is rational but was too long to be kept so. */
const rationalSign = (graph: Graph, x: Node): Sign | undefined => {
  const value = rationalValue(x, MAX_RATIONAL_BITS);
  if (typeof value !== 'object') return undefined;
  graph.because({ rule: 'rational arithmetic', about: x, claim: CLAIMS[rat.sign(value)] });
  return rat.sign(value);
};

const CLAIMS = { '-1': '< 0', '0': '= 0', '1': '> 0' } as const;

/** As `sign`, but an open sign is refused. */
export function* decidedSign(
  graph: Graph,
  x: Node,
  doubt: Doubt = { operand: x, is: 'zero', distance: 'x' },
): Asking<Sign> {
  const known = yield* sign(graph, x);
  if (known !== undefined) return known;
  const { operand, is, distance = `x - ${is}`.replace('- -', '+ ') } = doubt;
  const bound = smallness(distance, graph.ball(x));
  throw new Refusal('UNDECIDED', operand, (name) => `cannot tell whether '${name}' is ${is}: ${bound}`, FARTHER, x);
}

/** What may help where a sign stays open. */
export const FARTHER = 'raise --search-bits to look further';

/** How near to 0 a number is known to be whose sign stays open. */
export const smallness = (name: string, x: ball.Ball): string =>
  ball.isUnbounded(x)
    ? `nothing is known of ${name}`
    : `|${name}| < 1e${-Math.floor(-ball.upperExponent(x) * Math.LOG10E * Math.LN2)}`;

/** x / y; y = 0 is refused. */
export function* div(s: Structure, x: Node, y: Node): Asking<Node> {
  if ((yield* s.decidedSign(y)) === 0) {
    throw new Refusal('DIVISION_BY_ZERO', y, (name) => `division by zero: '${name}' is zero`);
  }
  return s.quotient(x, y);
}

/** The real n-th root; for even n a negative x is refused. */
export function* root(s: Structure, n: number, x: Node): Asking<Node> {
  if (n % 2 === 1 || evidentSign(x, s.graph.ball) !== undefined) return s.radical(n, x);
  if ((yield* s.decidedSign(x)) < 0) {
    throw new Refusal(
      'DOMAIN',
      x,
      (name) => `${n === 2 ? 'square root' : `root of degree ${n}`} of a negative number: '${name}' < 0`,
    );
  }
  return s.radical(n, x);
}

/** ln x; x ≤ 0 is refused. */
export function* ln(s: Structure, x: Node): Asking<Node> {
  const signOfX = yield* s.decidedSign(x);
  if (signOfX <= 0) {
    throw new Refusal(
      'DOMAIN',
      x,
      (name) =>
        `logarithm of ${signOfX === 0 ? 'zero' : 'a negative number'}: '${name}' ${signOfX === 0 ? '= 0' : '< 0'}`,
    );
  }
  return s.logarithm(x);
}

/** x^y: powers and roots for rational y, e^(y ln x) otherwise. */
export function* pow(s: Structure, x: Node, y: Node): Asking<Node> {
  if (y.value !== undefined && rat.isInteger(y.value)) return yield* integerPower(s, x, y, y.value.num);
  if (y.value !== undefined && rat.sign(y.value) > 0 && evidentSign(x, s.graph.ball) !== undefined) {
    const power = rationalPower(s, x, y.value);
    if (power !== undefined) return power;
  }
  const signOfX = yield* s.decidedSign(x);
  if (signOfX < 0) {
    // An exponent that is not written as an integer may still be one; only a proof that it lies between two refuses it.
    const whole = y.value === undefined ? yield* s.floor(s.add(y, s.fraction(1, 2))) : undefined;
    if (whole?.value !== undefined && (yield* s.decidedSign(s.sub(y, whole), besides(y, whole.value.num))) === 0) {
      return yield* integerPower(s, x, whole, whole.value.num);
    }
    throw new Refusal(
      'DOMAIN',
      x,
      (name) => `'${name}' is negative, and its power with an exponent that is not an integer is not real`,
      'use cbrt(x) or root(x, n) for the real root of a negative number',
    );
  }
  if (signOfX === 0) {
    if ((yield* s.decidedSign(y)) > 0) return s.integer(0);
    throw new Refusal('DIVISION_BY_ZERO', x, (name) => `division by zero: '${name}' is zero and its exponent negative`);
  }
  const power = y.value === undefined ? undefined : rationalPower(s, x, y.value);
  return power ?? s.exp(s.mul(y, s.logarithm(x)));
}

function* integerPower(s: Structure, x: Node, y: Node, n: bigint): Asking<Node> {
  const size = n < 0n ? -n : n;
  if (n === 0n) s.applied('x^0 = 1');
  if (size <= BigInt(Number.MAX_SAFE_INTEGER)) {
    const power = s.power(x, Number(size));
    if (n >= 0n) return power;
    // x^-n is undefined where x is 0; asking that of x and not of its power keeps the numbers small.
    if ((yield* s.decidedSign(x)) === 0) {
      throw new Refusal(
        'DIVISION_BY_ZERO',
        x,
        (name) => `division by zero: '${name}' is zero and its exponent negative`,
      );
    }
    return s.quotient(s.integer(1), power);
  }
  const signOfX = yield* s.decidedSign(x);
  if (signOfX === 0) {
    if (n > 0n) return s.integer(0);
    throw new Refusal('DIVISION_BY_ZERO', x, (name) => `division by zero: '${name}' is zero and its exponent negative`);
  }
  const power = s.exp(s.mul(y, s.logarithm(signOfX < 0 ? s.neg(x) : x)));
  return signOfX < 0 && n % 2n !== 0n ? s.neg(power) : power;
}

/** The doubt whether x is this integer. */
const besides = (operand: Node, n: bigint): Doubt =>
  n === 0n
    ? { operand, is: 'zero', distance: 'x' }
    : !isNamed(n)
      ? { operand, is: 'a whole number', distance: 'x - round(x)' }
      : { operand, is: `${n}` };

/** Whether an integer is short enough to be written into a message; only then it is cheap to write. */
const isNamed = (n: bigint): boolean => absInteger(n) < 10n ** 20n;

/** ⌊x⌋ as an exact integer. */
export function* floor(s: Structure, x: Node): Asking<Node> {
  if (x.value !== undefined) return s.integer(rat.floor(x.value));
  // An enclosure shorter than 1 holds one integer at most.
  if (ball.accuracy(s.graph.ball(x)) < 2) yield { node: x, bits: FIRST_SEARCH / 2 };
  const low = floorOf(extent.low(s.graph.ball(x)));
  const high = floorOf(extent.high(s.graph.ball(x)));
  if (low === high) {
    const bits = ball.accuracy(s.graph.ball(x));
    const claim = isNamed(low) ? `is in [${low}, ${low + 1n})` : 'is no whole number';
    s.graph.because({ rule: 'enclosure', about: x, claim, bits: Number.isFinite(bits) ? bits : null });
    return s.integer(low);
  }
  const below = yield* s.decidedSign(s.sub(x, s.integer(high)), besides(x, high));
  return s.integer(below < 0 ? low : high);
}

const floorOf = (x: ball.Dyadic): bigint => shift(x.mid, x.exp);

/** n! for a whole n ≥ 0; anything else is refused. */
export function* factorial(s: Structure, x: Node): Asking<Node> {
  const refuse = (): Refusal =>
    new Refusal('DOMAIN', x, (name) => `the factorial needs a whole number from 0 on: '${name}' is none`);
  const whole = yield* s.floor(x);
  const exact = x.value ?? s.sub(x, whole).value;
  if (exact === undefined) {
    if ((yield* s.decidedSign(s.sub(x, whole), besides(x, whole.value?.num ?? 0n))) !== 0) throw refuse();
  }
  const n = whole.value?.num ?? 0n;
  if ((x.value !== undefined && !rat.isInteger(x.value)) || n < 0n) throw refuse();
  if (n > BigInt(MAX_FACTORIAL)) {
    throw new Refusal('LIMIT', x, (name) => `the factorial of '${name}' is too large: at most ${MAX_FACTORIAL}!`);
  }
  if (!factorialFits(Number(n))) return s.graph.node('factorial', [], Number(n));
  return s.integer(productOfRange(1, Number(n)));
}

/** Above this a factorial takes minutes at any precision. */
const MAX_FACTORIAL = 10 ** 8;

/** How deep the search for a reason goes; deeper expressions are decided by their enclosures. */
const REASON_DEPTH = 6;

/**
 * Whether x > 0 (1) or at least x ≥ 0 (0) is evident: from its enclosure, or because it is e^y, |y|, an even power or root,
 * or made of such numbers.
 */
export const evidentSign = (x: Node, enclosure: (node: Node) => ball.Ball, depth = REASON_DEPTH): 1 | 0 | undefined => {
  if (x.value !== undefined) return x.value.num < 0n ? undefined : x.value.num > 0n ? 1 : 0;
  const known = ball.sign(enclosure(x));
  if (known !== undefined) return known === -1 ? undefined : known;
  const isEven = (x.n ?? 1) % 2 === 0;
  switch (x.op) {
    case 'exp':
      return 1;
    case 'abs':
      return 0;
    case 'power':
      return isEven ? 0 : ofAll(x.args, enclosure, depth);
    case 'root':
      return ofAll(x.args, enclosure, depth) ?? (isEven ? 0 : undefined);
    case 'add':
      // A long sum is no deeper than a short one.
      return ofAll(x.args, enclosure, x.args.some(isBranch) ? depth + 1 : depth, 1);
    case 'max':
      return ofAll(x.args, enclosure, depth, 1);
    case 'mul':
    case 'div':
    case 'min':
      return ofAll(x.args, enclosure, depth);
    default:
      return undefined;
  }
};

/** What is evident of all these numbers, `enough` of one of them being enough where none of them is open. */
const ofAll = (
  args: readonly Node[],
  enclosure: (node: Node) => ball.Ball,
  depth: number,
  enough?: 1,
): 1 | 0 | undefined => {
  if (depth === 0) return undefined;
  let least: 1 | 0 = 1;
  let most: 1 | 0 = 0;
  for (const arg of args) {
    const sign = evidentSign(arg, enclosure, depth - 1);
    if (sign === undefined) return undefined;
    if (sign === 0) least = 0;
    else most = 1;
  }
  return enough === 1 ? most : least;
};
