import { type Demand, magnitudeOf } from '../dag/demand.ts';
import { fromWire } from '../errors.ts';
import type { Node } from '../node.ts';
import type { Ball } from '../number/ball.ts';
import * as ball from '../number/ball.ts';
import { checkpoint } from '../number/checkpoint.ts';
import { operationOf } from '../refine/operations.ts';
import { nextRung } from '../schedule/ladder.ts';
import type { Refiner, Strategy } from '../schedule/strategy.ts';
import type { Aim } from './aim.ts';
import { type Board, clock, createBoard } from './board.ts';
import type { Enclosures } from './enclosures.ts';
import { type Course, createWave } from './flow.ts';
import { gainsOf } from './gain.ts';
import { createGrants } from './grants.ts';
import type { Order, Reply, Resident } from './host.ts';
import type { Hosts } from './hosts.ts';
import type { Ledger } from './ledger.ts';
import { type Plan, planBelow } from './plan.ts';
import { createRipple } from './ripple.ts';
import { isPartial, isWorthSending, type Slack, step, stepCost } from './step.ts';
import { createTally } from './tally.ts';

/** Below this many bits nobody asks whether what a refiner finds will be of use. */
const LEAST_DOUBT = 256;

/** What a run works with. */
export interface Workshop {
  readonly enclosures: Enclosures;
  readonly ledger: Ledger;
  readonly hosts: Hosts;
  /** Throws LimitError where a node would become longer than allowed. */
  readonly admit: (node: Node, wanted: number) => void;
  /** Lets the event loop run where it has waited long; throws once the evaluation is to end. */
  readonly turn: () => Promise<void> | undefined;
  /** To be called after a wait. */
  readonly resume: () => void;
}

/** A run under way. */
export interface Run {
  readonly plan: Plan;
  readonly board: Board;
  /** A combinator that a host computes, and since when, by `clock`. */
  readonly combining: () => { readonly node: Node; readonly since: number } | undefined;
  /** Steps until the aim is met. Throws LimitError once nothing can move and the root is short. */
  readonly drive: () => Promise<void>;
}

