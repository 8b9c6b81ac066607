import type { Node } from '../node.ts';
import type { Ball } from '../number/ball.ts';
import * as ball from '../number/ball.ts';
import { operationOf } from '../refine/operations.ts';
import { topological } from './graph.ts';

/** What a goal at the root asks of every node below it. All precisions are in bits after the binary point. */
export interface Demand {
  /** The nodes that are not exact yet, operands first. */
  readonly order: readonly Node[];
  /** The accuracy that each of them needs. */
  readonly bits: ReadonlyMap<Node, number>;
  /** log2 of the share of the error that a node passes on, against the 1 that it keeps for itself. */
  readonly weight: ReadonlyMap<Node, number>;
  /** Roundings that are finer than a demand by this many bits may be neglected: all of them together cost a sixteenth. */
  readonly guard: number;
  /** Whether an enclosure was too coarse to say what it needs, so that `width` cut a demand short. */
  readonly clamped: boolean;
}

/**
 * Pushes the accuracy `p` of the root down to every node.
 *
 * The tolerance ε of a node is split over its operands and, for a refiner, its own rounding, in proportion to how many
 * refiners stand below each (counted along paths), so that a chain of n operations asks log2 n bits more of its ends
 * and not n. The split of ε and the sensitivity of the operation over the present enclosures give the operand's demand.
 * An enclosure so coarse that it holds 0 may overstate a sensitivity without limit: what follows from such a one is cut
 * to `width` bits below the operand's magnitude, and `clamped` says so.
 */
export const demandBelow = (root: Node, p: number, enclosure: (node: Node) => Ball, width: number): Demand => {
  const order = topological(inexactBelow(root, enclosure));
  const weight = weigh(order);
  const bits = new Map<Node, number>([[root, p]]);
  let clamped = false;
  let edges = 0;
  for (let i = order.length - 1; i >= 0; i -= 1) {
    const node = order[i] as Node;
    const wanted = bits.get(node);
    if (wanted === undefined) continue;
    edges += node.args.length + 1;
    const result = enclosure(node);
    const operands = node.args.map(enclosure);
    const operation = operationOf(node);
    node.args.forEach((arg, index) => {
      const share = weight.get(arg);
      if (share === undefined) return;
      let needed = operation.demand(index, wanted + (weight.get(node) ?? 0) - share, node, operands, result);
      if (operation.scaledBy?.(index, operands, result).some(isCoarse)) {
        const cap = width - magnitudeOf(operands[index] as Ball);
        if (!(needed <= cap)) {
          needed = cap;
          clamped = true;
        }
      }
      bits.set(arg, Math.max(bits.get(arg) ?? Number.NEGATIVE_INFINITY, needed));
    });
  }
  return { order, bits, weight, guard: 5 + Math.ceil(Math.log2(edges + 1)), clamped };
};

/** Whether an enclosure says nothing about the magnitude of its number. */
const isCoarse = (x: Ball): boolean => x.rad.man !== 0 && ball.lower(x).man === 0;

/** The exponent of a number as far as its enclosure shows it; a coarse one shows at most that the number is small. */
const magnitudeOf = (x: Ball): number => {
  const exponent = ball.upperExponent(x);
  return isCoarse(x) ? Math.min(0, exponent) : exponent;
};

const inexactBelow = (root: Node, enclosure: (node: Node) => Ball): Set<Node> => {
  const found = new Set<Node>();
  const waiting = [root];
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    if (found.has(node) || ball.isExact(enclosure(node))) continue;
    found.add(node);
    waiting.push(...node.args);
  }
  return found;
};

/** log2 of the number of refiners below each node, along paths; in logarithms, since paths grow exponentially with depth. */
const weigh = (order: readonly Node[]): Map<Node, number> => {
  const weight = new Map<Node, number>();
  for (const node of order) {
    let total = operationOf(node).kind === 'refiner' ? 0 : Number.NEGATIVE_INFINITY;
    for (const arg of node.args) total = addLog2(total, weight.get(arg) ?? Number.NEGATIVE_INFINITY);
    weight.set(node, Math.max(0, total));
  }
  return weight;
};

/** log2(2^a + 2^b). */
const addLog2 = (a: number, b: number): number => {
  const high = Math.max(a, b);
  const low = Math.min(a, b);
  return low === Number.NEGATIVE_INFINITY ? high : high + Math.log2(1 + 2 ** (low - high));
};
