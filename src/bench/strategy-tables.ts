import { milliseconds, table } from '../reports/table.ts';
import type { StrategyTime } from './strategies.ts';

/** All that was measured of one workload at one precision. */
export const groupTable = (times: readonly StrategyTime[]): string => {
  const { workload, bits } = times[0] as StrategyTime;
  return table([
    [`${workload} @ ${bits}`, 'threads', 'ms', '±', 'CPU ms', 'steps', 'wasted', 'wasted ms', 'overshoot bits'],
    ...times.map((time) => [
      time.strategy,
      String(time.threads),
      timeOf(time),
      `${Math.round(100 * time.spread)} %`,
      milliseconds(time.cpuMs),
      String(Math.round(time.steps)),
      String(Math.round(time.wastedSteps)),
      milliseconds(time.wastedMs),
      Math.round(time.overshootBits).toLocaleString('en-US'),
    ]),
  ]);
};

/** Milliseconds of every workload at every precision, on one number of threads: a column for each strategy. */
export const summaryTable = (times: readonly StrategyTime[]): string => {
  const strategies = [...new Set(times.map(({ strategy }) => strategy))];
  const rows = [...new Set(times.map(rowOf))];
  return table([
    [`ms, threads ${times[0]?.threads}`, ...strategies],
    ...rows.map((row) => [
      row,
      ...strategies.map((strategy) => {
        const found = times.find((time) => time.strategy === strategy && rowOf(time) === row);
        return found === undefined ? '–' : timeOf(found);
      }),
    ]),
  ]);
};

const rowOf = ({ workload, bits }: StrategyTime): string => `${workload} @ ${bits}`;

const timeOf = ({ ok, ms }: StrategyTime): string => (ok ? milliseconds(ms) : 'gave up');
