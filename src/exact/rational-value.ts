import { productOfRange } from '../kernel/factorial.ts';
import type { Node } from '../node.ts';
import { checkpoint } from '../number/checkpoint.ts';
import { bitLength } from '../number/integer.ts';
import * as rat from '../number/rational.ts';

type Rational = rat.Rational;

/** Fractions past this many bits are not reduced: a common divisor takes a tenth of a second there. */
const REDUCED_BITS = 2 ** 18;

/**
 * The exact value of a number that rational operations make of rationals and that was too long to be kept as one, where
 * nothing on the way to it is longer than `maxBits`. 'long' where something is; undefined for any other number.
 */
export const rationalValue = (x: Node, maxBits: number): Rational | 'long' | undefined => {
  const order = rationalBelow(x);
  if (order === undefined) return undefined;
  const values = new Map<Node, Rational>();
  for (const node of order) {
    checkpoint();
    const args = node.args.map((arg) => values.get(arg) as Rational);
    const value = lengthOf(node, args) <= maxBits ? compute(node, args) : undefined;
    if (value === undefined) return 'long';
    values.set(node, value);
  }
  return values.get(x);
};

/** About how many bits a power of a whole number, or a factorial, has, whose enclosures are exact; undefined for any other number. */
export const wholeLength = (x: Node): number | undefined => {
  const values = x.args.map(({ value }) => value ?? rat.ZERO);
  const isWhole = x.op === 'factorial' || (x.op === 'power' && (x.n ?? 0) > 0 && values.every(rat.isInteger));
  return isWhole && x.args.every(({ value }) => value !== undefined) ? lengthOf(x, values) : undefined;
};

const RATIONAL_OPERATIONS: ReadonlySet<string> = new Set([
  'rational',
  'add',
  'mul',
  'div',
  'power',
  'factorial',
  'abs',
  'min',
  'max',
]);

/** The nodes below x, operands first; undefined where one of them is not a rational operation. */
const rationalBelow = (x: Node): readonly Node[] | undefined => {
  const found = new Set<Node>();
  const waiting = [x];
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    if (!RATIONAL_OPERATIONS.has(node.op)) return undefined;
    if (found.has(node)) continue;
    found.add(node);
    for (const arg of node.args) waiting.push(arg);
  }
  return [...found].sort((a, b) => a.id - b.id);
};

/** An upper bound of the bits of the result, but for carries. */
const lengthOf = ({ op, n = 1, value }: Node, args: readonly Rational[]): number => {
  if (value !== undefined) return 0;
  const total = args.reduce((sum, arg) => sum + bitLength(arg.num) + bitLength(arg.den), 0);
  if (op === 'factorial') return n * Math.log2(n + 1);
  return op === 'power' ? n * Math.max(...args.map(rat.size)) : total;
};

/** The value of an operation; undefined where a fraction would be too long to be reduced. */
const compute = (node: Node, args: readonly Rational[]): Rational | undefined => {
  const { op, n = 1, value } = node;
  if (value !== undefined) return value;
  if (op === 'factorial') return rat.rational(productOfRange(1, n));
  const [x, y] = args as readonly [Rational, Rational];
  if (op === 'power') return rat.power(x, n);
  if (op === 'abs') return x.num < 0n ? rat.neg(x) : x;
  if (op === 'min') return rat.compare(x, y) <= 0 ? x : y;
  if (op === 'max') return rat.compare(x, y) >= 0 ? x : y;
  const isWhole = op === 'div' ? rat.equal(x, rat.ONE) : args.every(rat.isInteger);
  if (!isWhole && args.reduce((sum, arg) => sum + rat.size(arg), 0) > REDUCED_BITS) return undefined;
  if (op === 'add') return args.reduce((sum, arg) => rat.add(sum, arg));
  return op === 'mul' ? rat.mul(x, y) : rat.div(x, y);
};
