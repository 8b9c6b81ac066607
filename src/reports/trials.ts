import type { Trial } from '../run/trials.ts';
import { STRATEGIES } from '../schedule/strategies.ts';
import { milliseconds, table } from './table.ts';

const HEAD = ['strategy', 'ms', 'steps', 'wasted', 'wasted ms', 'overshoot bits', 'threads'];

/**
 * A row for each strategy that was tried, and a mark on the quickest of those that came to an end; a line where no strategy
 * has anything to do.
 */
export const trialsReport = (trials: readonly Trial[]): string => {
  if (trials.every(isExact))
    return 'the value is known exactly: there is nothing to refine, so a strategy decides nothing';
  const missing = [...STRATEGIES.keys()].filter((name) => trials.every(({ strategy }) => strategy !== name));
  const ended = trials.filter(({ result }) => 'stats' in result);
  const quickest = ended.reduce((best, trial) => (trial.ms < best.ms ? trial : best), ended[0] as Trial);
  const rows = trials.map((trial) => [...cellsOf(trial), trial === quickest ? '← fastest' : '']);
  const failures = trials.flatMap(({ strategy, result }) =>
    'failure' in result ? [`${strategy}: ${result.failure.message}`] : [],
  );
  const untried = missing.length === 0 ? [] : [`cancelled before it was their turn: ${missing.join(', ')}`];
  return [table([HEAD, ...rows], [0, HEAD.length]).trimEnd(), ...failures, ...untried].join('\n');
};

/** Whether nothing but rational numbers was enclosed. */
const isExact = ({ result }: Trial): boolean =>
  'stats' in result && result.stats.refiners.every(({ node }) => node === 'rational');

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
