import { demandBelow } from '../dag/demand.ts';
import type { Node } from '../node.ts';
import type { Ball } from '../number/ball.ts';
import * as ball from '../number/ball.ts';
import type { RefinerStats, Stats } from '../outcome.ts';
import { operationOf } from '../refine/operations.ts';

interface Step {
  /** The accuracy at which the step began. */
  readonly before: number;
  readonly ms: number;
}

/** The record of what every refiner did. */
export interface Ledger {
  /** Runs a step of a node, and notes its time where the node is a refiner. */
  readonly step: (node: Node, before: number, work: () => Ball) => Ball;
  /** How many steps were begun in this statement, and of which refiner the last one is. */
  readonly now: () => { readonly steps: number; readonly refiner: string | null };
  /** Starts the record of a new statement, and answers with what will account for it. */
  readonly open: () => Account;
}

/**
 * The accounting pass: the steps of each refiner against the demand that a root accuracy of `p` bits puts on it over the
 * final enclosures. A step is wasted if it began when its refiner already met that demand.
 */
type Account = (root: Node, p: number, enclosure: (node: Node) => Ball) => Stats;

export const createLedger = (): Ledger => {
  let steps = new Map<Node, Step[]>();
  let begun = 0;
  let latest: Node | undefined;
  return {
    step: (node, before, work) => {
      if (operationOf(node).kind === 'combinator') return work();
      begun += 1;
      latest = node;
      const start = performance.now();
      const result = work();
      const step = { before, ms: performance.now() - start };
      const earlier = steps.get(node);
      if (earlier === undefined) steps.set(node, [step]);
      else earlier.push(step);
      return result;
    },
    now: () => ({ steps: begun, refiner: latest === undefined ? null : labelOf(latest) }),
    open: () => {
      begun = 0;
      latest = undefined;
      const opened = new Map<Node, Step[]>();
      steps = opened;
      return (root, p, enclosure) =>
        account(opened, demandBelow(root, p, enclosure, Number.POSITIVE_INFINITY).bits, enclosure);
    },
  };
};

const account = (
  steps: ReadonlyMap<Node, readonly Step[]>,
  demand: ReadonlyMap<Node, number>,
  enclosure: (node: Node) => Ball,
): Stats => {
  const refiners = [...steps].map(([node, taken]) => statsOf(node, taken, demand.get(node), enclosure(node)));
  return {
    chosen: 'auto',
    threads: 0,
    steps: refiners.reduce((total, { steps: count }) => total + count, 0),
    wastedSteps: refiners.reduce((total, { wasted }) => total + wasted, 0),
    wastedMs: refiners.reduce((total, { wastedMs }) => total + wastedMs, 0),
    parked: 0,
    refiners: refiners.map(({ wastedMs: _, ...shown }) => shown),
  };
};

const statsOf = (
  node: Node,
  steps: readonly Step[],
  demand: number | undefined,
  enclosure: Ball,
): RefinerStats & { wastedMs: number } => {
  const wasted = demand === undefined ? [] : steps.filter(({ before }) => before >= demand);
  const accuracy = ball.accuracy(enclosure);
  return {
    id: node.id,
    node: labelOf(node),
    steps: steps.length,
    wasted: wasted.length,
    bits: Number.isFinite(accuracy) ? accuracy : null,
    demand: demand === undefined || !Number.isFinite(demand) ? null : Math.ceil(demand),
    ms: sum(steps),
    thread: 0,
    wastedMs: sum(wasted),
  };
};

const labelOf = (node: Node): string => (node.n === undefined ? node.op : `${node.op}#${node.n}`);

const sum = (steps: readonly Step[]): number => steps.reduce((total, { ms }) => total + ms, 0);
