import type { Asking, Graph, Node } from '../node.ts';
import type { Rational } from '../number/rational.ts';
import type { Turns } from '../number/turns.ts';

export type Sign = -1 | 0 | 1;

/** What a sign that stays open leaves unknown: whether `operand` is `is`, which `distance` being 0 would mean. */
export interface Doubt {
  readonly operand: Node;
  readonly is: string;
  /** Where it is no number: the words for what may be 0. */
  readonly distance?: string;
}

/**
 * Constructors that build a resolved node and simplify it by identities that hold wherever the operands are defined
 * (rule 0) and by exact rational arithmetic (rule 2). Those that have a domain ask for the signs that they need first:
 * they answer with a node that is defined, or throw a `Refusal`.
 */
export interface Structure {
  readonly graph: Graph;
  /** Keeps that this identity was used, for `:why`. */
  applied(identity: string): void;
  rational(value: Rational): Node;
  integer(value: number | bigint): Node;
  /** num / den. */
  fraction(num: number, den: number): Node;
  constant(op: 'pi' | 'eulergamma' | 'catalan' | 'apery'): Node;

  sum(terms: readonly Node[]): Node;
  /** The same for a sum that may be long. */
  longSum(terms: readonly Node[]): Turns<Node>;
  add(x: Node, y: Node): Node;
  sub(x: Node, y: Node): Node;
  neg(x: Node): Node;
  /** c · x. */
  scale(c: Rational, x: Node): Node;
  mul(x: Node, y: Node): Node;
  /** x / y, where y is known not to be zero. */
  quotient(x: Node, y: Node): Node;
  /** x^n for a whole n ≥ 0. */
  power(x: Node, n: number): Node;
  /** The real n-th root, where n is odd or x is known not to be negative. */
  radical(n: number, x: Node): Node;
  exp(x: Node): Node;
  /** ln x, where x is known to be positive. */
  logarithm(x: Node): Node;
  sin(x: Node): Node;
  cos(x: Node): Node;
  atan(x: Node): Node;
  abs(x: Node): Node;
  min(x: Node, y: Node): Node;
  max(x: Node, y: Node): Node;
  /** Records that sin (or cos) of `angle` is `value`, as for angle = asin(value). */
  remember(of: 'sin' | 'cos', angle: Node, value: Node): Node;
  /** What was remembered. */
  recall(of: 'sin' | 'cos', angle: Node): Node | undefined;

  /** The sign of x; undefined where it stays open at the search limit. */
  sign(x: Node): Asking<Sign | undefined>;
  /** The sign of x; refuses where it stays open, with the doubt that this leaves (whether x is zero, where absent). */
  decidedSign(x: Node, doubt?: Doubt): Asking<Sign>;
  div(x: Node, y: Node): Asking<Node>;
  root(n: number, x: Node): Asking<Node>;
  ln(x: Node): Asking<Node>;
  /** x^y. */
  pow(x: Node, y: Node): Asking<Node>;
  floor(x: Node): Asking<Node>;
  factorial(x: Node): Asking<Node>;
}