/** Refines the nodes below the root by a strategy until the aim is met. */
export const createRun = (root: Node, aim: Aim, first: Demand, strategy: Strategy, workshop: Workshop): Run => {
  const { enclosures, ledger, hosts, admit, turn, resume } = workshop;
  const plan = planBelow(root, enclosures.of);
  const { nodes, places, refinerAt, magnitudes } = plan;
  const board = createBoard(places.length);
  /** For each refiner, the goal that its last ordered step fell short of, until its operands change. */
  const missed = new Float64Array(places.length).fill(Number.NEGATIVE_INFINITY);
  const tally = createTally(plan, board, ledger, enclosures);
  const ordered = new Map<number, { readonly place: number; readonly order: Order; readonly goal: number }>();
  const combining = new Map<number, number>();
  const stale = new Set<number>();
  const grants = createGrants(strategy);
  let waiting: Order[] = [];
  const held: Reply[] = [];
  let tickets = 0;
  let demand = first;
  /** Over the enclosures of the last push of the demands, if a strategy has asked for them. */
  let gains: readonly number[] | undefined;
  /** What the root was short of when nothing moved the last time, and by how much the target was to rise then. */
  let lacked = Number.POSITIVE_INFINITY;
  let rise = 0;
  /** Where a refiner that goes by its ladder is next looked at. */
  let doubted = Number.POSITIVE_INFINITY;
  let slack: Slack = { share: demand.share, guard: demand.guard };

  const nodeAt = (place: number): Node => nodes[place] as Node;
  const ballsOf = (node: Node): Ball[] => node.args.map(enclosures.of);
  const accuracyAt = (place: number): number => ball.accuracy(enclosures.of(nodeAt(place)));
  const wantedAt = (place: number): number => demand.bits.get(nodeAt(place)) ?? Number.NEGATIVE_INFINITY;
  const placeOf = (refiner: number): number => places[refiner] as number;
  const magnitudeAt = (refiner: number): number => magnitudes[refiner] as number;

  /** Throws where what is demanded is too long; a rung may be longer, since no answer depends on it. */
  const admitted = (place: number, wanted: number): void => admit(nodeAt(place), Math.min(wanted, wantedAt(place)));

  const view = (refiner: number): Refiner => {
    const node = nodeAt(placeOf(refiner));
    const reached = accuracyAt(placeOf(refiner)) + magnitudeAt(refiner);
    const cap = board.get(refiner, 'cap');
    return {
      reached,
      rung: nextRung(reached, operationOf(node).ladder ?? 'doubling'),
      cap,
      get cost() {
        return stepCost(node, ballsOf(node), enclosures.of(node), cap - magnitudeAt(refiner));
      },
      get gain() {
        gains ??= gainsOf(places.map((place) => wantedAt(place) - accuracyAt(place)));
        return gains[refiner] as number;
      },
    };
  };

  const orderFor = (place: number, wanted: number, goal: number): Order => {
    const node = nodeAt(place);
    const ticket = tickets++;
    admitted(place, wanted);
    const order = {
      ticket,
      refiner: refinerAt[place] as number,
      node,
      operands: ballsOf(node),
      known: enclosures.of(node),
      bracket: enclosures.bracket(node),
      wanted,
      slack,
      cost: stepCost(node, ballsOf(node), enclosures.of(node), wanted),
    };
    ordered.set(ticket, { place, order, goal });
    return order;
  };

  const combine = (place: number): boolean | undefined => {
    if (combining.has(place)) {
      stale.add(place);
      return undefined;
    }
    const node = nodeAt(place);
    const before = accuracyAt(place);
    const wanted = strategy.directed
      ? wantedAt(place)
      : (attainable(node, ballsOf(node), enclosures.of(node)) ?? wantedAt(place));
    if (!(wanted > before)) return false;
    admitted(place, wanted);
    if (hosts.threads > 0 && isWorthSending(node, stepCost(node, ballsOf(node), enclosures.of(node), wanted))) {
      combining.set(place, clock());
      hosts.order([orderFor(place, wanted, wanted)]);
      return undefined;
    }
    enclosures.tighten(node, step(node, ballsOf(node), enclosures.of(node), wanted, slack));
    return accuracyAt(place) > before;
  };

  /** A step of the coordinator's own. */
  const take = (refiner: number): void => {
    const place = placeOf(refiner);
    const node = nodeAt(place);
    const wanted = wantedAt(place);
    let isShort = false;
    admit(node, wanted);
    board.begin(refiner, 0);
    const start = clock();
    try {
      const found = ledger.step(node, accuracyAt(place), () =>
        step(node, ballsOf(node), enclosures.of(node), wanted, slack, enclosures.bracket(node)),
      );
      enclosures.tighten(node, found);
      isShort = isPartial(node, found, wanted);
      board.end(refiner, clock() - start);
    } catch (error) {
      board.end(refiner, clock() - start);
      aim.fail(node, error);
      board.rest(refiner, 'failed');
    }
    board.set(refiner, 'reached', accuracyAt(place) + magnitudeAt(refiner));
    tally.settle(refiner);
    if (isShort) grants.add(refiner, view(refiner));
    else flow.answered(place);
  };

  const ready = (refiner: number): boolean => {
    if (board.state(refiner) === 'failed') return false;
    missed[refiner] = Number.NEGATIVE_INFINITY;
    if (strategy.directed) {
      board.set(refiner, 'cap', wantedAt(placeOf(refiner)) + magnitudeAt(refiner));
      // Of a number out of all proportion nothing may be asked that could be counted.
      const { cap, reached } = view(refiner);
      if (cap <= reached) return false;
    }
    if (strategy.pacing === 'grants') grants.add(refiner, view(refiner));
    else if (strategy.pacing === 'free') {
      const node = nodeAt(placeOf(refiner));
      // Undirected, it goes by its ladder: what was demanded over coarser enclosures is no reason to refuse it.
      if (strategy.directed) admitted(placeOf(refiner), wantedAt(placeOf(refiner)));
      hosts.feed(refiner, ballsOf(node));
    }
    return true;
  };

  const course: Course = { isMet: (place) => accuracyAt(place) >= wantedAt(place), combine, ready };
  const flow = strategy.directed ? createWave(plan, course) : createRipple(plan, course);

  const publish = (): void => {
    for (const [refiner, place] of places.entries()) {
      board.set(refiner, 'demand', wantedAt(place) + magnitudeAt(refiner));
      board.set(refiner, 'reached', accuracyAt(place) + magnitudeAt(refiner));
    }
  };

  /** The step that a refiner may be ordered to take, if any. */
  const mayStep = (refiner: number): Order | undefined => {
    const place = placeOf(refiner);
    if (ball.isExact(enclosures.of(nodeAt(place))) || board.state(refiner) === 'failed') return undefined;
    const seen = view(refiner);
    const goal = strategy.limit(seen, board.target());
    if (goal <= seen.reached || goal <= (missed[refiner] as number)) return undefined;
    if (!strategy.directed && goal > aim.ceiling) {
      board.rest(refiner, 'parked');
      return undefined;
    }
    return orderFor(place, goal - magnitudeAt(refiner), goal);
  };

  const begin = (): void => {
    if (strategy.pacing === 'rounds' && ordered.size === 0) {
      waiting = places.flatMap((_, refiner) => mayStep(refiner) ?? []);
    }
    const isQuiet = ordered.size === waiting.length + held.length;
    for (const order of waiting.splice(0, strategy.parallel ? waiting.length : isQuiet ? 1 : 0)) hosts.order([order]);
  };

  const grant = (): void => {
    for (let idle = hosts.idle(); idle > 0; ) {
      const batch = grants.next(hosts.threads);
      if (batch.length === 0) break;
      const orders = batch.flatMap((refiner) => mayStep(refiner) ?? []);
      if (orders.length === 0) continue;
      hosts.order(orders);
      idle -= 1;
    }
  };

  /** Refiners that go on by themselves would do so up to the ceiling after what cannot be known. */
  const look = (reached: number): void => {
    if (strategy.directed || reached < doubted) return;
    doubted = 2 * reached;
    aim.refuse();
  };

  /** Whether the operands of a step are still what they were when it was ordered. */
  const isCurrent = ({ node, operands }: Order): boolean =>
    node.args.every((arg, i) => enclosures.of(arg) === operands[i]);

  const accept = (reply: Reply): void => {
    const given = ordered.get(reply.ticket);
    const place = given?.place ?? placeOf(reply.refiner);
    const isOver = reply.kind !== 'answer' || !reply.isPartial;
    if (isOver) ordered.delete(reply.ticket);
    if (reply.kind === 'dropped') return;
    const node = nodeAt(place);
    const { refiner } = reply;
    if (reply.kind === 'failed') {
      const error = fromWire(reply.error);
      if (refiner < 0) throw error;
      aim.fail(node, error);
      board.rest(refiner, 'failed');
      flow.answered(place);
      return;
    }
    enclosures.tighten(node, reply);
    if (refiner >= 0) {
      const reached = accuracyAt(place) + magnitudeAt(refiner);
      board.set(refiner, 'reached', reached);
      look(reached);
      if (isOver && given !== undefined && reached < given.goal && isCurrent(given.order)) missed[refiner] = given.goal;
    } else {
      combining.delete(place);
      if (stale.delete(place)) combine(place);
    }
    if (isOver) flow.answered(place);
  };

  const receive = (reply: Reply): void => {
    if (reply.refiner >= 0 && reply.kind !== 'dropped') tally.note(reply.refiner, reply.steps);
    if (strategy.bounded && reply.refiner >= 0 && board.givePlace(reply.refiner)) hosts.wake();
    if (reply.kind === 'answer' && reply.isPartial) {
      accept(reply);
      return;
    }
    held.push(reply);
    if (strategy.checks === 'round' && held.length < ordered.size) return;
    for (const each of held.splice(0)) accept(each);
  };

  /** Nothing moves and the root is short: what lets it move again. */
  const raise = (): void => {
    checkpoint();
    const short = aim.short();
    // Where the last rise gained nothing, the next one is twice as large.
    rise = short < lacked ? short : Math.max(short, 2 * rise);
    lacked = short;
    const target = strategy.raise(board.target(), rise);
    if (target > board.target() && target <= aim.ceiling) {
      board.setTarget(target);
    } else {
      demand = aim.raise(demand);
      slack = { share: demand.share, guard: demand.guard };
      gains = undefined;
      publish();
      flow.begin();
    }
    hosts.wake();
  };

  const residents = (): Resident[] =>
    places.map((place, refiner) => {
      const node = nodeAt(place);
      return {
        refiner,
        node,
        operands: ballsOf(node),
        known: enclosures.of(node),
        bracket: enclosures.bracket(node),
        ladder: operationOf(node).ladder ?? 'doubling',
        magnitude: magnitudeAt(refiner),
      };
    });

  return {
    plan,
    board,
    combining: () => {
      const [first] = combining;
      return first && { node: nodeAt(first[0]), since: first[1] };
    },
    drive: async () => {
      // Refiners that go by their ladders would be at it until they were too long themselves.
      admit(root, aim.bits);
      publish();
      const magnitude = magnitudeOf(enclosures.of(root));
      board.setTarget(aim.bits + (Number.isFinite(magnitude) ? magnitude : 0));
      doubted = 2 * Math.max(board.target(), LEAST_DOUBT);
      const rules = { strategy, slack, ceiling: aim.ceiling };
      try {
        hosts.begin(board, rules, strategy.pacing === 'free' ? residents() : []);
        flow.begin();
        for (;;) {
          const isMoving = flow.advance();
          if (!isMoving) {
            if (aim.isMet()) return;
            begin();
            grant();
            const own = grants.kept();
            if (own !== undefined) take(own);
            const next = own === undefined ? hosts.next() : hosts.heard();
            const reply = next instanceof Promise ? await next : next;
            if (next instanceof Promise) resume();
            if (reply !== undefined) receive(reply);
            else if (own === undefined) raise();
          }
          const pause = turn();
          if (pause === undefined) continue;
          // What is ready does not wait for what this thread has to do first.
          grant();
          await pause;
        }
      } finally {
        board.stop();
        hosts.end();
        ledger.later(tally.noteLate);
      }
    },
  };
};

/** The accuracy that a combinator can have over these operands; undefined where all of them are exact. */
const attainable = (node: Node, operands: readonly Ball[], known: Ball): number | undefined => {
  const accuracies = operands.flatMap((operand, i) =>
    ball.isExact(operand) ? [] : [ball.accuracy(operand) - operationOf(node).demand(i, 0, node, operands, known)],
  );
  return accuracies.length === 0 ? undefined : Math.ceil(accuracies.reduce((least, each) => Math.min(least, each)));
};
