import { CancelledError, toWire, type WireError } from '../errors.ts';
import type { Node } from '../node.ts';
import type { Ball } from '../number/ball.ts';
import * as ball from '../number/ball.ts';
import * as extent from '../number/extent.ts';
import type { Bracket } from '../refine/bracket.ts';
import { type Ladder, nextRung } from '../schedule/ladder.ts';
import type { Strategy } from '../schedule/strategy.ts';
import type { Board } from './board.ts';
import { type Found, isPartial, type Slack, step } from './step.ts';

/** A step that the coordinator orders. */
export interface Order {
  readonly ticket: number;
  /** Whose step it is; −1 for a combinator. */
  readonly refiner: number;
  readonly node: Node;
  readonly operands: readonly Ball[];
  readonly known: Ball;
  /** Of a bisection, the bracket to go on from. */
  readonly bracket?: Bracket | undefined;
  /** The accuracy wanted, in bits after the binary point. */
  readonly wanted: number;
  readonly slack: Slack;
  /** Predicted milliseconds. */
  readonly cost: number;
}

/** A refiner that steps on its own, and lives on one host. */
export interface Resident {
  readonly refiner: number;
  readonly node: Node;
  readonly operands: readonly Ball[];
  readonly known: Ball;
  readonly bracket?: Bracket | undefined;
  readonly ladder: Ladder;
  /** The exponent of the number: significant bits are its accuracy and so much more. */
  readonly magnitude: number;
}

/** What a run lays down for its hosts. */
export interface Rules {
  readonly strategy: Strategy;
  readonly slack: Slack;
  /** The rung, in significant bits, above which a refiner parks. */
  readonly ceiling: number;
}

type Result =
  /** If `isPartial`, the host goes on with another step of the same order, or of the same resident. */
  | (Found & { readonly kind: 'answer'; readonly isPartial: boolean })
  /** It was skipped, or left half done. */
  | { readonly kind: 'dropped' }
  | { readonly kind: 'failed'; readonly error: WireError };

/** The accuracy at which a step began, and how long it took. */
interface Taken {
  readonly before: number;
  readonly ms: number;
}

/** What became of a step, or of several of one bisection. */
export type Reply = Result & {
  readonly ticket: number;
  readonly refiner: number;
  readonly steps: readonly Taken[];
};

/** Computes steps on one thread: those that are ordered, and those that its residents take on their own. */
export interface Host {
  readonly begin: (board: Board, rules: Rules, residents: readonly Resident[]) => void;
  readonly order: (order: Order) => void;
  /** New enclosures of a resident's operands. */
  readonly feed: (refiner: number, operands: readonly Ball[]) => void;
  /** The caps, the target or the credits have changed: residents may be able to step again. */
  readonly wake: () => void;
  /** Does one step, or a bisection's worth telling of; undefined where there is nothing to do until something changes. */
  readonly work: () => Reply | undefined;
}

/** The ticket of a step that nobody ordered. */
export const UNORDERED = -1;

interface Tenant extends Resident {
  operands: readonly Ball[];
  known: Ball;
  bracket?: Bracket | undefined;
  /**
   * The goal that its last step fell short of, as another one would until its operands change. If directed, it takes one
   * step each time it is fed: its cap may rise before its operands have come.
   */
  missed: number;
  listed: boolean;
}

/** What a tenant that has not been fed has missed: everything, if it may step only once its operands have come. */
const unfed = ({ directed }: Strategy): number => (directed ? Number.POSITIVE_INFINITY : Number.NEGATIVE_INFINITY);

/**
 * `pick(n)` chooses one of n things to do next; the same choices give the same run. A bisection tells of its steps when so
 * many milliseconds are over.
 */
