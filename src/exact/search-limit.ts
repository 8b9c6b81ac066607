import type { Graph, Node } from '../node.ts';
import * as ball from '../number/ball.ts';
import { size } from '../number/rational.ts';

/** A difference may be as small as the product of a few small numbers: so many of them are looked for where that is cheap. */
const FACTORS = 4;
const CHEAP_BITS = 2 ** 18;
/** Numbers of ordinary length and exponent leave the limit as it is. */
const LEAST_REACH = 512;
/** What numbers of great length or exponent add to the search is limited to this many bits. */
const MAX_REACH = 2 ** 22;

/**
 * How many bits after the binary point a search for the sign of x, or for the side of a tie, first goes: the search limit,
 * counted from the magnitude that is already known, so that a tiny number gets its chance too.
 */
export const searchLimit = ({ searchBits, ball: enclosure }: Graph, x: Node): number =>
  searchBits + Math.max(0, -ball.upperExponent(enclosure(x)));

/**
 * How far it goes on from `limit` where nobody set one: 1 − cos(10^-5000) is near 10^-10000 although nothing of that size
 * stands in it, so the limit is counted from the square of the smallest, largest or longest number below x, and from its
 * fourth power where that costs little. Only bits are spent on it: what stays open stays undecided.
 */
export const fartherLimit = (graph: Graph, x: Node, limit: number): number => {
  if (!graph.mayExtendSearch) return limit;
  const grain = grainBelow(graph, x);
  const reach = Math.max(2 * grain, Math.min(FACTORS * grain, CHEAP_BITS));
  return reach < LEAST_REACH ? limit : Math.max(limit, graph.searchBits + Math.min(reach, MAX_REACH));
};

/** The most bits of a rational, or between 1 and any other number, that make x, as far as they are known. */
const grainBelow = (graph: Graph, x: Node): number => {
  let grain = 0;
  const seen = new Set([x]);
  for (const node of seen) {
    for (const arg of node.args) seen.add(arg);
    const enclosure = graph.ball(node);
    if (node.value !== undefined) grain = Math.max(grain, size(node.value));
    else if (ball.sign(enclosure) && !ball.isUnbounded(enclosure))
      grain = Math.max(grain, Math.abs(ball.upperExponent(enclosure)));
  }
  return grain;
};
