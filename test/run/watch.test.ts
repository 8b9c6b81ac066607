import { expect, it } from 'vitest';
import { createWatch } from '../../src/run/watch.ts';

it('makes one report at a time, though the report itself passes checkpoints', () => {
  let reports = 0;
  const check = createWatch(
    { timeout: null, maxMemory: null, maxBits: 1000, searchBits: null },
    undefined,
    () => {
      reports += 1;
      check();
    },
    20,
  );
  const end = performance.now() + 110;
  while (performance.now() < end) check();
  expect(reports).toBeGreaterThanOrEqual(1);
  expect(reports).toBeLessThanOrEqual(5);
});

it('begins no report while one takes long', () => {
  let depth = 0;
  let deepest = 0;
  const busyUntil = (end: number): void => {
    while (performance.now() < end) check();
  };
  const check = createWatch(
    { timeout: null, maxMemory: null, maxBits: 1000, searchBits: null },
    undefined,
    () => {
      depth += 1;
      deepest = Math.max(deepest, depth);
      busyUntil(performance.now() + 20);
      depth -= 1;
    },
    1,
  );
  busyUntil(performance.now() + 60);
  expect(deepest).toBe(1);
});
