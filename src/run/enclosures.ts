import type { Node } from '../node.ts';
import type { Ball } from '../number/ball.ts';
import * as ball from '../number/ball.ts';
import { operationOf } from '../refine/operations.ts';
import type { Ledger } from './ledger.ts';

/** Significant bits of the first enclosure of a refiner, and of a combinator, which costs next to nothing. */
const PILOT_BITS = 64;
const COMBINATOR_BITS = 96;
/** Operands that earlier lines have refined further are cut to this many bits for a pilot. */
const PILOT_OPERAND_BITS = 128;

/** What is known of every resolved node of a session. Enclosures only tighten. */
export interface Enclosures {
  /** The present enclosure; the first time a low-precision pilot, which is relative to the magnitude of the number. */
  readonly of: (node: Node) => Ball;
  /** Keeps the narrower of the present enclosure and a new one. */
  readonly tighten: (node: Node, next: Ball) => void;
  /** Forgets all nodes but these. */
  readonly retain: (nodes: ReadonlySet<Node>) => void;
}

export const createEnclosures = (ledger: Ledger): Enclosures => {
  let known = new Map<Node, Ball>();

  const pilot = (node: Node): void => {
    const operation = operationOf(node);
    const operands = node.args.map((arg) => ball.trim(known.get(arg) ?? ball.WHOLE, PILOT_OPERAND_BITS));
    const magnitude = Math.floor(operation.magnitude(node, operands));
    const width = operation.kind === 'combinator' ? COMBINATOR_BITS : PILOT_BITS;
    const p = width - (Number.isFinite(magnitude) ? magnitude : 0);
    known.set(
      node,
      ledger.step(node, Number.NEGATIVE_INFINITY, () => operation.enclose(node, operands, p)),
    );
  };

  return {
    of: (node) => {
      const present = known.get(node);
      if (present !== undefined) return present;
      // Operands have smaller ids, so ascending ids compute every operand before it is used, without recursion.
      for (const missing of missingBelow(node, known)) pilot(missing);
      return known.get(node) ?? ball.WHOLE;
    },
    tighten: (node, next) => {
      known.set(node, ball.tighten(known.get(node) ?? ball.WHOLE, next));
    },
    retain: (nodes) => {
      known = new Map([...known].filter(([node]) => nodes.has(node)));
    },
  };
};

const missingBelow = (root: Node, known: ReadonlyMap<Node, Ball>): Node[] => {
  const missing = new Set<Node>();
  const waiting = [root];
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    if (missing.has(node) || known.has(node)) continue;
    missing.add(node);
    for (const arg of node.args) waiting.push(arg);
  }
  return [...missing].sort((a, b) => a.id - b.id);
};
