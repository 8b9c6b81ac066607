import type { Worker } from 'node:worker_threads';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { median } from '../../src/bench/measure.ts';
import { render } from '../../src/digits/render.ts';
import { CancelledError, fromWire } from '../../src/errors.ts';
import * as ball from '../../src/number/ball.ts';
import * as mag from '../../src/number/magnitude.ts';
import { rational } from '../../src/number/rational.ts';
import { openPool, type Pool } from '../../src/run/pool.ts';
import { auto } from '../../src/schedule/auto.ts';
import { rounds } from '../../src/schedule/rounds.ts';
import { STRATEGIES } from '../../src/schedule/strategies.ts';
import { SAMPLES } from '../schedule/samples.ts';
import { type Sample, trial } from '../schedule/trial.ts';
import { expectTruncated, vectors } from '../support/vectors.ts';
import { answerOf, digitsOf, errorOf, sessionWith } from './sessions.ts';

const SUM = SAMPLES['a sum of refiners'] as Sample;
const plain = (sample: Sample, count: number): Promise<string> =>
  trial(sample, { strategy: auto, hosts: undefined }).digits(count);
const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** Two tenths of a second of work and more, in many steps; as many digits as a rung of the ladders has. */
const terms =
  (count: number): Sample =>
  (s) =>
    s.sum(Array.from({ length: count }, (_, k) => s.exp(s.radical(2, s.integer(BigInt((k + 2) ** 2 + 1))))));
const [MANY, FEW] = [terms(150), terms(3)];
const DIGITS = 4800;
const [many, few] = [plain(MANY, DIGITS), plain(FEW, DIGITS)];

/** Whether a promise has been kept or broken. */
const settling = (promise: Promise<unknown>): (() => boolean) => {
  let isSettled = false;
  const note = (): void => {
    isSettled = true;
  };
  promise.then(note, note);
  return () => isSettled;
};

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
    pool = openPool(threads, fromWire);
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

  it('leaves a decimal conversion that is interrupted, at any moment, and works on', async () => {
    const enclosure = ball.ball(3n ** 1_000_000n, -1_584_962, mag.magnitude(1, -1_584_962));
    const precision = { kind: 'digits', count: 450_000 } as const;
    const format = { precision, asked: true, form: 'decimal', base: 10, round: 'nearest', group: '' } as const;
    for (const ms of [0, 5, 20]) {
      const running = pool.hosts.render({ number: enclosure, format });
      setTimeout(() => pool.hosts.interrupt(new CancelledError()), ms);
      await expect(running).rejects.toThrow(CancelledError);
      expect(await trial(SUM, { strategy: rounds, hosts: pool.hosts }).digits(150)).toBe(await plain(SUM, 150));
    }
    expect(await pool.hosts.render({ number: enclosure, format })).toEqual(render(enclosure, format));
    for (const number of [rational(1n, 7n), { mantissa: 3n, exp10: 20_000 }])
      expect(await pool.hosts.render({ number, format })).toEqual(render(number, format));
  });

  it.each([...STRATEGIES.values()])('loses nothing to threads that are killed under $name', async (strategy) => {
    // Where nothing is held back, some of many refiners would be far past the digits asked before others have begun.
    const [sample, expected] = strategy.bounded ? [FEW, await few] : [MANY, await many];
    // One that is killed three times before it has said anything is given up.
    const moments = fc.array(fc.tuple(fc.nat({ max: 20 }), fc.nat()), { minLength: 1, maxLength: 2 });
    await fc.assert(
      fc.asyncProperty(moments, async (kills) => {
        const running = trial(sample, { strategy, hosts: pool.hosts }).digits(DIGITS);
        const isOver = settling(running);
        for (const [ms, victim] of kills) {
          await pause(ms);
          while (alive.size === 0 && !isOver()) await pause(1);
          expect(isOver()).toBe(false);
          await [...alive][victim % alive.size]?.terminate();
        }
        expect(isOver()).toBe(false);
        expect(await running).toBe(expected);
      }),
      { numRuns: 2 },
    );
  });
});

describe('a session on two threads', () => {
  const SHORT = 'sqrt(2) + exp(1/3) @ 30';
  const LONG = 'exp(sin(sqrt(2))) + exp(cos(sqrt(3))) @ 100000';

  it('has long products computed by its threads, and no digit changes', async () => {
    const product = 'sqrt(2)*sqrt(3)*sqrt(5 + sqrt(7)) @ 20000';
    const expected = await digitsOf(sessionWith({ threads: 0 }), product);
    for (const strategy of STRATEGIES.keys()) {
      const session = sessionWith({ threads: 2, strategy });
      expect(await digitsOf(session, product)).toBe(expected);
      await session.close();
    }
  });

  it.each([...STRATEGIES.keys()])('gives the digits of the oracle under %s', async (strategy) => {
    const session = sessionWith({ threads: 2, strategy, round: 'down', cache: false });
    for (const vector of ['elementary', 'cancellation'].flatMap(vectors)) {
      session.settings.precision = { kind: 'digits', count: vector.digits };
      expectTruncated(await digitsOf(session, vector.lines.join()), vector);
    }
    expect(alive.size).toBe(2);
    await session.close();
  });

  it('leaves what is cancelled under any strategy, at any moment, and answers the next line', async () => {
    const session = sessionWith({ threads: 2 });
    const short = await digitsOf(sessionWith({ threads: 0 }), SHORT);
    const primes = [2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37, 41, 43, 47, 53].values();
    const waits: number[] = [];
    for (const strategy of STRATEGIES.keys()) {
      session.settings.strategy = strategy;
      const controller = new AbortController();
      // Other numbers each time, or what the last run found would make this one shorter.
      const line = `exp(sin(sqrt(${primes.next().value}))) + exp(cos(sqrt(${primes.next().value}))) @ 300000`;
      const running = session.run(line, { signal: controller.signal });
      const isOver = settling(running);
      await pause(fc.sample(fc.nat({ max: 120 }), 1)[0] ?? 0);
      expect(isOver()).toBe(false);
      const aborted = performance.now();
      controller.abort();
      expect(await running).toMatchObject({ kind: 'failure', error: { code: 'CANCELLED' } });
      waits.push(performance.now() - aborted);
      expect(await digitsOf(session, SHORT)).toBe(short);
    }
    // It takes a few milliseconds on a machine that does nothing else.
    expect(median(waits)).toBeLessThan(250);
    expect(Math.max(...waits)).toBeLessThan(2000);
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
