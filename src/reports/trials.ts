import type { Trial } from '../run/trials.ts';
import { STRATEGIES } from '../schedule/strategies.ts';
import { milliseconds, table } from './table.ts';

const HEAD = ['strategy', 'ms', 'steps', 'wasted', 'wasted ms', 'overshoot bits', 'threads'];

/** What differs by less than this share, or takes fewer milliseconds, may be the other way round next time. */
const NOTABLE_SHARE = 0.1;
const NOTABLE_MS = 5;

/**
 * A row for each strategy that was tried on what was typed, and a mark on the quickest of those that came to an end, where
 * that can be told; a line where no strategy has anything to do.
 */
export const trialsReport = (trials: readonly Trial[], typed: string): string => {
  if (trials.every(isExact))
    return 'the value is known exactly: there is nothing to refine, so a strategy decides nothing';
  const missing = [...STRATEGIES.keys()].filter((name) => trials.every(({ strategy }) => strategy !== name));
  const ended = trials.filter(({ result }) => 'stats' in result);
  const [quickest, next] = ended.toSorted((one, other) => one.ms - other.ms);
  const isQuick = ended.every(({ ms }) => ms < NOTABLE_MS);
  const isClose = quickest !== undefined && next !== undefined && next.ms <= quickest.ms * (1 + NOTABLE_SHARE);
  const remark = isQuick ? ': too quick to tell apart' : isClose ? ': the fastest are too close to tell apart' : '';
  const rows = trials.map((trial) => [...cellsOf(trial), trial === quickest && remark === '' ? '← fastest' : '']);
  const failures = trials.flatMap(({ strategy, result }) =>
    'failure' in result ? [`${strategy}: ${result.failure.message}`] : [],
  );
  const untried = missing.length === 0 ? [] : [`cancelled before it was their turn: ${missing.join(', ')}`];
  return [typed + remark, table([HEAD, ...rows], [0, HEAD.length]).trimEnd(), ...failures, ...untried].join('\n');
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
