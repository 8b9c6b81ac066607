import type { Maker, Node } from '../node.ts';
import { checkpoint } from '../number/checkpoint.ts';
import type { Rational } from '../number/rational.ts';
import * as rat from '../number/rational.ts';
import type { Turns } from '../number/turns.ts';
import { fits, isCoefficient, multiply } from './size.ts';
import type { Structure } from './structure.ts';

/** Longer sums stay atoms of the sums that use them, so that x = x + y over many lines costs linear time. */
const FLAT_TERMS = 8;
/**
 * So many operands a sum without unknowns has at most: one that has more is a tree of such sums. When one of a thousand terms
 * is tightened alone, the sums above it are added anew, and not all thousand.
 */
const MOST_OPERANDS = 16;
/** The nodes of such a tree carry one of these beside their operands: the root is an atom, however few operands it has. */
const [ROOT, BRANCH] = [1, 2] as const;
/** So many terms are looked at, or added, between two turns: long rationals take a fifth of a millisecond each. */
const TURN_EVERY = 32;

/** The rational coefficient of a node, and what it multiplies (undefined for a rational node: the number 1). */
export const asTerm = (node: Node): readonly [Rational, Node | undefined] => {
  if (node.value !== undefined) return [node.value, undefined];
  const [first, second] = node.args;
  if (node.op === 'mul' && first?.value !== undefined && isCoefficient(first.value)) return [first.value, second];
  return [rat.ONE, node];
};

/** Whether a node is a sum that is short enough to be merged with another. */
const isFlat = (node: Node): boolean => node.op === 'add' && node.n === undefined && node.args.length <= FLAT_TERMS;

/** Whether a node is an inner one of the tree of a long sum. */
export const isBranch = ({ op, n }: Node): boolean => op === 'add' && n === BRANCH;

/**
 * Whether a minus sign can be taken out of x; of x and −x at most one answers yes. The leading term of a sum is the one
 * with the least atom (a constant before all others), which −x shares; the order of the terms is not shared.
 */
export const isNegated = (x: Node): boolean => {
  if (!isFlat(x)) return asTerm(x)[0].num < 0n;
  let [least, negative] = [Number.POSITIVE_INFINITY, false];
  for (const [coefficient, atom] of x.args.map(asTerm)) {
    const id = atom?.id ?? -1;
    if (id <= least) [least, negative] = [id, id < least && coefficient.num < 0n];
  }
  return negative;
};

/** The sum of the terms, like terms collected: x − x is 0. */
export function* add(s: Structure, terms: readonly Node[]): Turns<Node> {
  const coefficients = new Map<Node, Rational>();
  const overflow: Node[] = [];
  const constants: Constant[] = [];
  let atoms = 0;
  const collect = (term: Node, known: number): void => {
    const [coefficient, atom] = asTerm(term);
    if (atom === undefined) {
      constants.push({ value: coefficient, isApart: constants.length > known });
      return;
    }
    atoms += 1;
    const total = rat.add(coefficients.get(atom) ?? rat.ZERO, coefficient);
    if (fits(total)) coefficients.set(atom, total);
    else overflow.push(term);
  };
  for (const [i, term] of terms.entries()) {
    if (i % TURN_EVERY === TURN_EVERY - 1) yield* turn();
    // The constants of one sum were tried with each other when it was made.
    const known = constants.length;
    for (const part of isFlat(term) ? term.args : [term]) collect(part, known);
  }
  if (atoms > coefficients.size + overflow.length) s.applied('like terms are collected');
  const sum: Node[] = [];
  let scaled = 0;
  for (const [atom, coefficient] of coefficients) {
    scaled += 1;
    if (scaled % TURN_EVERY === 0) yield* turn();
    if (coefficient.num !== 0n) sum.push(s.scale(coefficient, atom));
  }
  for (const constant of yield* sumRationals(constants)) if (constant.num !== 0n) sum.push(s.rational(constant));
  for (const term of overflow) sum.push(term);
  const [only] = sum;
  if (only === undefined) return s.rational(rat.ZERO);
  if (sum.length === 1) return only;
  return sumNode(
    s.graph,
    sum.sort((a, b) => a.id - b.id),
  );
}

/** The node of the sum of two terms or more as they are: one for all of them, or a tree of nodes of about equal breadth. */
export const sumNode = ({ node }: Pick<Maker, 'node'>, terms: readonly Node[]): Node => {
  if (terms.length <= MOST_OPERANDS) return node('add', terms);
  let level = terms;
  while (level.length > MOST_OPERANDS) {
    const below = level;
    const count = Math.ceil(below.length / MOST_OPERANDS);
    const start = (group: number): number => Math.floor((group * below.length) / count);
    level = Array.from({ length: count }, (_, group) =>
      node('add', below.slice(start(group), start(group + 1)), BRANCH),
    );
  }
  return node('add', level, ROOT);
};

/** c · x, distributed over a short sum so that like terms meet. */
export const scale = (s: Structure, c: Rational, x: Node): Node => {
  if (c.num === 0n) {
    s.applied('0 x = 0');
    return s.rational(rat.ZERO);
  }
  if (rat.equal(c, rat.ONE)) return x;
  if (isFlat(x))
    return s.graph.node(
      'add',
      x.args.map((arg) => s.scale(c, arg)).sort((a, b) => a.id - b.id),
    );
  const [coefficient, atom] = asTerm(x);
  const product = atom === undefined || isCoefficient(c) ? multiply(c, coefficient) : undefined;
  if (product === undefined) return s.graph.node('mul', [s.rational(c), x]);
  if (atom === undefined) return s.rational(product);
  if (rat.equal(product, rat.ONE)) return atom;
  return s.graph.node('mul', [s.rational(product), atom]);
};

/** A rational term of a sum, and whether it is known to be too long together with the one before it. */
interface Constant {
  readonly value: Rational;
  readonly isApart: boolean;
}

/**
 * Adds neighbours in pairs, which keeps the numbers of one level alike in size; sums that would pass the cap stay apart, and
 * what was found to be apart is not tried again: a chain of additions would try all its long constants at every link.
 */
function* sumRationals(constants: readonly Constant[]): Turns<readonly Rational[]> {
  for (let level = constants; ; ) {
    const next: Constant[] = [];
    let isApart = false;
    for (let i = 0; i < level.length; i += isApart ? 1 : 2) {
      if (next.length % TURN_EVERY === TURN_EVERY - 1) yield* turn();
      const { value } = level[i] as Constant;
      const other = level[i + 1];
      const sum = other === undefined || other.isApart ? undefined : sumThatFits(value, other.value);
      next.push(sum === undefined ? { value, isApart } : { value: sum, isApart: false });
      isApart = sum === undefined;
    }
    if (next.length === level.length) return next.map(({ value }) => value);
    level = next;
  }
}

/** Looks at the limits too: where all is done at once, nobody else does. */
function* turn(): Turns<void> {
  checkpoint();
  yield undefined;
}

const sumThatFits = (x: Rational, y: Rational): Rational | undefined => {
  const sum = rat.add(x, y);
  return fits(sum, x, y) ? sum : undefined;
};
