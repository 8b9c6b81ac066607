import { demandBelow } from '../dag/demand.ts';
import { isEulersNumber } from '../dag/describe.ts';
import { reachable } from '../dag/graph.ts';
import type { Node } from '../node.ts';
import type { Ball } from '../number/ball.ts';
import * as ball from '../number/ball.ts';
import { checkpoint } from '../number/checkpoint.ts';
import type { RefinerStats, Stats } from '../outcome.ts';
import { operationOf } from '../refine/operations.ts';

/** A step that a refiner took. */
interface Step {
  /** The accuracy at which it began. */
  readonly before: number;
  readonly ms: number;
  /** Whether its result came when the root was met already, or never. */
  readonly late: boolean;
  readonly thread: number;
}

/** The record of what every refiner did. */
export interface Ledger {
  /** Runs a step of a node on this thread, and records it where the node is a refiner. */
  readonly step: <T>(node: Node, before: number, work: () => T) => T;
  /** Records a step that was made elsewhere. */
  readonly record: (node: Node, step: Step) => void;
  /** Counts refiners that went as far as they may. */
  readonly park: (refiners: number) => void;
  /** Has `note` record what a run leaves, as late as can be: its threads go on for a moment when it has ended. */
  readonly later: (note: () => void) => void;
  /** How many steps were begun in this statement, and of which refiner the last one is. */
  readonly now: () => { readonly steps: number; readonly refiner: string | null };
  /** Starts the record of a new statement, and answers with what will account for it. */
  readonly open: () => Account;
}

/**
 * The accounting pass: the steps of each refiner against the demand that a root accuracy of `p` bits puts on it over the
 * final enclosures. A step is wasted if it began when its refiner already met that demand, or came too late, and so is every
 * step of a refiner below the root on which there is no demand. What only decided what the root is has none to be judged by.
 */
type Account = (root: Node, p: number, enclosure: (node: Node) => Ball) => Omit<Stats, 'chosen' | 'threads'>;

export const createLedger = (): Ledger => {
  let steps = new Map<Node, Step[]>();
  let begun = 0;
  let parked = 0;
  let latest: Node | undefined;
  const pending: (() => void)[] = [];
  const settle = (): void => {
    for (const note of pending.splice(0)) note();
  };
  const record = (node: Node, step: Step): void => {
    const earlier = steps.get(node);
    if (earlier === undefined) steps.set(node, [step]);
    else earlier.push(step);
  };
  return {
    step: (node, before, work) => {
      if (operationOf(node).kind === 'combinator') return work();
      begun += 1;
      latest = node;
      const start = performance.now();
      try {
        return work();
      } finally {
        record(node, { before, ms: performance.now() - start, late: false, thread: 0 });
      }
    },
    record: (node, step) => {
      begun += 1;
      latest = node;
      record(node, step);
    },
    park: (refiners) => {
      parked += refiners;
    },
    later: (note) => {
      pending.push(note);
    },
    now: () => ({ steps: begun, refiner: latest === undefined ? null : labelOf(latest) }),
    open: () => {
      settle();
      begun = 0;
      parked = 0;
      latest = undefined;
      const opened = new Map<Node, Step[]>();
      steps = opened;
      return (root, p, enclosure) => {
        settle();
        return { ...account(opened, demandsOf(root, p, enclosure), enclosure), parked };
      };
    },
  };
};

/** The demand on every node below the root; −Infinity where it needs nothing of a node that could be known better. */
const demandsOf = (root: Node, p: number, enclosure: (node: Node) => Ball): ((node: Node) => number | undefined) => {
  const demands = demandBelow(root, p, enclosure, Number.POSITIVE_INFINITY).bits;
  let below: ReadonlySet<Node> | undefined;
  return (node) => {
    const demand = demands.get(node);
    if (demand !== undefined || ball.isExact(enclosure(node)) || ball.isBeyond(enclosure(node))) return demand;
    below ??= reachable([root]);
    return below.has(node) ? Number.NEGATIVE_INFINITY : undefined;
  };
};

const account = (
  steps: ReadonlyMap<Node, readonly Step[]>,
  demand: (node: Node) => number | undefined,
  enclosure: (node: Node) => Ball,
): Omit<ReturnType<Account>, 'parked'> => {
  const refiners = [...steps].map(([node, taken]) => statsOf(node, taken, demand(node), enclosure(node)));
  const total = (of: (refiner: RefinerStats) => number): number => refiners.reduce((sum, each) => sum + of(each), 0);
  const busyMs = total(({ ms }) => ms);
  const wastedMs = total(({ wastedMs }) => wastedMs);
  return {
    steps: total(({ steps: count }) => count),
    wastedSteps: total(({ wasted }) => wasted),
    busyMs,
    wastedMs,
    wastedShare: busyMs > 0 ? wastedMs / busyMs : 0,
    overshootBits: total(({ overshoot }) => overshoot),
    refiners,
  };
};

const statsOf = (node: Node, steps: readonly Step[], demand: number | undefined, enclosure: Ball): RefinerStats => {
  checkpoint();
  const wasted = steps.filter(({ before, late }) => late || (demand !== undefined && before >= demand));
  const accuracy = ball.accuracy(enclosure);
  const overshoot = demand === undefined ? 0 : accuracy - Math.ceil(demand);
  return {
    id: node.id,
    node: labelOf(node),
    steps: steps.length,
    wasted: wasted.length,
    bits: Number.isFinite(accuracy) ? accuracy : null,
    demand: demand === undefined || !Number.isFinite(demand) ? null : Math.ceil(demand),
    overshoot: Number.isFinite(overshoot) ? Math.max(0, overshoot) : 0,
    ms: sum(steps),
    wastedMs: sum(wasted),
    thread: steps.at(-1)?.thread ?? 0,
  };
};

export const labelOf = (node: Node): string =>
  isEulersNumber(node) ? 'e' : node.n === undefined ? node.op : `${node.op}#${node.n}`;

const sum = (steps: readonly Step[]): number => steps.reduce((total, { ms }) => total + ms, 0);
