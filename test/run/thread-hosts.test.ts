import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CancelledError, InternalError, LimitError } from '../../src/errors.ts';
import { createBoard } from '../../src/run/board.ts';
import type { Order, Reply } from '../../src/run/host.ts';
import type { Hosts } from '../../src/run/hosts.ts';
import { auto } from '../../src/schedule/auto.ts';
import { events } from '../../src/schedule/events.ts';
import { hybrid } from '../../src/schedule/hybrid.ts';
import { pull } from '../../src/schedule/pull.ts';
import { rounds } from '../../src/schedule/rounds.ts';
import { STRATEGIES } from '../../src/schedule/strategies.ts';
import type { Strategy } from '../../src/schedule/strategy.ts';
import { SAMPLES } from '../schedule/samples.ts';
import { type Sample, trial } from '../schedule/trial.ts';
import { type Schedule, type Simulation, simulate } from './simulated-workers.ts';

const by =
  (scheduler: fc.Scheduler): Schedule =>
  (what, act) => {
    void scheduler.schedule(Promise.resolve(), what).then(act);
  };

/** As they are, but that the coordinator gives every step away, on its own. */
const strategies = fc.constantFrom(
  ...[...STRATEGIES.values()].map((strategy) => ({ ...strategy, keeps: 0, grain: 0 })),
);
const samples = fc.constantFrom(...Object.values(SAMPLES));
const SUM = SAMPLES['a sum of refiners'] as Sample;
const plain = (sample: Sample, count: number): Promise<string> =>
  trial(sample, { strategy: auto, hosts: undefined }).digits(count);

/** The same hosts; what is ordered and what is taken in is told, and so is a run that begins with so many refiners. */
const told = (
  inner: Hosts,
  tell: { begin?: (refiners: number) => void; order?: (order: Order) => void; reply?: (reply: Reply) => void },
): Hosts => {
  const noted = (reply: Reply | undefined): Reply | undefined => {
    if (reply !== undefined) tell.reply?.(reply);
    return reply;
  };
  return {
    ...inner,
    begin: (board, rules, residents) => {
      tell.begin?.(residents.length);
      inner.begin(board, rules, residents);
    },
    order: (orders) => {
      for (const order of orders) tell.order?.(order);
      inner.order(orders);
    },
    next: () => {
      const reply = inner.next();
      return reply instanceof Promise ? reply.then(noted) : noted(reply);
    },
  };
};

const repliesIn = (written: Simulation['written']): { readonly thread: number; readonly reply: Reply }[] =>
  written.flatMap(({ thread, message }) =>
    message.kind === 'replies' ? message.replies.map((reply) => ({ thread, reply })) : [],
  );

