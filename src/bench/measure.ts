import { spawnSync } from 'node:child_process';

export interface Command {
  readonly argv: readonly string[];
  /** What it reads from its standard input. */
  readonly input?: string;
}

export interface Run {
  /** CPU milliseconds, user and system, of the program and of what it started. */
  readonly cpu: number;
  readonly output: string;
}

/**
 * Node cannot tell what one child used; bash can, on every system, to the millisecond. `ulimit -t` ends a program that
 * has used so many seconds, whatever it is doing.
 */
const TIMED = `
  ulimit -t "$1"; shift; TIMEFORMAT='%3U %3S'
  { time "$@" 2>/dev/null; } || exit
`;

/** Runs a program; undefined if it failed or took more than `limit` seconds of CPU. */
export const run = ({ argv, input = '' }: Command, limit: number): Run | undefined => {
  const { status, stdout, stderr } = spawnSync('bash', ['-c', TIMED, 'bash', String(limit), ...argv], {
    input,
    encoding: 'utf8',
    maxBuffer: 2 ** 28,
  });
  const times = stderr?.trim().split('\n').at(-1)?.split(' ').map(Number) ?? [];
  const [user = Number.NaN, system = Number.NaN] = times;
  const cpu = 1000 * (user + system);
  return status === 0 && Number.isFinite(cpu) ? { cpu, output: stdout } : undefined;
};

export const median = (values: readonly number[]): number => {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : (upper + (sorted[middle - 1] ?? Number.NaN)) / 2;
};

/** The same items in random order. */
export const shuffled = <T>(items: readonly T[]): T[] =>
  items
    .map((item) => ({ item, key: Math.random() }))
    .sort((a, b) => a.key - b.key)
    .map(({ item }) => item);

/** A batch of so many milliseconds is timed to a percent by a clock of microseconds. */
export const BATCH = 5;
/** Before this many milliseconds of it V8 may still compile a short call anew. */
export const WARM_UP = 100;

/**
 * CPU milliseconds of one call, warm: the median of batches, as many as fit in `budget` milliseconds, at least one and
 * at most 15. Before them batches of growing length warm up, one call at least.
 */
export const cpuPerCall = async (call: () => unknown, budget: number): Promise<number> => {
  const most = Math.min(WARM_UP, budget / 4);
  let calls = 1;
  let batch = await cpuOf(call, calls);
  for (let spent = batch; spent < most; spent += batch) {
    if (batch < BATCH) calls *= 2;
    batch = (await cpuOf(call, calls)) * calls;
  }
  const batches = Math.min(15, Math.max(1, Math.floor(budget / batch)));
  const times: number[] = [];
  while (times.length < batches) times.push(await cpuOf(call, calls));
  return median(times);
};

const cpuOf = async (call: () => unknown, calls: number): Promise<number> => {
  const before = process.cpuUsage();
  for (let i = 0; i < calls; i++) {
    const result = call();
    if (result instanceof Promise) await result;
  }
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000 / calls;
};
