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