describe('hosts on threads', () => {
  it('never have two steps of a refiner under way, and under grants no more steps than threads', async () => {
    await fc.assert(
      fc.asyncProperty(fc.scheduler(), strategies, samples, async (scheduler, strategy, sample) => {
        const busy = new Map<number, Order>();
        const { hosts: inner, written } = simulate(2, by(scheduler));
        /** Replies that were written may not have been taken in. */
        const computed = (ticket: number): boolean => repliesIn(written).some(({ reply }) => reply.ticket === ticket);
        const hosts = told(inner, {
          begin: () => busy.clear(),
          order: (order) => {
            expect([...busy.values()].map(({ refiner }) => refiner)).not.toContain(order.refiner);
            busy.set(order.ticket, order);
            const open = [...busy.keys()].filter((ticket) => !computed(ticket));
            if (strategy.pacing === 'grants') expect(open.length).toBeLessThanOrEqual(2);
            if (!strategy.parallel) expect(busy.size).toBe(1);
          },
          reply: ({ ticket }) => busy.delete(ticket),
        });
        await scheduler.waitFor(trial(sample, { strategy, hosts }).tightened(500));
      }),
      { numRuns: 60 },
    );
  });

  it('are as many as they say, and a free refiner stays on the same one', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.scheduler(),
        strategies,
        fc.integer({ min: 1, max: 3 }),
        async (scheduler, strategy, count) => {
          const { hosts, written } = simulate(count, by(scheduler));
          expect(hosts.threads).toBe(count);
          const { tightened, stats } = trial(SUM, { strategy, hosts });
          await scheduler.waitFor(tightened(2000));
          const at = new Map<number, Set<number>>();
          for (const { thread, reply } of repliesIn(written)) {
            const { refiner } = reply;
            at.set(refiner, (at.get(refiner) ?? new Set()).add(thread));
          }
          // What it keeps for the coordinator is no business of the threads.
          const used = new Set([...at.values()].flatMap((threads) => [...threads]));
          for (const thread of used) expect([1, 2, 3].slice(0, count)).toContain(thread);
          // The sum has four refiners: under every strategy but the one that waits for each step several threads get some,
          // and all do but for one that another has left nothing to.
          if (strategy.parallel) expect(used.size).toBeGreaterThanOrEqual(Math.min(count, 2));
          else expect(used.size).toBe(1);
          if (strategy.pacing === 'free') for (const threads of at.values()) expect(threads.size).toBe(1);
          for (const { thread, steps } of stats(2000).refiners) {
            if (steps > 1) expect(used).toContain(thread);
          }
        },
      ),
      { numRuns: 40 },
    );
  });

  it('hold a bounded channel: no more answers wait than there are refiners, and at times it is full', async () => {
    let wasFull = false;
    await fc.assert(
      fc.asyncProperty(fc.scheduler(), samples, async (scheduler, sample) => {
        const simulation = simulate(2, by(scheduler));
        const answers = (): number => repliesIn(simulation.written).filter(({ reply }) => reply.refiner >= 0).length;
        let refiners = 0;
        let taken = 0;
        const hosts = told(simulation.hosts, {
          begin: (count) => {
            refiners = count;
            taken = answers();
          },
          reply: ({ refiner }) => {
            const waiting = answers() - taken;
            expect(waiting).toBeLessThanOrEqual(refiners);
            wasFull ||= refiners > 1 && waiting === refiners;
            if (refiner >= 0) taken += 1;
          },
        });
        await scheduler.waitFor(trial(sample, { strategy: events, hosts }).tightened(1000));
      }),
      { numRuns: 40 },
    );
    expect(wasFull).toBe(true);
  });

  it('skip what is left of a round once the root is met, under hybrid', async () => {
    const sample = SAMPLES['terms of different size'] as Sample;
    const taken = async (strategy: Strategy, scheduler: fc.Scheduler): Promise<{ steps: number; skipped: number }> => {
      const { hosts, written } = simulate(1, by(scheduler));
      const { tightened, stats } = trial(sample, { strategy, hosts });
      await scheduler.waitFor(tightened(1200));
      const { steps } = stats(1200);
      await scheduler.waitIdle();
      return { steps, skipped: repliesIn(written).filter(({ reply }) => reply.kind === 'dropped').length };
    };
    let most = 0;
    await fc.assert(
      fc.asyncProperty(fc.scheduler(), fc.scheduler(), async (one, other) => {
        const [all, some] = await Promise.all([taken(rounds, one), taken(hybrid, other)]);
        expect(all.skipped).toBe(0);
        expect(some.steps + some.skipped).toBe(all.steps);
        most = Math.max(most, some.skipped);
      }),
      { numRuns: 20 },
    );
    expect(most).toBeGreaterThan(0);
  });

  it('leave everything at once when they are interrupted, at any moment, and work on as if nothing had been', async () => {
    await fc.assert(
      fc.asyncProperty(fc.scheduler(), strategies, samples, async (scheduler, strategy, sample) => {
        const { hosts } = simulate(2, by(scheduler));
        by(scheduler)('is interrupted', () => hosts.interrupt(new CancelledError()));
        const { digits } = trial(sample, { strategy, hosts });
        const first = await scheduler.waitFor(digits(80).catch((error: unknown) => error));
        if (!(first instanceof CancelledError)) expect(first).toBe(await plain(sample, 80));
        expect(await scheduler.waitFor(digits(80))).toBe(await plain(sample, 80));
      }),
      { numRuns: 60 },
    );
  });

  it('tell who asks next that they were interrupted while nobody waited, up to the next run', () => {
    const { hosts } = simulate(1, () => {});
    const rules = { strategy: pull, slack: { share: 0, guard: 0 }, ceiling: 1000 };
    hosts.begin(createBoard(0), rules, []);
    hosts.interrupt(new LimitError('late'));
    expect(() => hosts.next()).toThrow('late');
    hosts.begin(createBoard(0), rules, []);
    expect(hosts.next()).toBeUndefined();
  });

  it('give up a thread that ends again and again, say so, and start another one for the next run', async () => {
    const later: (() => void)[] = [];
    const { hosts, kill } = simulate(1, (_, act) => {
      later.push(act);
      setImmediate(() => later.shift()?.());
    });
    const { tightened, digits } = trial(SUM, { strategy: pull, hosts });
    const running = tightened(400);
    for (let i = 0; i < 3; i += 1) kill(1);
    await expect(running).rejects.toThrow(InternalError);
    await expect(tightened(400).then(() => digits(60))).resolves.toBe(await plain(SUM, 60));
  });

  it('fail what is awaited when they are closed', async () => {
    const { hosts, kill, read } = simulate(2, (_, act) => setImmediate(act));
    const turns = async (): Promise<void> => {
      for (let i = 0; i < 20; i += 1) await new Promise((resolve) => setImmediate(resolve));
    };
    const running = trial(SUM, { strategy: pull, hosts }).tightened(400);
    hosts.close();
    await expect(running).rejects.toThrow(CancelledError);
    await turns();
    const before = read.length;
    kill(1);
    await turns();
    expect(read.length).toBe(before);
  });

  it('tell a lack of memory from other deaths', async () => {
    const { hosts, kill } = simulate(1, (_, act) => setImmediate(act));
    const running = trial(SUM, { strategy: pull, hosts }).tightened(400);
    kill(1, Object.assign(new Error('heap'), { code: 'ERR_WORKER_OUT_OF_MEMORY' }));
    await expect(running).rejects.toThrow(LimitError);
  });

  it('have nothing to forget and are quiet once they are no more', async () => {
    const { hosts, kill } = simulate(1, (_, act) => setImmediate(act));
    const running = trial(SUM, { strategy: events, hosts }).tightened(400);
    kill(1, Object.assign(new Error('heap'), { code: 'ERR_WORKER_OUT_OF_MEMORY' }));
    await expect(running).rejects.toThrow(LimitError);
    hosts.forget();
    await hosts.quiet();
  });
});
