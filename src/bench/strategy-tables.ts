import { milliseconds, table } from '../reports/table.ts';
import type { StrategyTime } from './strategies.ts';
import { WORKLOADS } from './workloads.ts';

/** All that was measured of one workload at one precision. */
export const groupTable = (times: readonly StrategyTime[]): string => {
  const { workload, bits } = times[0] as StrategyTime;
  return table([
    [`${workload} @ ${bits}`, 'threads', 'ms', '±', 'CPU ms', 'steps', 'wasted', 'wasted ms', 'overshoot bits'],
    ...times.map((time) => [
      time.strategy,
      String(time.threads),
      timeOf(time),
      time.runs === 1 ? '' : `${Math.round(100 * time.spread)} %`,
      milliseconds(time.cpuMs),
      whole(time.steps),
      whole(time.wastedSteps),
      milliseconds(time.wastedMs),
      whole(time.overshootBits),
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

/** CPU milliseconds of the default strategy on the calling thread, beside those of the crate behind the notes. */
export const crateTable = (times: readonly StrategyTime[]): string[][] => [
  ['CPU ms', 'crate', 'auto', 'times as fast'],
  ...times.flatMap((time) => {
    const crate = WORKLOADS.find(({ name }) => name === time.workload)?.crate[time.bits];
    if (time.strategy !== 'auto' || time.threads !== 0 || crate === undefined) return [];
    return [[rowOf(time), milliseconds(crate), milliseconds(time.cpuMs), factor(crate / time.cpuMs)]];
  }),
];

/** Where what strategies do differs most. */
const TELLING = [
  'inv @ 1024',
  'sin @ 1024',
  'integer_roots @ 1024',
  '1/pi @ 3322',
  'sqrt2*pi @ 3322',
  'sin(100*pi) @ 3322',
  'bisect @ 3322',
];

/** Steps, of them wasted, and overshoot in bits, on the calling thread. */
export const workTable = (times: readonly StrategyTime[]): string[][] => {
  const strategies = ['auto', 'lockstep', 'target', 'events'];
  return [
    ['workload @ bits', ...strategies],
    ...TELLING.map((row) => [
      row,
      ...strategies.map((strategy) => {
        const found = at(times, row, strategy, 0);
        if (found === undefined) return '–';
        return [found.steps, found.wastedSteps, found.overshootBits].map(whole).join(', ');
      }),
    ]),
  ];
};

/** The workloads of the question that the notes ask. */
const NOTES = ['inv', 'sin', '1/pi', 'sqrt2*pi'];

/** `events` over `auto`: how many times as long, and what was wasted. */
export const eventsTable = (times: readonly StrategyTime[]): string[][] => {
  const threads = [...new Set(times.map((time) => time.threads))];
  const rows = [...new Set(times.filter(({ workload }) => NOTES.includes(workload)).map(rowOf))];
  return [
    [
      'workload @ bits',
      ...threads.flatMap((count) => [`threads ${count}: times as long`, 'wasted ms', 'overshoot, bits']),
    ],
    ...rows.map((row) => [
      row,
      ...threads.flatMap((count) => {
        const [events, auto] = [at(times, row, 'events', count), at(times, row, 'auto', count)];
        if (events === undefined || auto === undefined) return ['–', '–', '–'];
        return [factor(events.ms / auto.ms), milliseconds(events.wastedMs), whole(events.overshootBits)];
      }),
    ]),
  ];
};

/** A table in Markdown, all columns but the first to the right. */
export const markdown = ([head = [], ...rows]: readonly (readonly string[])[]): string => {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |\n`;
  return [head, head.map((_, i) => (i === 0 ? '---' : '---:')), ...rows].map(line).join('');
};

const at = (times: readonly StrategyTime[], row: string, strategy: string, threads: number): StrategyTime | undefined =>
  times.find((time) => rowOf(time) === row && time.strategy === strategy && time.threads === threads);

const rowOf = ({ workload, bits }: StrategyTime): string => `${workload} @ ${bits}`;

const whole = (count: number): string => Math.round(count).toLocaleString('en-US');

const factor = (times: number): string => (times < 10 ? times.toPrecision(2) : whole(times));

/** A median of one run or a few says so. */
const timeOf = ({ ok, ms, runs }: StrategyTime): string =>
  ok ? `${milliseconds(ms)}${runs < FEW ? ` (${runs})` : ''}` : 'gave up';

const FEW = 5;
