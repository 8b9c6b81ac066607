import type { Node } from '../node.ts';

/**
 * The unknown of a `solve` is a node without operands; `n` is its level, the number of `solve`s that the one which binds
 * it was written inside of. So no binding captures the unknown of another. In the graph as written it also has its name.
 */
const UNKNOWN = 'unknown';

/** The operation of an unknown, of one with a name in the graph as written. */
export const unknownOp = (name?: string): string => (name === undefined ? UNKNOWN : `${UNKNOWN} ${name}`);

export const isUnknown = (node: Node): boolean => node.op === UNKNOWN || node.op.startsWith(`${UNKNOWN} `);

/** The name of an unknown as it was written. */
export const nameOfUnknown = (node: Node): string | undefined =>
  isUnknown(node) ? node.op.slice(UNKNOWN.length + 1) || 'x' : undefined;

const known = new WeakMap<Node, number>();

/**
 * The unknowns that a node depends on, as a set of bits: bit k for the unknown of level k. What a `solve` inside of it
 * binds does not count. No recursion over the depth of the expression.
 */
export const unknownsOf = (root: Node): number => {
  const waiting = [root];
  for (let node = waiting.at(-1); node !== undefined; node = waiting.at(-1)) {
    const before = waiting.length;
    if (!known.has(node)) {
      for (const arg of node.args) if (!known.has(arg)) waiting.push(arg);
      if (node.body !== undefined && !known.has(node.body)) waiting.push(node.body);
      if (waiting.length === before) known.set(node, unknownsAt(node));
    }
    if (waiting.length === before) waiting.pop();
  }
  return known.get(root) as number;
};

const unknownsAt = (node: Node): number => {
  if (isUnknown(node)) return bit(node);
  let unknowns = node.body === undefined ? 0 : (known.get(node.body) as number) & ~bit(node);
  for (const arg of node.args) unknowns |= known.get(arg) as number;
  return unknowns;
};

const bit = (node: Node): number => 1 << (node.n ?? 0);
