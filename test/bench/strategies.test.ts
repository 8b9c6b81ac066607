import { describe, expect, it } from 'vitest';
import { type StrategyTime, type TraceRow, timeStrategies, traceStrategies } from '../../src/bench/strategies.ts';
import { crateTable, eventsTable, markdown, summaryTable } from '../../src/bench/strategy-tables.ts';
import { WORKLOADS, type Workload } from '../../src/bench/workloads.ts';
import { createNodeTable } from '../../src/dag/graph.ts';
import { rational } from '../../src/number/rational.ts';
import { auto } from '../../src/schedule/auto.ts';
import { events } from '../../src/schedule/events.ts';

const PI = WORKLOADS.find(({ name }) => name === 'pi') as Workload;

/** 1 / (π − π). */
const POLE: Workload = {
  name: 'pole',
  bits: [64],
  crate: {},
  build: () => {
    const { node, rational: constant } = createNodeTable();
    const pi = node('pi', []);
    const zero = node('add', [pi, node('mul', [constant(rational(-1n)), pi])]);
    return node('div', [constant(rational(1n)), zero]);
  },
};

const measure = async (workload: Workload, patience: number): Promise<StrategyTime[]> => {
  const times: StrategyTime[] = [];
  const experiment = { workloads: [workload], strategies: [auto, events], threads: [0], runs: 3, patience };
  for await (const time of timeStrategies(experiment)) times.push(time);
  return times;
};

describe('the bench of strategies', () => {
  it('measures each strategy at the accuracies of the workload, as often as it is told', async () => {
    const times = await measure({ ...PI, bits: [64, 256] }, 60);
    expect(times.map(({ strategy, bits, runs, ok }) => [strategy, bits, runs, ok])).toEqual([
      ['auto', 64, 3, true],
      ['events', 64, 3, true],
      ['auto', 256, 3, true],
      ['events', 256, 3, true],
    ]);
  });

  it('measures once what takes longer than it has patience for', async () => {
    expect((await measure({ ...PI, bits: [20_000] }, 1e-6)).map(({ runs }) => runs)).toEqual([1, 1]);
  });

  it('goes on where a run comes to a limit', async () => {
    expect((await measure(POLE, 1e-6)).map(({ ok }) => ok)).toEqual([false, false]);
  });
});

describe('the tables of the bench', () => {
  const time = (strategy: string, bits: number, ms: number, runs = 9): StrategyTime => ({
    ...{ workload: 'inv', bits, strategy, threads: 0, ms, cpuMs: ms, runs, spread: 0, ok: true },
    ...{ steps: 200, wastedSteps: 0, wastedMs: 1.5, overshootBits: 1234 },
  });
  const times = [time('auto', 64, 2), time('events', 64, 16, 1), { ...time('events', 256, 3), ok: false }];

  it('tell medians of few runs, and runs that gave up', () => {
    const rows = summaryTable(times).split('\n');
    expect(rows[1]?.split(/\s{2,}/)).toEqual(['inv @ 64', '2', '16 (1)']);
    expect(rows[2]?.split(/\s{2,}/)).toEqual(['inv @ 256', '–', 'gave up']);
  });

  it('compare with auto, and auto with the crate where it was measured', () => {
    expect(eventsTable(times).slice(1)).toEqual([
      ['inv @ 64', '8.0', '1.5', '1,234'],
      ['inv @ 256', '–', '–', '–'],
    ]);
    expect(crateTable([...times, time('auto', 128, 1)]).slice(1)).toEqual([['inv @ 64', '1.3', '2', '0.65']]);
    expect(
      markdown([
        ['a', 'b'],
        ['1', '2'],
      ]),
    ).toBe('| a | b |\n| --- | ---: |\n| 1 | 2 |\n');
  });
});

describe('a trace', () => {
  it('has every refiner in one row, the farthest first, and shows who races ahead', async () => {
    const inv = WORKLOADS.filter(({ name }) => name === 'inv');
    const experiment = { workloads: inv, bits: [256], strategies: [events, auto], threads: [0], runs: 1, patience: 1 };
    const rows: TraceRow[] = [];
    for await (const row of traceStrategies(experiment)) rows.push(row);
    for (const { name } of [events, auto]) {
      const those = rows.filter(({ strategy }) => strategy === name);
      expect(those.reduce((sum, { refiners }) => sum + refiners, 0)).toBe(100);
      const reached = those.map((row) => row.reached ?? 0);
      expect(reached).toEqual([...reached].sort((a, b) => b - a));
    }
    const [first] = rows;
    expect(first?.strategy).toBe('events');
    expect(first?.reached).toBeGreaterThan(4096);
    expect(rows.filter(({ strategy }) => strategy === 'auto').map(({ reached }) => reached)).toEqual([256]);
  });
});
