import { createNodeTable } from '../../src/dag/graph.ts';
import { render } from '../../src/digits/render.ts';
import { createStructure } from '../../src/exact/create-structure.ts';
import type { Structure } from '../../src/exact/structure.ts';
import type { Graph, Node, Question } from '../../src/node.ts';
import type { Ball } from '../../src/number/ball.ts';
import type { Stats } from '../../src/outcome.ts';
import { write } from '../../src/run/answer.ts';
import type { Board } from '../../src/run/board.ts';
import { createCoordinator } from '../../src/run/coordinator.ts';
import { createEnclosures } from '../../src/run/enclosures.ts';
import type { Order, Reply } from '../../src/run/host.ts';
import type { Hosts } from '../../src/run/hosts.ts';
import { createLedger } from '../../src/run/ledger.ts';
import type { Refiner, Strategy } from '../../src/schedule/strategy.ts';

/** Builds a number to try a strategy on. */
export type Sample = (s: Structure, graph: Graph) => Node;

/** A number on a graph of its own, refined by one strategy on the hosts that the trial was given. */
export interface Trial {
  readonly node: Node;
  readonly graph: Graph;
  /** The enclosure once its radius is at most 2^-bits. */
  readonly tightened: (bits: number) => Promise<Ball>;
  /** So many digits, as a session would write them. */
  readonly digits: (count: number) => Promise<string>;
  /** What the refiners did up to now, accounted against this accuracy of the root. */
  readonly stats: (bits: number) => Omit<Stats, 'chosen' | 'threads'>;
}

interface Under {
  readonly strategy: Strategy;
  /** Undefined: the plain evaluation. */
  readonly hosts: Hosts | undefined;
  readonly maxBits?: number;
  readonly signal?: AbortSignal;
}

export const trial = (sample: Sample, { strategy, hosts, maxBits = 2 ** 24, signal }: Under): Trial => {
  const { rational, node } = createNodeTable();
  const ledger = createLedger();
  const enclosures = createEnclosures(ledger);
  const limits = { timeout: null, maxMemory: null, maxBits, searchBits: null };
  const coordinator = createCoordinator(enclosures, ledger, limits);
  const account = ledger.open();
  const graph: Graph = {
    rational,
    node,
    ball: enclosures.of,
    because: () => {},
    searchBits: 1000,
    mayExtendSearch: false,
  };
  const s = createStructure(graph);
  const root = sample(s, graph);
  const answer = (question: Question): Promise<void> =>
    coordinator.answer(question, { strategy, hostsFor: () => hosts, signal });
  return {
    node: root,
    graph,
    tightened: async (bits) => {
      await answer({ node: root, bits });
      return enclosures.of(root);
    },
    digits: async (count) => {
      const precision = { kind: 'digits', count } as const;
      const format = { precision, asked: true, form: 'decimal', base: 10, round: 'nearest', group: '' } as const;
      const writing = write(s, root, format);
      for (let next = writing.next(); ; ) {
        if (next.done) return next.value.text;
        if (next.value === undefined) next = writing.next();
        else if ('format' in next.value) next = writing.next(render(next.value.number, next.value.format));
        else {
          await answer(next.value);
          next = writing.next();
        }
      }
    },
    stats: (bits) => account(root, bits, enclosures.of),
  };
};

/** What a strategy sees of a refiner, of which only this matters. */
export const seen = (of: Partial<Refiner>): Refiner => ({ reached: 50, rung: 64, cap: 100, cost: 1, gain: 0, ...of });

/** What was seen of a run. The board is as the refiner's step found it. */
export type Event =
  | { readonly kind: 'run' }
  | { readonly kind: 'order'; readonly order: Order }
  | { readonly kind: 'reply'; readonly reply: Reply }
  | { readonly kind: 'nothing' }
  | {
      readonly kind: 'step';
      readonly refiner: number;
      readonly thread: number;
      readonly reached: number;
      readonly demand: number;
      readonly cap: number;
      readonly target: number;
    };

/** Hosts on this thread that write down what happens. */
export const watched = (
  inner: Hosts,
): { readonly hosts: Hosts; readonly events: Event[]; readonly boards: Board[] } => {
  const events: Event[] = [];
  const boards: Board[] = [];
  const spy = (board: Board): Board => ({
    ...board,
    begin: (refiner, thread) => {
      const [reached, demand, cap] = (['reached', 'demand', 'cap'] as const).map((field) => board.get(refiner, field));
      events.push({
        kind: 'step',
        refiner,
        thread,
        reached: reached as number,
        demand: demand as number,
        cap: cap as number,
        target: board.target(),
      });
      board.begin(refiner, thread);
    },
  });
  const noted = (reply: Reply | undefined): Reply | undefined => {
    events.push(reply === undefined ? { kind: 'nothing' } : { kind: 'reply', reply });
    return reply;
  };
  return {
    events,
    boards,
    hosts: {
      ...inner,
      begin: (board, rules, residents) => {
        events.push({ kind: 'run' });
        boards.push(board);
        inner.begin(spy(board), rules, residents);
      },
      order: (orders) => {
        for (const order of orders) events.push({ kind: 'order', order });
        inner.order(orders);
      },
      next: () => {
        const reply = inner.next();
        return reply instanceof Promise ? reply.then(noted) : noted(reply);
      },
    },
  };
};
