import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Node } from '../../src/node.ts';
import * as ball from '../../src/number/ball.ts';
import { type Board, createBoard } from '../../src/run/board.ts';
import { createHost, type Host, type Order, type Reply, type Resident } from '../../src/run/host.ts';
import { createInlineHosts, seededPick } from '../../src/run/hosts.ts';
import { caps } from '../../src/schedule/caps.ts';
import { events } from '../../src/schedule/events.ts';
import type { Strategy } from '../../src/schedule/strategy.ts';
import { target } from '../../src/schedule/target.ts';

const PI: Node = { id: 0, op: 'pi', args: [] };
const EXP: Node = { id: 1, op: 'exp', args: [PI] };
const slack = { share: 1, guard: 6 };
const first = (): number => 0;
const known = (bits: number) => ball.ball(0n, 0, { man: 2 ** 29, exp: -28 - bits });
const coarse = ball.round(ball.ball(13_493_037_704n, -32, { man: 2 ** 29, exp: -60 }), 40);

const resident = (refiner: number, node: Node, operands: readonly ball.Ball[], bits: number): Resident => ({
  refiner,
  node,
  operands,
  known: node === PI ? ball.ball(13_493_037_704n, -32, { man: 2 ** 29, exp: -28 - bits }) : ball.WHOLE,
  ladder: 'doubling',
  magnitude: 0,
});

const hostWith = (
  strategy: Strategy,
  residents: readonly Resident[],
  ceiling = 1000,
): { readonly host: Host; readonly board: Board } => {
  const host = createHost(3, first);
  const board = createBoard(residents.length);
  host.begin(board, { strategy, slack, ceiling }, residents);
  return { host, board };
};

/** What the host answers until it has nothing to do. */
const drain = (host: Host): Reply[] => {
  const replies: Reply[] = [];
  for (let reply = host.work(); reply !== undefined; reply = host.work()) replies.push(reply);
  return replies;
};

const accuracyOf = (reply: Reply | undefined): number =>
  reply?.kind === 'answer' ? ball.accuracy(reply.ball) : Number.NaN;

