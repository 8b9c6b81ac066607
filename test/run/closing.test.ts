import { pathToFileURL } from 'node:url';
import type { Worker } from 'node:worker_threads';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';

/** As it is installed: what starts threads is a bundle of its own, with error classes of its own. */
const { CancelledError, LimitError, Session } = (await import(
  pathToFileURL('dist/index.js').href
)) as typeof import('../../src/index.ts');

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

const LONG = 'exp(sin(sqrt(2))) + exp(cos(sqrt(3))) @ 20000';
const SHORT = 'sqrt(2) + exp(1/3) @ 30';
/** What hangs is not to be waited for. */
const PROMPT = { timeout: 5000 };
const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

describe('a session that is closed', () => {
  it.each([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10])(
    'ends what waits for its threads, %d microtasks on',
    PROMPT,
    async (count) => {
      const session = new Session({ settings: { threads: 2 } });
      const running = session.run(LONG);
      for (let i = 0; i < count; i += 1) await undefined;
      await session.close();
      const outcome = await running;
      // Before the statement has asked for threads there is nothing to be closed, and it opens its own.
      if (outcome.kind === 'failure') expect(outcome.error).toBeInstanceOf(CancelledError);
      else expect(outcome).toMatchObject({ kind: 'answer' });
      await session.close();
      await vi.waitFor(() => expect(alive.size).toBe(0));
    },
  );

  it.each([1, 5, 20, 60])('ends what runs on its threads, %d ms on, and works on', PROMPT, async (ms) => {
    const session = new Session({ settings: { threads: 2 } });
    const running = session.run(LONG);
    await pause(ms);
    await session.close();
    const outcome = await running;
    if (outcome.kind !== 'failure') expect.fail(`it came to ${outcome.kind}`);
    expect(outcome.error).toBeInstanceOf(CancelledError);
    expect(outcome.error.code).toBe('CANCELLED');
    await vi.waitFor(() => expect(alive.size).toBe(0));
    expect(await session.run(SHORT)).toMatchObject({ kind: 'answer', value: '2.80982598745918457742981404381' });
    await session.close();
  });
});

describe('an error that is told of threads', () => {
  it('is a limit where the memory was not enough', async () => {
    const session = new Session({ settings: { threads: 1 } });
    const outOfMemory = Object.assign(new Error(), { code: 'ERR_WORKER_OUT_OF_MEMORY' });
    let hasFailed = false;
    const running = session.run(LONG.replace('20000', '200000'), {
      progressEvery: 20,
      onProgress: ({ refiners }) => {
        if (hasFailed || !refiners.some(({ state, thread }) => state === 'running' && thread > 0)) return;
        hasFailed = true;
        for (const worker of alive) worker.emit('error', outOfMemory);
      },
    });
    const outcome = await running;
    if (outcome.kind !== 'failure') expect.fail(`it came to ${outcome.kind}`);
    expect(outcome.error).toBeInstanceOf(LimitError);
    expect(outcome.error).toMatchObject({ code: 'LIMIT', message: 'a thread needs more memory than there is' });
    await session.close();
  });
});
