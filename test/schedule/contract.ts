import fc from 'fast-check';
import { expect, it } from 'vitest';
import { reachable } from '../../src/dag/graph.ts';
import { LimitError } from '../../src/errors.ts';
import { forgetConstants } from '../../src/kernel/cache.ts';
import * as ball from '../../src/number/ball.ts';
import * as extent from '../../src/number/extent.ts';
import type { Order } from '../../src/run/host.ts';
import { createInlineHosts, seededPick } from '../../src/run/hosts.ts';
import { auto } from '../../src/schedule/auto.ts';
import type { Strategy } from '../../src/schedule/strategy.ts';
import { digitsOf, sessionWith } from '../run/sessions.ts';
import { expectTruncated, vectors } from '../support/vectors.ts';
import { OVERSTATED, POLE, SAMPLES } from './samples.ts';
import { type Event, type Sample, trial, watched } from './trial.ts';

const seeds = fc.integer({ min: 0, max: 2 ** 31 });
const samples = fc.constantFrom(...Object.values(SAMPLES));

/** The digits as the plain evaluation has them. */
const plain = (sample: Sample, count: number): Promise<string> =>
  trial(sample, { strategy: auto, hosts: undefined }).digits(count);

const onOneThread = (seed: number) => watched(createInlineHosts(seededPick(seed)));

