import { expect, it } from 'vitest';
import { timeThreads } from '../../src/bench/threads.ts';

it('times each computation on one thread and on two, and a control', async () => {
  const times = await timeThreads(1, 500);
  expect(times).toHaveLength(6);
  for (const { oneMs, twoMs } of times) {
    expect(oneMs).toBeGreaterThan(0);
    expect(twoMs).toBeGreaterThan(0);
  }
  const [{ oneCpuMs, twoCpuMs } = {}] = times;
  expect(oneCpuMs).toBeGreaterThan(0);
  expect(twoCpuMs).toBeGreaterThan(0);
  expect(times.at(-1)?.name).toContain('control');
});