export const createHost = (thread: number, pick: (count: number) => number, silence = 0): Host => {
  let board: Board;
  let rules: Rules;
  let orders: Order[] = [];
  let tenants = new Map<number, Tenant>();
  let able: Tenant[] = [];

  const perform = ({ ticket, refiner, node, operands, wanted, slack, ...order }: Order): Reply => {
    const steps: Taken[] = [];
    let { known, bracket } = order;
    for (const begun = performance.now(); ; ) {
      if (board.isStopped()) return { ticket, refiner, steps, kind: 'dropped' };
      if (refiner >= 0) board.begin(refiner, thread);
      const start = performance.now();
      const result = attempt(() => {
        const found = step(node, operands, known, wanted, slack, bracket);
        return { kind: 'answer', ...found, isPartial: isPartial(node, found, wanted) };
      });
      const end = performance.now();
      steps.push({ before: ball.accuracy(known), ms: end - start });
      if (refiner >= 0) {
        board.end(refiner, end - start);
        if (result.kind === 'failed') board.rest(refiner, 'failed');
      }
      if (result.kind !== 'answer' || !result.isPartial || end - begun >= silence)
        return { ticket, refiner, steps, ...result };
      known = result.ball;
      bracket = result.bracket;
    }
  };

  const attempt = (work: () => Result): Result => {
    try {
      return work();
    } catch (error) {
      if (error instanceof CancelledError && board.isStopped()) return { kind: 'dropped' };
      return { kind: 'failed', error: toWire(error) };
    }
  };

  /** How far, in significant bits, a tenant may go now; undefined if it has to wait. */
  const goal = (tenant: Tenant): number | undefined => {
    if (ball.isExact(tenant.known) || board.state(tenant.refiner) === 'failed') return undefined;
    const reached = ball.accuracy(tenant.known) + tenant.magnitude;
    const rung = nextRung(reached, tenant.ladder);
    const cap = board.get(tenant.refiner, 'cap');
    const limit = rules.strategy.limit({ reached, rung, cap, cost: 0, gain: 0 }, board.target());
    if (limit <= reached || limit <= tenant.missed) return undefined;
    if (rules.strategy.directed || limit <= rules.ceiling) return limit;
    board.rest(tenant.refiner, 'parked');
    return undefined;
  };

  const list = (tenant: Tenant): void => {
    if (tenant.listed) return;
    tenant.listed = true;
    able.push(tenant);
  };

  const advance = (tenant: Tenant, bits: number): Reply => {
    const { known, magnitude } = tenant;
    const wanted = bits - magnitude;
    const reply = perform({ ...tenant, ticket: UNORDERED, wanted, slack: rules.slack, cost: 0 });
    tenant.missed = Math.max(bits, unfed(rules.strategy));
    if (reply.kind !== 'answer') return reply;
    const { refiner } = tenant;
    tenant.known = extent.tighten(known, reply.ball);
    tenant.bracket = reply.bracket;
    const reached = ball.accuracy(tenant.known);
    if (reply.isPartial) tenant.missed = Number.NEGATIVE_INFINITY;
    else if (reached >= wanted) tenant.missed = unfed(rules.strategy);
    board.set(refiner, 'reached', reached + magnitude);
    return reply;
  };

  return {
    begin: (nextBoard, nextRules, residents) => {
      board = nextBoard;
      rules = nextRules;
      orders = [];
      const missed = unfed(rules.strategy);
      tenants = new Map(residents.map((resident) => [resident.refiner, { ...resident, missed, listed: true }]));
      able = [...tenants.values()];
    },
    order: (order) => {
      orders.push(order);
    },
    feed: (refiner, operands) => {
      const tenant = tenants.get(refiner);
      if (tenant === undefined) return;
      tenant.operands = operands;
      tenant.missed = Number.NEGATIVE_INFINITY;
      list(tenant);
    },
    wake: () => {
      for (const tenant of tenants.values()) list(tenant);
    },
    work: () => {
      if (orders.length > 0) {
        const [order] = orders.splice(pick(orders.length), 1) as [Order];
        const reply = perform(order);
        if (reply.kind === 'answer' && reply.isPartial) {
          orders.push({ ...order, known: reply.ball, bracket: reply.bracket });
        }
        return reply;
      }
      while (able.length > 0 && !board.isStopped()) {
        const index = pick(able.length);
        const tenant = able[index] as Tenant;
        const bits = goal(tenant);
        if (bits !== undefined && (!rules.strategy.bounded || board.takePlace(tenant.refiner)))
          return advance(tenant, bits);
        // One that cannot step now is looked at again when it is fed or all are woken.
        tenant.listed = false;
        able[index] = able.at(-1) as Tenant;
        able.pop();
      }
      return undefined;
    },
  };
};
