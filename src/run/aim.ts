import { type Demand, demandBelow, isCoarse } from '../dag/demand.ts';
import { LimitError, RealError } from '../errors.ts';
import type { Node } from '../node.ts';
import type { Ball } from '../number/ball.ts';
import * as ball from '../number/ball.ts';
import { checkpoint } from '../number/checkpoint.ts';

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
   * coarse enclosures cut a demand, by a wider cut. Throws LimitError past the ceiling, and what a node has failed with
   * that is needed now that all others have answered.
   */
  readonly raise: (past: Demand) => Demand;
  /**
   * Throws where it can be seen before all have answered that nothing leads to the aim any more: what a node has failed
   * with that is needed, or LimitError where half lines stand in the way.
   */
  readonly refuse: () => void;
  /** Notes that a step of the node has failed, and that it is to take no other; throws what is no limit of its own. */
  readonly fail: (node: Node, error: unknown) => void;
  readonly hasFailed: (node: Node) => boolean;
}

/** Sensitivities may overstate what an error does by a factor; where they do so by less than 2^16, an answer is not given up. */
const DOUBT = 16;
/** The first enclosure of a number has more significant bits than this, unless half lines keep it from having them. */
const LEAST_BITS = 32;

const isBarelyKnown = (x: Ball): boolean =>
  ball.isUnbounded(x) || ball.accuracy(x) + ball.upperExponent(x) < LEAST_BITS;

/**
 * Whether a number that will not get any narrower keeps the root from its aim: one that follows from half lines and exact
 * numbers alone, or that half lines make unbounded whatever its other operands are; and what it lacks is more than these
 * demands, raised by `raised` bits, leave to others. A number of which `mayImprove` says that it has not answered the
 * demands yet does not count, nor what follows from it.
 */
const isHopeless = (
  { order, bits, share, clamped }: Demand,
  raised: number,
  enclosure: (node: Node) => Ball,
  mayImprove: (x: Ball) => boolean,
): boolean => {
  const final = new Set<Node>();
  const isFinal = (node: Node): boolean => final.has(node) || ball.isBeyond(enclosure(node));
  const isSettled = (node: Node): boolean => isFinal(node) || ball.isExact(enclosure(node));
  for (const node of order) {
    if (!node.args.some(isFinal) || mayImprove(enclosure(node))) continue;
    const others = node.args.filter((arg) => !isSettled(arg));
    const isLost = ball.isUnbounded(enclosure(node)) && !others.some((arg) => isCoarse(enclosure(arg)));
    if (others.length > 0 && !isLost) continue;
    final.add(node);
    // A demand that was cut may come down once others are known better, but not that of the root.
    if (clamped && node !== order.at(-1)) continue;
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
  const failures = new Map<Node, unknown>();
  const short = (): number => bits - ball.accuracy(enclosure(root));
  const demand = (): Demand => demandBelow(root, bits + raised, enclosure, width);

  const refuseLost = (over: Demand, mayImprove: (x: Ball) => boolean): void => {
    const isLost = ball.isBeyond(enclosure(root)) || isHopeless(over, raised, enclosure, mayImprove);
    if (isLost) throw new LimitError(TOO_LARGE);
  };
  const refuseFailed = ({ bits: wanted, clamped }: Demand, doubt: number): void => {
    if (clamped) return;
    for (const [node, error] of failures) {
      if (ball.accuracy(enclosure(node)) < (wanted.get(node) ?? Number.NEGATIVE_INFINITY) - doubt) throw error;
    }
  };

  const failureOr = (message: string): unknown => [...failures.values()][0] ?? new LimitError(message);

  return {
    bits,
    ceiling,
    short,
    isMet: () => short() <= 0,
    demand,
    fail: (node, error) => {
      if (!isOwnLimit(error)) throw error;
      // Past a limit of the whole evaluation every step fails, and this throws again.
      checkpoint();
      failures.set(node, error);
    },
    hasFailed: (node) => failures.has(node),
    refuse: () => {
      const over = demand();
      refuseLost(over, (x) => !isBarelyKnown(x));
      refuseFailed(over, DOUBT);
    },
    raise: (past) => {
      const { clamped, order } = past;
      refuseLost(past, () => false);
      const missing = short();
      if (clamped) width *= 2;
      else raised = Math.max(2 * raised, raised + (Number.isFinite(missing) ? missing : 0));
      if (width > ceiling || raised > ceiling) {
        const beyond = order.some((node) => node.args.some((arg) => ball.isBeyond(enclosure(arg))));
        throw failureOr(beyond ? TOO_LARGE : `the precision that this needs is over ${ceiling} bits`);
      }
      const next = demand();
      refuseFailed(next, 0);
      return next;
    },
  };
};

/** Whether a step came to a limit of its node, beyond which others may still go; V8 throws a RangeError at its own. */
const isOwnLimit = (error: unknown): boolean =>
  error instanceof RealError ? error.code === 'LIMIT' : error instanceof RangeError;
