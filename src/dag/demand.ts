import type { Node } from '../node.ts';
import type { Ball } from '../number/ball.ts';
import * as ball from '../number/ball.ts';
import { checkpoint } from '../number/checkpoint.ts';
import { operationOf } from '../refine/operations.ts';
import { topological } from './graph.ts';

/** So many nodes, or operands, are visited between two checkpoints. */
const POLL_EVERY = 512;

/** What a goal at the root asks of every node below it. All precisions are in bits after the binary point. */
export interface Demand {
  /** The nodes that are not exact yet, operands first. */
  readonly order: readonly Node[];
  /** The accuracy that each of them needs. */
  readonly bits: ReadonlyMap<Node, number>;
  /** Of that, what a refiner leaves for the others: its own rounding is finer by this many bits. */
  readonly share: number;
  /** Roundings that are finer than a demand by this many bits may be neglected: all of them together cost 1/32. */
  readonly guard: number;
  /** Whether an enclosure was too coarse to say what it needs, so that `width` cut a demand short. */
  readonly clamped: boolean;
}

/**
 * Pushes the accuracy `p` of the root down to every node.
 *
 * To first order an error δ of a node changes the root by at most δ · a, where a sums the products of the sensitivities
 * along all paths to the root (reverse differentiation with absolute values). The demand on a node is p + log2 a. If
 * each of n refiners rounds to 2^-(its demand + log2 n), then the errors that reach any node add up to no more than its
 * demand allows; so a chain of n operations asks log2 n bits more of its ends, and not n.
 * Sensitivities are taken over the present enclosures. One so coarse that it holds 0 may overstate them without limit:
 * what follows from it is cut to `width` bits below the operand's magnitude, and `clamped` says so.
 */
export const demandBelow = (root: Node, p: number, enclosure: (node: Node) => Ball, width: number): Demand => {
  const below = inexactBelow(root, enclosure);
  const order = topological(below);
  const bits = new Map<Node, number>([[root, p]]);
  let clamped = false;
  let edges = 0;
  let refiners = 0;
  for (let i = order.length - 1; i >= 0; i -= 1) {
    const node = order[i] as Node;
    const wanted = bits.get(node);
    if (wanted === undefined) continue;
    const operation = operationOf(node);
    if (operation.kind === 'refiner') refiners += 1;
    const result = enclosure(node);
    const operands = node.args.map(enclosure);
    for (const [index, arg] of node.args.entries()) {
      edges += 1;
      if (edges % POLL_EVERY === 0) checkpoint();
      if (!below.has(arg)) continue;
      let needed = operation.demand(index, wanted, node, operands, result);
      if (operation.scaledBy?.(index, operands, result).some(isCoarse)) {
        const cap = width - magnitudeOf(operands[index] as Ball);
        if (!(needed <= cap)) {
          needed = cap;
          clamped = true;
        }
      }
      bits.set(arg, addLog2(bits.get(arg) ?? Number.NEGATIVE_INFINITY, needed));
    }
  }
  const share = Math.log2(refiners + 1);
  // What has no inexact operand has no error but its own.
  for (const node of order) if (!node.args.some((arg) => below.has(arg))) bits.set(node, (bits.get(node) ?? p) + share);
  return { order, bits, share, guard: 5 + Math.ceil(Math.log2(edges + 1)), clamped };
};

/** Whether an enclosure says nothing about the magnitude of its number. */
export const isCoarse = (x: Ball): boolean => ball.isUnbounded(x) || (x.rad.man !== 0 && ball.lower(x).man === 0);

/** The exponent of a number as far as its enclosure shows it; a coarse one shows at most that the number is small. */
export const magnitudeOf = (x: Ball): number => {
  const exponent = ball.upperExponent(x);
  return isCoarse(x) ? Math.min(0, exponent) : exponent;
};

/** The nodes that the root depends on and that are not exact yet, itself included; half lines are all that they will be. */
export const inexactBelow = (root: Node, enclosure: (node: Node) => Ball): Set<Node> => {
  const found = new Set<Node>();
  const waiting = [root];
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    if (found.has(node) || ball.isExact(enclosure(node)) || ball.isBeyond(enclosure(node))) continue;
    found.add(node);
    if (found.size % POLL_EVERY === 0) checkpoint();
    for (const arg of node.args) waiting.push(arg);
  }
  return found;
};

/** log2(2^a + 2^b). */
const addLog2 = (a: number, b: number): number => {
  const high = Math.max(a, b);
  const low = Math.min(a, b);
  return low === Number.NEGATIVE_INFINITY ? high : high + Math.log2(1 + 2 ** (low - high));
};
