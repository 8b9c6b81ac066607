import { render } from '../digits/render.ts';
import { CancelledError, toWire } from '../errors.ts';
import { forgetConstants } from '../kernel/cache.ts';
import type { Node } from '../node.ts';
import { STRATEGIES } from '../schedule/strategies.ts';
import type { Strategy } from '../schedule/strategy.ts';
import { type Bells, type Board, boardOver } from './board.ts';
import { createHost, type Order, type Reply } from './host.ts';
import { seededPick } from './hosts.ts';
import type { FromWorker, Numbered, Service } from './messages.ts';

/** A host that is spoken to by messages. */
export interface Station {
  readonly handle: (message: Numbered) => void;
  /** Does one step, if there is one to do, or all that were ordered with it, and tells whether there was. */
  readonly work: () => boolean;
  /** Says how many messages have been read. */
  readonly report: () => void;
  /** Throws CancelledError where what is being done is of no more use. */
  readonly check: () => void;
}

/** A message and what follows from it take up to 0.1 ms, as long as 64 halvings of a short bracket; the session draws less often. */
const SILENCE = 20;

export const createStation = (
  { thread, read: before }: Pick<Service, 'thread' | 'read'>,
  bells: Bells,
  post: (message: FromWorker) => void,
  silence = SILENCE,
): Station => {
  const host = createHost(thread, seededPick(thread), silence);
  let nodes = new Map<number, Node>();
  let board: Board | undefined;
  let run = 0;
  let read = before;
  let reported = before;
  /** How many steps that were ordered together are not done yet. */
  let together = 0;

  /** The node of a refiner as it came first in this run: what the expression of a `solve` is made of is known by its nodes. */
  const own = ({ refiner, node }: Order): Node => {
    if (node.body === undefined) return node;
    const known = nodes.get(refiner) ?? node;
    nodes.set(refiner, known);
    return known;
  };

  const rendered = ({ ticket, rendering }: Extract<Numbered, { kind: 'render' }>): FromWorker => {
    try {
      return { kind: 'rendered', ticket, result: render(rendering.number, rendering.format) };
    } catch (error) {
      return { kind: 'unrendered', ticket, error: toWire(error) };
    }
  };

  const report = (): void => {
    post({ kind: 'idle', read });
    reported = read;
  };

  return {
    report,
    handle: (message) => {
      read += 1;
      switch (message.kind) {
        case 'begin': {
          const { strategy, ...rules } = message.rules;
          board = boardOver(message.board);
          run = message.run;
          nodes = new Map();
          together = 0;
          host.begin(board, { ...rules, strategy: STRATEGIES.get(strategy) as Strategy }, message.residents);
          return;
        }
        case 'orders':
          for (const order of message.orders) host.order({ ...order, node: own(order) });
          if (message.orders.length > 1) together += message.orders.length;
          return;
        case 'feed':
          host.feed(message.refiner, message.operands);
          return;
        case 'wake':
          host.wake();
          return;
        case 'render':
          // The run is over, and its board says so.
          board = undefined;
          post(rendered(message));
          return;
        case 'forget':
          forgetConstants();
          return;
      }
    },
    work: () => {
      const replies: Reply[] = [];
      do {
        const reply = board === undefined || bells.isHalted(thread, read) ? undefined : host.work();
        if (reply === undefined) break;
        replies.push(reply);
        together -= 1;
      } while (together > 0);
      together = Math.max(0, together);
      if (replies.length > 0) post({ kind: 'replies', run, replies });
      else if (read > reported) report();
      return replies.length > 0;
    },
    check: () => {
      if (bells.isHalted(thread, read) || board?.isStopped()) throw new CancelledError();
    },
  };
};
