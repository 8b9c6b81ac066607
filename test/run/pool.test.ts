import type { Worker } from 'node:worker_threads';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openPool, type Pool } from '../../src/run/pool.ts';
import { auto } from '../../src/schedule/auto.ts';
import { rounds } from '../../src/schedule/rounds.ts';
import { STRATEGIES } from '../../src/schedule/strategies.ts';
import { SAMPLES } from '../schedule/samples.ts';
import { type Sample, trial } from '../schedule/trial.ts';
import { answerOf, digitsOf, errorOf, sessionWith } from './sessions.ts';

const SUM = SAMPLES['a sum of refiners'] as Sample;
const plain = (sample: Sample, count: number): Promise<string> =>
  trial(sample, { strategy: auto, hosts: undefined }).digits(count);
const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** The threads that this process has started, those that have ended left out. */
const alive = new Set<Worker>();
const note = (worker: Worker): void => {
  alive.add(worker);
  worker.once('exit', () => alive.delete(worker));
};
beforeAll(() => {
  process.on('worker', note);
});
afterAll(() => {
  process.off('worker', note);
});

describe.each([1, 2])('a pool of %d', (threads) => {
  let pool: Pool;
  beforeAll(() => {
    pool = openPool(threads);
  });
  afterAll(async () => {
    await pool.close();
    expect(alive.size).toBe(0);
  });

  it.each([...STRATEGIES.values()])('gives the digits of the plain evaluation under $name', async (strategy) => {
    for (const sample of Object.values(SAMPLES)) {
      expect(await trial(sample, { strategy, hosts: pool.hosts }).digits(150)).toBe(await plain(sample, 150));
    }
  });

  it('has as many threads as it says', async () => {
    await trial(SUM, { strategy: rounds, hosts: pool.hosts }).tightened(500);
    expect(alive.size).toBe(threads);
  });

  it.each([...STRATEGIES.values()])('loses nothing to threads that are killed under $name', async (strategy) => {
    const expected = await plain(SUM, 500);
    await fc.assert(
      fc.asyncProperty(fc.nat({ max: 15 }), fc.nat(), async (ms, victim) => {
        const running = trial(SUM, { strategy, hosts: pool.hosts }).digits(500);
        await pause(ms);
        await [...alive][victim % alive.size]?.terminate();
        expect(await running).toBe(expected);
      }),
      { numRuns: 2 },
    );
  });
});

describe('a session on two threads', () => {
  const SHORT = 'sqrt(2) + exp(1/3) @ 30';
  const LONG = 'exp(sin(sqrt(2))) + exp(cos(sqrt(3))) @ 100000';

  it('leaves what is cancelled, at any moment, and answers the next line', async () => {
    const session = sessionWith({ threads: 2 });
    const short = await digitsOf(sessionWith({ threads: 0 }), SHORT);
    await fc.assert(
      fc.asyncProperty(fc.nat({ max: 120 }), fc.constantFrom(...STRATEGIES.keys()), async (ms, strategy) => {
        session.settings.strategy = strategy;
        const controller = new AbortController();
        const running = session.run(LONG, { signal: controller.signal });
        await pause(ms);
        const aborted = performance.now();
        controller.abort();
        expect(await running).toMatchObject({ kind: 'failure', error: { code: 'CANCELLED' } });
        expect(performance.now() - aborted).toBeLessThan(1000);
        expect(await digitsOf(session, SHORT)).toBe(short);
      }),
      { numRuns: 6 },
    );
    await session.close();
  });

  it('leaves the decimal conversion too', async () => {
    const session = sessionWith({ threads: 2 });
    await session.run('x = 3^2000000/7');
    const controller = new AbortController();
    const running = session.run('x @ 900000', { signal: controller.signal });
    await pause(150);
    controller.abort();
    expect(await running).toMatchObject({ kind: 'failure', error: { code: 'CANCELLED' } });
    expect(await digitsOf(session, 'sqrt(2) @ 10')).toBe('1.414213562');
    await session.close();
  });

  it('keeps to the deadline and the memory allowed, and goes on', async () => {
    const session = sessionWith({ threads: 2, timeout: 60 });
    expect(await errorOf(session, LONG)).toMatchObject({ code: 'LIMIT', message: 'the timeout of 60 ms is over' });
    Object.assign(session.settings, { timeout: null, maxMemory: 16 });
    expect((await errorOf(session, LONG)).message).toMatch(/over 16 MB of memory/);
    session.settings.maxMemory = null;
    const { value, stats } = await answerOf(session, SHORT);
    expect(value).toBe(await digitsOf(sessionWith({ threads: 0 }), SHORT));
    expect(stats.threads).toBe(2);
    for (const { thread } of stats.refiners) expect(thread).toBeLessThanOrEqual(2);
    await session.close();
  });

  it('ends what is running when it is closed', async () => {
    const session = sessionWith({ threads: 2 });
    const running = session.run(LONG);
    await pause(80);
    await session.close();
    expect(await running).toMatchObject({ kind: 'failure', error: { code: 'CANCELLED' } });
    expect(alive.size).toBe(0);
  });
});
