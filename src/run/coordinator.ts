import type { Demand } from '../dag/demand.ts';
import { CancelledError, LimitError } from '../errors.ts';
import type { Node, Question } from '../node.ts';
import * as ball from '../number/ball.ts';
import { checkpoint } from '../number/checkpoint.ts';
import { auto } from '../schedule/auto.ts';
import type { Strategy } from '../schedule/strategy.ts';
import { type Aim, createAim } from './aim.ts';
import type { Enclosures } from './enclosures.ts';
import type { Hosts } from './hosts.ts';
import type { Ledger } from './ledger.ts';
import { createRun, type Run } from './refinement.ts';
import { isPartial, isWorthSending, lengthAt, step, stepCost } from './step.ts';
import type { Limits } from './watch.ts';

/** The event loop gets its turn this often, in milliseconds, so that an abort can be seen and a key be drawn. */
const TURN = 10;

/** From this binary exponent on some numbers are only known to be so small. */
const COUNTED_EXPONENT = 2 ** 47;
const TOO_SMALL = 'a number here is too small: its binary exponent is under -2^47';

/** Predicted milliseconds of the steps that another thread could take, and of the longest one. */
export interface Prediction {
  readonly work: number;
  readonly longest: number;
}

/** Hosts on threads that are coming up. */
interface Opening {
  readonly hosts: () => Promise<Hosts>;
  readonly areUp: () => boolean;
  /** Steps of up to so many predicted milliseconds need not wait for them. */
  readonly meanwhile: number;
}

/** Where steps are to be computed; undefined: right here. */
export type Place = Hosts | Promise<Hosts> | Opening | undefined;

/** How a question is to be answered. */
export interface Orders {
  readonly strategy: Strategy;
  /** Where steps are to be computed, for what is ahead. */
  readonly hostsFor: (ahead: () => Prediction) => Place;
  readonly signal?: AbortSignal | undefined;
  /** Called whenever the evaluation goes on after a wait, in which another one may have run on this thread. */
  readonly resume?: () => void;
}

/** The plain evaluation, on this thread. */
const PLAIN: Orders = { strategy: auto, hostsFor: () => undefined };

export interface Coordinator {
  /** Tightens the enclosure of the question's node to a radius of at most 2^-bits, and of what stands below it as far as that needs. */
  readonly answer: (question: Question, orders?: Orders) => Promise<void>;
  /** Gives the event loop its turn, where that is due. */
  readonly turn: (orders?: Orders) => Promise<void> | undefined;
  /** Gives it its turn now. */
  readonly pause: (orders?: Orders) => Promise<void>;
  /** The run under way on hosts, if there is one. */
  readonly run: () => Run | undefined;
}

