import type { Ball } from '../number/ball.ts';
import type { Board } from './board.ts';
import { createHost, type Order, type Reply, type Resident, type Rules } from './host.ts';

/** The threads that compute the steps of one run after the other. */
export interface Hosts {
  /** How many threads there are beside this one; 0 if steps are computed on it. */
  readonly threads: number;
  /** Starts a run; free refiners start to step. */
  readonly begin: (board: Board, rules: Rules, residents: readonly Resident[]) => void;
  /** Gives one host these steps, whose answers may come together. */
  readonly order: (orders: readonly Order[]) => void;
  /** How many more orders would be begun at once. */
  readonly idle: () => number;
  readonly feed: (refiner: number, operands: readonly Ball[]) => void;
  readonly wake: () => void;
  /** What became of the next step; undefined where nothing is under way and nothing can begin. */
  readonly next: () => Reply | Promise<Reply | undefined> | undefined;
  /** What became of a step on another thread, if that is known already. */
  readonly heard: () => Reply | undefined;
  /** Ends the run: what is under way is of no more use. */
  readonly end: () => void;
}

/** Steps are computed on this thread, one at each call of `next`, in an order that follows from `pick`. */
export const createInlineHosts = (pick: (count: number) => number): Hosts => {
  const host = createHost(0, pick);
  let ordered = 0;
  return {
    threads: 0,
    begin: (board, rules, residents) => {
      ordered = 0;
      host.begin(board, rules, residents);
    },
    order: (orders) => {
      ordered += orders.length;
      for (const order of orders) host.order(order);
    },
    idle: () => (ordered === 0 ? 1 : 0),
    feed: host.feed,
    wake: host.wake,
    next: () => {
      const reply = host.work();
      if (reply?.kind !== 'answer' || !reply.isPartial) ordered = Math.max(0, ordered - 1);
      return reply;
    },
    heard: () => undefined,
    end: () => {},
  };
};

/** Choices that look random and follow from a seed. Method: mulberry32 by Tommy Ettinger. */
export const seededPick = (seed: number): ((count: number) => number) => {
  let state = seed >>> 0;
  return (count) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * count);
  };
};
