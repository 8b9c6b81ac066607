import type { Trial } from '../run/trials.ts';
import { milliseconds, table } from './table.ts';

const HEAD = ['strategy', 'ms', 'steps', 'wasted', 'wasted ms', 'overshoot bits', 'threads'];

/** A row for each strategy, and a mark on the quickest of those that came to an end. */
export const trialsReport = (trials: readonly Trial[]): string => {
  const ended = trials.filter(({ result }) => 'stats' in result);
  const quickest = ended.reduce((best, trial) => (trial.ms < best.ms ? trial : best), ended[0] as Trial);
  const rows = trials.map((trial) => [...cellsOf(trial), trial === quickest ? '← fastest' : '']);
  const failures = trials.flatMap(({ strategy, result }) =>
    'failure' in result ? [`${strategy}: ${result.failure.message}`] : [],
  );
  return [table([HEAD, ...rows], [0, HEAD.length]).trimEnd(), ...failures].join('\n');
};

const cellsOf = ({ strategy, ms, result }: Trial): string[] => {
  const time = milliseconds(ms);
  if ('failure' in result) return [strategy, time, result.failure.code, '', '', '', ''];
  const { steps, wastedSteps, wastedMs, overshootBits, threads } = result.stats;
  return [
    strategy,
    time,
    String(steps),
    String(wastedSteps),
    milliseconds(wastedMs),
    String(overshootBits),
    String(threads),
  ];
};
