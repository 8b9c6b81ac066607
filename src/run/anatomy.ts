import { demandBelow, magnitudeOf } from '../dag/demand.ts';
import { topological } from '../dag/graph.ts';
import type { Node } from '../node.ts';
import type { Ball } from '../number/ball.ts';
import * as ball from '../number/ball.ts';
import { checkpoint } from '../number/checkpoint.ts';
import { greatest } from '../number/double.ts';

/** What an answer asked of one node below it. All bits are significant bits, counted from the number's magnitude. */
export interface Part {
  readonly node: Node;
  /** Null where nothing is asked of it. */
  readonly demanded: number | null;
  /** Null for a number that is known exactly. */
  readonly reached: number | null;
  /** How many more bits its worst operand needs than it does itself: what a cancellation costs. */
  readonly lost: number;
}

/**
 * Every number that the root depends on, operands first, against the demand that a root accuracy of `bits` bits after the
 * binary point puts on it; no demand where `bits` is null. Rational operands are left out: they are known.
 */
export const partsBelow = (root: Node, bits: number | null, enclosure: (node: Node) => Ball): readonly Part[] => {
  const demands =
    bits === null ? new Map<Node, number>() : demandBelow(root, bits, enclosure, Number.POSITIVE_INFINITY).bits;
  const significant = (node: Node): number | null => {
    const demand = demands.get(node);
    if (demand === undefined || !Number.isFinite(demand)) return null;
    return Math.ceil(demand + exponentOf(enclosure(node)));
  };
  return numbersBelow(root).map((node) => {
    checkpoint();
    const known = enclosure(node);
    const own = significant(node);
    const worst = greatest(node.args.map((arg) => significant(arg) ?? 0));
    return {
      node,
      demanded: own === null ? null : Math.max(0, own),
      reached: isKnown(node, known) ? null : Math.max(0, ball.accuracy(known) + exponentOf(known)),
      lost: own === null ? 0 : Math.max(0, worst - own),
    };
  });
};

const isKnown = (node: Node, enclosure: Ball): boolean => node.value !== undefined || ball.isExact(enclosure);

const exponentOf = (x: Ball): number => {
  const magnitude = magnitudeOf(x);
  return Number.isFinite(magnitude) ? magnitude : 0;
};

const numbersBelow = (root: Node): readonly Node[] => {
  const found = new Set<Node>();
  const waiting = [root];
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    if (found.has(node)) continue;
    found.add(node);
    checkpoint();
    for (const arg of node.args) if (arg.value === undefined) waiting.push(arg);
  }
  return topological(found);
};
