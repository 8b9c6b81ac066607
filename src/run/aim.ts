import { type Demand, demandBelow, isCoarse } from '../dag/demand.ts';
import { LimitError } from '../errors.ts';
import type { Node } from '../node.ts';
import type { Ball } from '../number/ball.ts';
import * as ball from '../number/ball.ts';

/** A refiner may go this far past what is asked of the root, and never has to stop below the floor. */
const CEILING_FACTOR = 64;
const CEILING_FLOOR = 65_536;
/** The first bound on demands that follow from enclosures without a magnitude. */
const FIRST_WIDTH = 256;

/** Some numbers are only known to be larger than can be counted. */
const TOO_LARGE = 'a number here is too large: its binary exponent is over 2^47';

/** What a run is to reach, and what that demands of the nodes at the moment. */
export interface Aim {
  /** The accuracy asked of the root, in bits after the binary point. */
  readonly bits: number;
  /** The significant bits above which no refiner goes unasked. */
  readonly ceiling: number;
  readonly isMet: () => boolean;
  /** By how much the root falls short. */
  readonly short: () => number;
  /** The demands over the present enclosures. */
  readonly demand: () => Demand;
  /**
   * Asks for more, after all have answered these demands and the root is still short: by what it is short of, or, where
   * coarse enclosures cut a demand, by a wider cut. Throws LimitError past the ceiling.
   */
  readonly raise: (past: Demand) => void;
}

/** Sensitivities may overstate what an error does by a factor; where they do so by less than 2^16, an answer is not given up. */
const DOUBT = 16;

/**
 * Whether a number that will not get any narrower keeps the root from its aim: one that follows from half lines and exact
 * numbers alone, or that half lines make unbounded whatever its other operands are; and what it lacks is more than these
 * demands, raised by `raised` bits, leave to others.
 */
const isHopeless = ({ order, bits, share }: Demand, raised: number, enclosure: (node: Node) => Ball): boolean => {
  const final = new Set<Node>();
  const isFinal = (node: Node): boolean => final.has(node) || ball.isBeyond(enclosure(node));
  const isSettled = (node: Node): boolean => isFinal(node) || ball.isExact(enclosure(node));
  for (const node of order) {
    if (!node.args.some(isFinal)) continue;
    const others = node.args.filter((arg) => !isSettled(arg));
    const isLost = ball.isUnbounded(enclosure(node)) && !others.some((arg) => isCoarse(enclosure(arg)));
    if (others.length > 0 && !isLost) continue;
    final.add(node);
    const spare = raised + share + DOUBT;
    if (ball.accuracy(enclosure(node)) < (bits.get(node) ?? Number.NEGATIVE_INFINITY) - spare) return true;
  }
  return false;
};

export const createAim = (root: Node, bits: number, enclosure: (node: Node) => Ball): Aim => {
  const exponent = ball.upperExponent(enclosure(root));
  const magnitude = Number.isFinite(exponent) ? exponent : 0;
  const ceiling = Math.max(CEILING_FLOOR, CEILING_FACTOR * (bits + Math.abs(magnitude)));
  let width = Math.max(FIRST_WIDTH, 2 * (bits + magnitude));
  let raised = 1;
  const short = (): number => bits - ball.accuracy(enclosure(root));
  return {
    bits,
    ceiling,
    short,
    isMet: () => short() <= 0,
    demand: () => demandBelow(root, bits + raised, enclosure, width),
    raise: (past) => {
      const { clamped, order } = past;
      if (ball.isBeyond(enclosure(root))) throw new LimitError(TOO_LARGE);
      if (!clamped && isHopeless(past, raised, enclosure)) throw new LimitError(TOO_LARGE);
      const missing = short();
      if (clamped) width *= 2;
      else raised = Math.max(2 * raised, raised + (Number.isFinite(missing) ? missing : 0));
      if (width > ceiling || raised > ceiling) {
        const beyond = order.some((node) => node.args.some((arg) => ball.isBeyond(enclosure(arg))));
        throw new LimitError(beyond ? TOO_LARGE : `the precision that this needs is over ${ceiling} bits`);
      }
    },
  };
};
