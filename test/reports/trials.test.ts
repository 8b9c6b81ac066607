import { describe, expect, test } from 'vitest';
import { LimitError } from '../../src/errors.ts';
import { trialsReport } from '../../src/reports/trials.ts';
import type { Trial } from '../../src/run/trials.ts';
import { STRATEGIES } from '../../src/schedule/strategies.ts';

const stats = {
  chosen: 'auto',
  threads: 2,
  wastedSteps: 1,
  wastedMs: 0.5,
  overshootBits: 7,
  parked: 0,
  busyMs: 2,
  wastedShare: 0.25,
};
const refiner = { id: 1, steps: 1, wasted: 0, bits: 9, demand: 2, overshoot: 7, ms: 1, wastedMs: 0, thread: 1 };

const trial = (strategy: string, ms: number, node = 'pi'): Trial => ({
  strategy,
  ms,
  result: { text: '3.14', stats: { ...stats, steps: 3, refiners: [{ ...refiner, node }] } },
});

const all = (node: string): Trial[] => [...STRATEGIES.keys()].map((name, i) => trial(name, 10 + 2 * i, node));

describe('the report of trials', () => {
  test('has a row for each strategy, and marks the quickest', () => {
    const rows = trialsReport(all('pi'), '1 + pi').split('\n');
    expect(rows).toHaveLength(STRATEGIES.size + 2);
    expect(rows[0]).toBe('1 + pi');
    expect(rows[2]).toMatch(/^auto +10 +3 +1 +0\.50? +7 +2 +← fastest$/);
    expect(rows.filter((row) => row.includes('fastest'))).toHaveLength(1);
  });

  test.each([
    ['too quick to tell apart', [0.3, 4.9]],
    ['the fastest are too close to tell apart', [100, 109, 200]],
    [undefined, [1, 5.1]],
    [undefined, [100, 111, 112]],
    [undefined, [20]],
  ])('says %s of times %j', (remark, times) => {
    const report = trialsReport(
      times.map((ms, i) => trial([...STRATEGIES.keys()][i] ?? '', ms)),
      'pi',
    );
    expect(report.split('\n')[0]).toBe(remark === undefined ? 'pi' : `pi: ${remark}`);
    expect(report.includes('fastest\n')).toBe(remark === undefined);
  });

  test('says in one line that a strategy has nothing to do', () => {
    expect(trialsReport(all('rational'), '1/3')).toMatch(/^the value is known exactly: .*$/);
  });

  test('names those that had no turn, and says what others gave up', () => {
    const failed: Trial = { strategy: 'events', ms: 5, result: { failure: new LimitError('enough') } };
    const rows = trialsReport([trial('auto', 10), failed], 'pi').split('\n');
    expect(rows.slice(-2)).toEqual([
      'events: enough',
      expect.stringMatching(/^cancelled before it was their turn: .*lockstep/),
    ]);
    expect(rows.at(-1)).not.toMatch(/auto|events/);
  });
});
