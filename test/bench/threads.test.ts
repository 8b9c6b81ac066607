import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { timeThreads } from '../../src/bench/threads.ts';

const program = fileURLToPath(new URL('../../dist/real.cjs', import.meta.url));

it('the bench of threads measures all on one thread and on two, and the program by itself too', async () => {
  const times = await timeThreads({ runs: 1, scale: 0.002, program });
  expect(times.map(({ threads }) => threads)).toEqual([0, 2, 0, 2, 0, 2, 0, 2, 0, 2, 0, 2, 'auto']);
  for (const { what, threads, ms, cpuMs, factor } of times) {
    expect(ms, what).toBeGreaterThan(0);
    expect(cpuMs, what).toBeGreaterThan(0);
    if (threads === 0) expect(factor).toBeNull();
    else expect(factor, what).toBeGreaterThan(0);
  }
}, 60_000);