export const createCoordinator = (enclosures: Enclosures, ledger: Ledger, limits: Limits): Coordinator => {
  let turnEnds = performance.now() + TURN;
  let run: Run | undefined;

  const turn = (orders?: Orders): Promise<void> | undefined =>
    performance.now() < turnEnds ? undefined : pause(orders);
  const pause = async ({ signal, resume }: Orders = PLAIN): Promise<void> => {
    await new Promise((resolve) => setImmediate(resolve));
    resume?.();
    turnEnds = performance.now() + TURN;
    if (signal?.aborted) throw new CancelledError();
  };

  const admit = (node: Node, wanted: number): void => {
    const known = enclosures.of(node);
    const length = lengthAt(known, wanted);
    if (!Number.isFinite(length) || length <= limits.maxBits) return;
    if (ball.upperExponent(known) <= -COUNTED_EXPONENT) throw new LimitError(TOO_SMALL);
    throw new LimitError(
      `a number of about ${Math.ceil(length)} bits is needed, and at most ${limits.maxBits} are allowed`,
      { hint: 'ask for fewer digits or raise --max-bits' },
    );
  };

  /** Takes a step of the node, and tells whether it has to take another one. */
  const advance = (aim: Aim, demand: Demand, node: Node, wanted: number): boolean => {
    checkpoint();
    const known = enclosures.of(node);
    const operands = node.args.map(enclosures.of);
    try {
      const found = ledger.step(node, ball.accuracy(known), () =>
        step(node, operands, known, wanted, demand, enclosures.bracket(node)),
      );
      enclosures.tighten(node, found);
      return isPartial(node, found, wanted);
    } catch (error) {
      aim.fail(node, error);
      return false;
    }
  };

  /**
   * Computes every node once, operands first, at the precision that it needs. Where hosts are coming up, it ends with them
   * once they are there, or a step is due that is worth waiting for them.
   */
  const pass = async (aim: Aim, demand: Demand, orders: Orders, opening?: Opening): Promise<Hosts | undefined> => {
    // They begin to come up when the event loop runs.
    if (opening !== undefined) await pause(orders);
    for (const node of demand.order) {
      const wanted = demand.bits.get(node);
      if (wanted === undefined || ball.accuracy(enclosures.of(node)) >= wanted || aim.hasFailed(node)) continue;
      admit(node, wanted);
      if (opening !== undefined) {
        const ms = predicted(node, wanted, enclosures);
        if (isWorthSending(node, ms) && isForHosts(opening, ms)) return await opening.hosts();
      }
      while (advance(aim, demand, node, wanted)) {
        const paused = turn(orders);
        if (paused !== undefined) await paused;
      }
      const paused = turn(orders);
      if (paused !== undefined) await paused;
    }
    return undefined;
  };

  return {
    turn,
    pause,
    run: () => run,
    answer: async ({ node: root, bits }, orders = PLAIN) => {
      const { strategy, hostsFor, signal, resume } = orders;
      if (signal?.aborted) throw new CancelledError();
      // Questions may be many and short, so the turns are counted over all of them.
      const due = turn(orders);
      if (due !== undefined) await due;
      for (const _ of enclosures.explore(root)) {
        const next = turn(orders);
        if (next !== undefined) await next;
      }
      const aim = createAim(root, bits, enclosures.of);
      if (aim.isMet()) return;
      for (let demand = aim.demand(); !aim.isMet(); ) {
        const place = hostsFor(() => predict(demand, enclosures, limits.maxBits));
        const isHere = place === undefined || 'meanwhile' in place;
        const chosen = isHere ? pass(aim, demand, orders, place) : place;
        const hosts = chosen instanceof Promise ? await chosen : chosen;
        if (chosen instanceof Promise) resume?.();
        if (hosts === undefined) {
          if (!aim.isMet()) demand = aim.raise(demand);
          continue;
        }
        run = createRun(root, aim, demand, strategy, {
          enclosures,
          ledger,
          hosts,
          admit,
          turn: () => turn(orders),
          resume: () => resume?.(),
        });
        try {
          await run.drive();
        } finally {
          run = undefined;
        }
      }
    },
  };
};

const isForHosts = ({ areUp, meanwhile }: Opening, ms: number): boolean => ms > (areUp() ? auto.keeps : meanwhile);

/** Predicted milliseconds of what a node has to do yet; a bisection has done a part of that. */
const predicted = (node: Node, wanted: number, enclosures: Enclosures): number => {
  const known = enclosures.of(node);
  const operands = node.args.map(enclosures.of);
  const done = isPartial(node, { ball: known }, wanted) ? ball.accuracy(known) : 0;
  const ms = stepCost(node, operands, known, wanted);
  return done > 0 ? ms - stepCost(node, operands, known, done) : ms;
};

/** What these demands will take, as far as they can be met. */
const predict = ({ order, bits }: Demand, enclosures: Enclosures, maxBits: number): Prediction => {
  let work = 0;
  let longest = 0;
  for (const node of order) {
    const wanted = bits.get(node);
    const known = enclosures.of(node);
    checkpoint();
    if (wanted === undefined || ball.accuracy(known) >= wanted) continue;
    if (!(lengthAt(known, wanted) <= maxBits)) continue;
    const ms = predicted(node, wanted, enclosures);
    if (!isWorthSending(node, ms)) continue;
    if (ms >= auto.keeps) work += ms;
    longest = Math.max(longest, ms);
  }
  return { work, longest };
};
