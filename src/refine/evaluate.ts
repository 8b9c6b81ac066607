import { evidentSign } from '../exact/decide.ts';
import { isUnknown, unknownsOf } from '../exact/unknowns.ts';
import { whenForgotten } from '../kernel/cache.ts';
import type { Node } from '../node.ts';
import type { Ball } from '../number/ball.ts';
import * as ball from '../number/ball.ts';
import type { Operation } from './operation.ts';

export type OperationOf = (node: Node) => Operation;

/** What stands for each unknown, by its level. */
export type Values = readonly (Ball | undefined)[];

export interface Evaluation {
  /** The whole line where some part has no bounded enclosure over the values. */
  readonly value: Ball;
  readonly gap?: Gap;
}

interface Gap {
  /** That part. */
  readonly at: Node;
  /** Whether its operands are proved to lie outside of its domain, so that no precision helps. */
  readonly isOutside: boolean;
}

/** The parts of an expression that stay the same from one evaluation to the next. */
export interface Steady {
  /** The unknowns that change, as a set of bits. */
  readonly changing: number;
  /** The enclosure of a part that has none of them. */
  readonly enclose: (part: Node, p: number) => Ball;
}

/**
 * Encloses an expression over all points of the values of its unknowns, every part of it once, operands first.
 *
 * Each operation adds at most 2^-p to the error that its operands carry; what that comes to in the end shows in the
 * radius. Where there is no gap, every operation is defined over the enclosures of its operands, so the expression is
 * continuous over the values: all operations are continuous on their domains, and a `solve` inside is taken to be.
 */
export const evaluate = (
  operationOf: OperationOf,
  expression: Node,
  values: Values,
  p: number,
  { changing, enclose }: Steady = { changing: ~0, enclose: (part, bits) => constant(operationOf, part, bits) },
): Evaluation => {
  const known = new Map<Node, Ball>();
  const enclosure = (node: Node): Ball => known.get(node) ?? ball.WHOLE;
  for (const node of partsOf(expression, changing)) {
    const operands = node.args.map(enclosure);
    const value =
      (unknownsOf(node) & changing) === 0
        ? enclose(node, p)
        : isUnknown(node)
          ? (values[node.n ?? 0] ?? ball.WHOLE)
          : apply(operationOf, node, operands, enclosure, p);
    if (ball.isUnbounded(value)) return { value, gap: { at: node, isOutside: isOutside(node, operands) } };
    known.set(node, value);
  }
  return { value: enclosure(expression) };
};

/** The operation over its operands; the whole line where a radicand may be negative, unlike in a graph that was decided. */
const apply = (
  operationOf: OperationOf,
  node: Node,
  operands: readonly Ball[],
  enclosure: (node: Node) => Ball,
  p: number,
): Ball => {
  const [x] = node.args;
  if (node.op === 'root' && (node.n ?? 2) % 2 === 0 && x !== undefined && evidentSign(x, enclosure) === undefined)
    return ball.WHOLE;
  return operationOf(node).enclose(node, operands, p);
};

const isOutside = ({ op, n = 2 }: Node, [x = ball.WHOLE, y = ball.WHOLE]: readonly Ball[]): boolean => {
  if (op === 'div') return ball.sign(y) === 0;
  if (op === 'ln') return (ball.sign(x) ?? 1) <= 0;
  return op === 'root' && n % 2 === 0 && ball.sign(x) === -1;
};

const lastParts = new WeakMap<Node, { readonly changing: number; readonly parts: readonly Node[] }>();

/** The parts that change and the largest ones that do not, operands first. */
const partsOf = (expression: Node, changing: number): readonly Node[] => {
  const last = lastParts.get(expression);
  if (last?.changing === changing) return last.parts;
  const parts = nodesBelow(expression, (node) => (unknownsOf(node) & changing) !== 0);
  lastParts.set(expression, { changing, parts });
  return parts;
};

let constants = new WeakMap<Node, { readonly p: number; readonly value: Ball }>();
whenForgotten(() => {
  constants = new WeakMap();
});

/** Encloses a part without an unknown; the last enclosure is kept, since many points are tried at one precision. */
export const constant = (operationOf: OperationOf, node: Node, p: number): Ball => {
  const last = constants.get(node);
  if (last !== undefined && last.p >= p) return ball.round(last.value, p);
  const value = encloseConstant(operationOf, node, p);
  constants.set(node, { p, value });
  return value;
};

/** Encloses a number from nothing but its graph, every operation at precision p. */
export const encloseConstant = (operationOf: OperationOf, node: Node, p: number): Ball => {
  const known = new Map<Node, Ball>();
  const enclosure = (operand: Node): Ball => known.get(operand) ?? ball.WHOLE;
  for (const part of nodesBelow(node, () => true)) {
    known.set(part, operationOf(part).enclose(part, part.args.map(enclosure), p));
  }
  return enclosure(node);
};

/** The nodes that `root` reaches without going on from one that is not `entered`, operands first. */
const nodesBelow = (root: Node, entered: (node: Node) => boolean): readonly Node[] => {
  const found = new Set<Node>();
  const waiting = [root];
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    if (found.has(node)) continue;
    found.add(node);
    if (entered(node)) for (const arg of node.args) waiting.push(arg);
  }
  return [...found].sort((a, b) => a.id - b.id);
};
