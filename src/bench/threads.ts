import { spawn } from 'node:child_process';
import { InternalError } from '../errors.ts';
import { Session } from '../session.ts';
import { median, run, shuffled } from './measure.ts';
import { OURS } from './peers.ts';

/** What one computation takes on one thread and on two, in milliseconds. */
export interface ThreadTimes {
  readonly name: string;
  readonly oneMs: number;
  readonly twoMs: number;
  readonly oneCpuMs: number | null;
  readonly twoCpuMs: number | null;
}

interface Times {
  readonly ms: number;
  readonly cpu: number | null;
}

/** Something that is done on one thread or on two. */
interface Task {
  readonly name: string;
  readonly time: (threads: 1 | 2) => Promise<Times>;
}

/** Has the kernels compiled and the threads up, and computes constants that no task needs to so many digits. */
const WARM_UP = 'exp(1/7) + catalan @ 20000';
/** Seconds. */
const LIMIT = 120;

const sum = (terms: readonly string[]): string => terms.join(' + ');
const PRIMES = sum([7, 11, 13, 17, 19, 23, 29, 31].map((p) => `ln(${p})`));
const SHIFTED = sum(Array.from({ length: 8 }, (_, k) => `ln(pi + ${k + 1})`));

/** In process, by a session that is new each time: its threads have no constants, but they are up and warm. */
const inProcess = (expression: string, digits: number): Task => ({
  name: `${expression} @ ${digits}`,
  time: async (threads) => {
    const session = new Session({ settings: { threads } });
    await session.run(WARM_UP);
    const [begun, used] = [performance.now(), process.cpuUsage()];
    const { kind } = await session.run(`${expression} @ ${digits}`);
    const [ms, { user, system }] = [performance.now() - begun, process.cpuUsage(used)];
    await session.close();
    if (kind !== 'answer') throw new InternalError(`no digits of '${expression}'`);
    return { ms, cpu: (user + system) / 1000 };
  },
});

const wholeProcess = (expression: string, digits: number): Task => ({
  name: `${expression} @ ${digits}, whole process`,
  time: async (threads) => {
    const { argv } = OURS.print(expression, digits);
    const begun = performance.now();
    // On one thread nothing is sent to others.
    const done = run({ argv: [...argv, '--threads', threads === 1 ? '0' : '2'] }, LIMIT);
    return { ms: performance.now() - begun, cpu: done?.cpu ?? null };
  },
});

/** Some 400 ms of products, which need nothing of each other. */
const LOOP = `const x = 3n ** 60000n; let y = 0n; for (let i = 0; i < 400; i++) y ^= x * x >> 95000n;`;

const loop = (): Promise<void> =>
  new Promise((resolve, reject) => {
    spawn(process.execPath, ['-e', LOOP], { stdio: 'ignore' })
      .once('error', reject)
      .once('exit', () => resolve());
  });

/** What the machine has to give: two programs one after the other, and both at once. */
const CONTROL: Task = {
  name: 'control: two loops of products, in two programs',
  time: async (threads) => {
    const begun = performance.now();
    if (threads === 1) for (let i = 0; i < 2; i += 1) await loop();
    else await Promise.all([loop(), loop()]);
    return { ms: performance.now() - begun, cpu: null };
  },
};

const TASKS = (scale: number): readonly Task[] => [
  inProcess('sqrt(2) + pi', 300_000 / scale),
  inProcess(PRIMES, 100_000 / scale),
  inProcess(SHIFTED, 100_000 / scale),
  inProcess('pi', 1_000_000 / scale),
  wholeProcess('pi', 1_000_000 / scale),
  CONTROL,
];

/** Medians of so many runs of each task on one thread and on two, in an order that is drawn anew for every round. */
export const timeThreads = async (runs: number, scale: number): Promise<readonly ThreadTimes[]> => {
  const jobs = TASKS(scale).flatMap((task) =>
    ([1, 2] as const).map((threads) => ({ task, threads, times: [] as Times[] })),
  );
  for (let round = 0; round < runs; round += 1) {
    for (const { task, threads, times } of shuffled(jobs)) times.push(await task.time(threads));
  }
  return jobs.flatMap(({ task, threads, times }) => {
    if (threads === 2) return [];
    const two = jobs.find((job) => job.task === task && job.threads === 2)?.times ?? [];
    return {
      name: task.name,
      oneMs: median(times.map(({ ms }) => ms)),
      twoMs: median(two.map(({ ms }) => ms)),
      oneCpuMs: medianCpu(times),
      twoCpuMs: medianCpu(two),
    };
  });
};

const medianCpu = (times: readonly Times[]): number | null => {
  const known = times.flatMap(({ cpu }) => cpu ?? []);
  return known.length === times.length ? median(known) : null;
};