/** What every strategy keeps. */
export const contract = (strategy: Strategy): void => {
  /** Every step can be seen where the coordinator keeps none for itself. */
  const handed: Strategy = { ...strategy, keeps: 0, grain: 0 };

  it('gives the digits of the plain evaluation, whatever the order of the steps', async () => {
    await fc.assert(
      fc.asyncProperty(samples, fc.integer({ min: 1, max: 120 }), seeds, async (sample, count, seed) => {
        const { hosts } = onOneThread(seed);
        expect(await trial(sample, { strategy, hosts }).digits(count)).toBe(await plain(sample, count));
      }),
      { numRuns: 40 },
    );
  });

  it('reaches what is asked within the enclosure of before', async () => {
    await fc.assert(
      fc.asyncProperty(
        samples,
        fc.array(fc.integer({ min: -50, max: 900 }), { maxLength: 3 }),
        async (sample, asked) => {
          const { tightened, graph, node } = trial(sample, { strategy, hosts: onOneThread(1).hosts });
          for (const bits of asked) {
            const before = graph.ball(node);
            const after = await tightened(bits);
            expect(ball.accuracy(after)).toBeGreaterThanOrEqual(Math.max(bits, ball.accuracy(before)));
            expect(extent.overlaps(after, before)).toBe(true);
          }
        },
      ),
      { numRuns: 20 },
    );
  });

  it('gives the digits of the oracle', async () => {
    const all = ['elementary', 'cancellation', 'programs'].flatMap(vectors);
    expect(all.length).toBeGreaterThan(180);
    for (const vector of all) {
      const precision = { kind: 'digits', count: vector.digits } as const;
      const session = sessionWith({ strategy: strategy.name, threads: 0, precision, round: 'down' });
      for (const line of vector.lines.slice(0, -1)) await session.run(line);
      expectTruncated(await digitsOf(session, vector.lines.at(-1) ?? ''), vector);
    }
  });

  it('ends with a limit error where the root can never be met', async () => {
    const { hosts } = onOneThread(1);
    const { tightened } = trial(POLE, { strategy, hosts });
    await expect(tightened(64)).rejects.toThrow(LimitError);
  });

  it('goes on without a refiner that has failed, and ends with its error where it is needed', async () => {
    for (const hosts of [undefined, onOneThread(1).hosts]) {
      const { tightened } = trial(OVERSTATED, { strategy, hosts });
      expect(ball.accuracy(await tightened(100))).toBeGreaterThanOrEqual(100);
      await expect(tightened(400)).rejects.toThrow(/too near to 0/);
    }
  });

  it('obeys the longest length allowed, and no shorter one', async () => {
    const sample = SAMPLES['a sum of refiners'] as Sample;
    const enough = trial(sample, { strategy, hosts: onOneThread(1).hosts, maxBits: 800 });
    expect(await enough.digits(200)).toBe(await plain(sample, 200));
    const short = trial(sample, { strategy, hosts: onOneThread(1).hosts, maxBits: 600 });
    await expect(short.digits(200)).rejects.toThrow(/at most 600 are allowed/);
  });

  it('replays a run from its seed, step by step', async () => {
    await fc.assert(
      fc.asyncProperty(samples, seeds, async (sample, seed) => {
        const [one, other] = [onOneThread(seed), onOneThread(seed)];
        // A step is a function of its arguments and of the constants at hand.
        forgetConstants();
        await trial(sample, { strategy: handed, hosts: one.hosts }).tightened(500);
        forgetConstants();
        await trial(sample, { strategy: handed, hosts: other.hosts }).tightened(500);
        expect(one.events.map(outline)).toEqual(other.events.map(outline));
        expect(one.events.some(({ kind }) => kind === 'step')).toBe(true);
      }),
      { numRuns: 12 },
    );
  });

  it('never steps a refiner whose last step is not over, and lets few be under way', async () => {
    await fc.assert(
      fc.asyncProperty(samples, seeds, async (sample, seed) => {
        const { hosts, events } = onOneThread(seed);
        await trial(sample, { strategy: handed, hosts }).tightened(700);
        const busy = new Map<number, Order>();
        const stepping = new Set<number>();
        let most = 0;
        for (const event of events) {
          if (event.kind === 'run') {
            busy.clear();
            stepping.clear();
          }
          if (event.kind === 'reply') {
            busy.delete(event.reply.ticket);
            stepping.delete(event.reply.refiner);
          }
          if (event.kind === 'step') {
            expect(stepping).not.toContain(event.refiner);
            stepping.add(event.refiner);
          }
          if (event.kind !== 'order') continue;
          expect([...busy.values()].map(({ refiner }) => refiner)).not.toContain(event.order.refiner);
          busy.set(event.order.ticket, event.order);
          most = Math.max(most, busy.size);
        }
        if (!strategy.parallel || strategy.pacing === 'grants') expect(most).toBeLessThanOrEqual(1);
        if (strategy.pacing === 'free') expect(most).toBe(0);
        else expect(most).toBeGreaterThan(0);
        expect(events.some(({ kind }) => kind === 'step')).toBe(true);
      }),
      { numRuns: 12 },
    );
  });

  if (strategy.directed) {
    it('never steps a refiner that has what is demanded of it, and none past its cap', async () => {
      await fc.assert(
        fc.asyncProperty(samples, seeds, fc.integer({ min: 60, max: 900 }), async (sample, seed, bits) => {
          const { hosts, events, boards } = onOneThread(seed);
          await trial(sample, { strategy: handed, hosts }).tightened(bits);
          for (const step of stepsOf(events)) {
            expect(step.reached).toBeLessThan(step.demand);
            expect(step.cap).toBe(step.demand);
            expect(step.after).toBeLessThan(step.cap + SLACK);
          }
          const kept = watched(createInlineHosts(seededPick(seed)));
          const { tightened, stats } = trial(sample, { strategy, hosts: kept.hosts });
          await tightened(bits);
          for (const board of [...boards, ...kept.boards]) {
            for (const refiner of stats(bits).refiners.keys()) expect(board.get(refiner, 'wasted')).toBe(0);
          }
        }),
        { numRuns: 30 },
      );
    });
  } else {
    it('goes up the ladder of each refiner by one rung a step, or to the target', async () => {
      const { hosts, events } = onOneThread(3);
      await trial(SAMPLES['a sum of refiners'] as Sample, { strategy: handed, hosts }).tightened(1500);
      for (const { reached, target, after } of stepsOf(events)) {
        let rung = 32;
        while (rung <= reached) rung *= 2;
        expect(after).toBeGreaterThan(reached);
        expect(after).toBeLessThan(rung + SLACK);
        if (strategy.name === 'target') expect(after).toBeLessThan(target + SLACK);
      }
      expect(stepsOf(events).length).toBeGreaterThan(9);
    });
  }

  if (strategy.pacing === 'rounds') {
    it('lets every step of a round read what was known when the round began', async () => {
      await fc.assert(
        fc.asyncProperty(seeds, async (seed) => {
          const { hosts } = onOneThread(seed);
          const round = new Set<number>();
          let known = new Map<number, ball.Ball>();
          let rounds = 0;
          const { tightened, graph, node } = trial(SAMPLES['a chain of refiners'] as Sample, {
            strategy,
            hosts: {
              ...hosts,
              order: (orders) => {
                const order = orders[0] as Order;
                expect(orders).toEqual([order]);
                // Each of the three is unfinished up to the end, so every three orders are a round.
                if (round.size % 3 === 0) {
                  round.clear();
                  known = new Map([...reachable([node])].map((each) => [each.id, graph.ball(each)]));
                  rounds += 1;
                }
                round.add(order.refiner);
                expect(order.operands).toEqual(order.node.args.map(({ id }) => known.get(id)));
                hosts.order(orders);
              },
            },
          });
          await tightened(900);
          expect(round.size).toBe(3);
          expect(rounds).toBeGreaterThan(3);
        }),
        { numRuns: 5 },
      );
    });
  }
};

/** What a step may reach beyond where it was sent: its share, and what its kernel does better than promised. */
const SLACK = 16;

interface Step extends Extract<Event, { kind: 'step' }> {
  readonly after: number;
}

/** The steps, each with the significant bits that it reached. */
const stepsOf = (events: readonly Event[]): Step[] =>
  events.flatMap((step, i) => {
    const next = events[i + 1];
    if (step.kind !== 'step' || next?.kind !== 'reply' || next.reply.kind !== 'answer') return [];
    return [{ ...step, after: ball.accuracy(next.reply.ball) + step.reached - (next.reply.steps[0]?.before ?? 0) }];
  });

/** What a replay has to repeat: all but the time. */
const outline = (event: Event): unknown => {
  switch (event.kind) {
    case 'order':
      return [event.order.ticket, event.order.refiner, event.order.wanted, event.order.operands];
    case 'reply':
      return { ...event.reply, steps: event.reply.steps.map(({ before }) => before) };
    default:
      return event;
  }
};
