import type { Ball } from './number/ball.ts';
import type { Rational } from './number/rational.ts';
import type { Rule } from './outcome.ts';

/**
 * What a node of the resolved graph computes. `rational`, `power` (by `n`), `root` (of degree `n`), `factorial` (of `n`)
 * and `solve` (for the unknown of level `n` in `body`) carry their parameter beside the operands, and an `add` what it is in the
 * tree of a long sum (`exact/sum.ts`).
 */
export type Operator =
  | 'rational'
  | 'add'
  | 'mul'
  | 'power'
  | 'abs'
  | 'min'
  | 'max'
  | 'div'
  | 'root'
  | 'exp'
  | 'ln'
  | 'sin'
  | 'cos'
  | 'atan'
  | 'factorial'
  | 'solve'
  | 'algebraic'
  | 'pi'
  | 'eulergamma'
  | 'catalan'
  | 'apery';

/**
 * One number of a session, as plain data. Equal nodes are the same object; operands have smaller ids than the nodes
 * that use them, so the order of ids is topological. The graph as written uses function names for `op`; the resolved
 * graph uses only `Operator`s.
 */
export interface Node {
  readonly id: number;
  readonly op: string;
  readonly args: readonly Node[];
  readonly value?: Rational;
  readonly n?: number;
  /** The expression that a `solve` finds a root of: a graph over its unknown, which no walk along `args` enters. */
  readonly body?: Node;
}

/** An identity that was used, or what was decided `about` a resolved node: `claim` reads on after its name, as in '> 0'. */
export interface Note {
  readonly rule: Rule;
  readonly by?: string;
  readonly about?: Node;
  readonly claim?: string;
  readonly bits?: number | null;
}

/** What makes nodes, equal ones once. */
export interface Maker {
  /** The constant with this value. */
  readonly rational: (value: Rational) => Node;
  /** The node with this operation and these operands. */
  readonly node: (op: string, args: readonly Node[], n?: number, body?: Node) => Node;
}

/** Makes nodes, and knows what has been enclosed so far. */
export interface Graph extends Maker {
  /** The present enclosure of a resolved node; at least a low-precision one always exists. */
  ball(node: Node): Ball;
  /** Keeps a reason, for `:why`. */
  because(note: Note): void;
  /** How many bits after the binary point the search for a sign may go. */
  readonly searchBits: number;
  /** Whether that is a default, which numbers of great length or exponent may extend. */
  readonly mayExtendSearch: boolean;
}

/** A request to tighten a node's enclosure to a radius of at most 2^-bits. */
export interface Question {
  readonly node: Node;
  readonly bits: number;
}

/**
 * A computation that stops at questions; when it resumes, `graph.ball` answers with all that was reached. One that goes on
 * for long also stops with nothing to ask, so that others may have their turn.
 */
export type Asking<T> = Generator<Question | undefined, T, unknown>;