describe('a host', () => {
  it('climbs the ladder of a resident up to the ceiling and parks it there', () => {
    const { host, board } = hostWith({ ...events, bounded: false }, [resident(0, PI, [], 20)], 600);
    const reached = drain(host).map(accuracyOf);
    expect(reached.length).toBe(5);
    for (const [i, rung] of [32, 64, 128, 256, 512].entries()) {
      expect(reached[i]).toBeGreaterThanOrEqual(rung);
      expect(reached[i]).toBeLessThan(rung + 10);
    }
    expect(board.state(0)).toBe('parked');
    host.wake();
    expect(host.work()).toBeUndefined();
    expect([board.get(0, 'steps'), board.get(0, 'thread')]).toEqual([5, 3]);
  });

  it('leaves a resident whose operands do not allow more alone until it is fed', () => {
    const { host, board } = hostWith({ ...events, bounded: false }, [resident(0, EXP, [coarse], 0)]);
    const steps = drain(host).length;
    expect(steps).toBeGreaterThan(0);
    host.wake();
    expect(host.work()).toBeUndefined();
    expect(board.state(0)).toBe('waiting');
    const short = board.get(0, 'reached');
    host.feed(0, [ball.ball(13_493_037_704n << 400n, -432, { man: 2 ** 29, exp: -430 })]);
    expect(drain(host).length).toBeGreaterThan(0);
    expect(board.get(0, 'reached')).toBeGreaterThan(short + 100);
  });

  it('takes a place for each answer of a bounded channel, and goes on when one is given back', () => {
    const { host, board } = hostWith(events, [resident(0, PI, [], 20), resident(1, PI, [], 20)]);
    expect(drain(host).length).toBe(2);
    expect(board.takePlace(0)).toBe(false);
    host.wake();
    expect(host.work()).toBeUndefined();
    expect(board.givePlace(0)).toBe(true);
    host.wake();
    expect(drain(host).length).toBe(1);
  });

  it('steps a directed resident once each time it is fed, however its cap rises', () => {
    const { host, board } = hostWith(caps, [resident(0, PI, [], 20)]);
    board.set(0, 'cap', 100);
    host.wake();
    expect(host.work()).toBeUndefined();
    host.feed(0, []);
    expect(drain(host).length).toBe(1);
    board.set(0, 'cap', 300);
    host.wake();
    expect(host.work()).toBeUndefined();
    host.feed(0, []);
    const [reply, ...others] = drain(host);
    expect(others).toEqual([]);
    expect(accuracyOf(reply)).toBeGreaterThanOrEqual(300);
    expect(accuracyOf(reply)).toBeLessThan(310);
    host.feed(0, []);
    expect(host.work()).toBeUndefined();
  });

  it('keeps to the shared target, and wakes when it rises', () => {
    const { host, board } = hostWith(target, [resident(0, PI, [], 20)]);
    board.setTarget(50);
    expect(drain(host).map(accuracyOf).at(-1)).toBeLessThan(60);
    board.setTarget(90);
    host.wake();
    const reached = accuracyOf(drain(host).at(-1));
    expect(reached).toBeGreaterThanOrEqual(90);
    expect(reached).toBeLessThan(100);
  });

  const order = (ticket: number, node: Node, operands: readonly ball.Ball[] = []): Order => ({
    ticket,
    refiner: 0,
    node,
    operands,
    known: ball.WHOLE,
    wanted: 80,
    slack,
    cost: 0,
  });

  it('skips what was ordered once the run has stopped', () => {
    const { host, board } = hostWith(events, [resident(0, PI, [], 20)]);
    host.order(order(7, PI));
    host.order(order(8, PI));
    expect(host.work()).toMatchObject({ kind: 'answer', ticket: 7 });
    board.stop();
    expect(host.work()).toMatchObject({ kind: 'dropped', ticket: 8, steps: [] });
    expect(board.get(0, 'steps')).toBe(1);
  });

  it('says what a step failed of, and has ended it', () => {
    const { host, board } = hostWith(events, [resident(0, PI, [], 20)]);
    host.order(order(4, { id: 5, op: 'nonsense', args: [] }));
    expect(host.work()).toMatchObject({ kind: 'failed', ticket: 4, error: { code: 'INTERNAL' } });
    expect([board.state(0), board.get(0, 'steps')]).toEqual(['failed', 1]);
  });

  it('never steps what is known exactly', () => {
    const exact = { ...resident(0, PI, [], 20), known: ball.ONE };
    expect(hostWith(events, [exact]).host.work()).toBeUndefined();
    expect(known(10).rad.man).toBeGreaterThan(0);
  });
});

describe('choices from a seed', () => {
  it('are the same for the same seed, in range, and all of them come up', () => {
    fc.assert(
      fc.property(fc.nat(), fc.integer({ min: 1, max: 9 }), (seed, count) => {
        const [one, other] = [seededPick(seed), seededPick(seed)];
        const picks = Array.from({ length: 300 }, () => one(count));
        expect(picks).toEqual(picks.map(() => other(count)));
        expect(new Set(picks)).toEqual(new Set(Array.from({ length: count }, (_, i) => i)));
      }),
    );
  });

  it('let inline hosts begin one order at a time', () => {
    const hosts = createInlineHosts(first);
    const board = createBoard(1);
    hosts.begin(board, { strategy: events, slack, ceiling: 1000 }, []);
    expect([hosts.threads, hosts.idle()]).toEqual([0, 1]);
    hosts.order([{ ticket: 1, refiner: 0, node: PI, operands: [], known: ball.WHOLE, wanted: 70, slack, cost: 0 }]);
    expect(hosts.idle()).toBe(0);
    expect(hosts.next()).toMatchObject({ kind: 'answer', ticket: 1 });
    expect(hosts.idle()).toBe(1);
    expect(hosts.next()).toBeUndefined();
  });
});
