import type { Stats, Times } from '../outcome.ts';
import { table } from './table.ts';

interface Timed {
  readonly elapsedMs: number;
  readonly times: Times;
  readonly stats: () => Stats;
}

/** Where the time of an answer went: all of it, the parts that add up to it, and what refiners did meanwhile. */
export const timesReport = ({ elapsedMs, times, stats: account }: Timed): string => {
  const { resolvingMs, refiningMs, writingMs } = times;
  const stats = account();
  const rest = elapsedMs - resolvingMs - refiningMs - writingMs;
  const refiners = `${stats.steps} steps of refiners, busy for ${inMs(stats.busyMs)}, wasted ${inMs(stats.wastedMs)}`;
  return table(
    [
      ['elapsed', inMs(elapsedMs), `under ${stats.chosen}`],
      ['building', inMs(Math.max(0, rest)), 'the graph of the expression'],
      ['resolving', inMs(resolvingMs), 'simplifying, deciding signs and domains'],
      ['refining', inMs(refiningMs), refiners],
      ['writing', inMs(writingMs), 'the digits'],
    ],
    [0, 2],
  ).trimEnd();
};

const inMs = (ms: number): string => `${ms.toFixed(ms < 10 ? 1 : 0)} ms`;
