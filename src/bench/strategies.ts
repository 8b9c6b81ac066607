import { CancelledError } from '../errors.ts';
import { forgetConstants } from '../kernel/cache.ts';
import * as ball from '../number/ball.ts';
import { setCheckpoint } from '../number/checkpoint.ts';
import { createCoordinator } from '../run/coordinator.ts';
import { createEnclosures } from '../run/enclosures.ts';
import { createInlineHosts, seededPick } from '../run/hosts.ts';
import { createLedger } from '../run/ledger.ts';
import type { Pool } from '../run/pool.ts';
import type { ThreadHosts } from '../run/thread-hosts.ts';
import type { Strategy } from '../schedule/strategy.ts';
import { median, shuffled } from './measure.ts';
import type { Workload } from './workloads.ts';

/** One cell of the experiment, over several runs. */
export interface StrategyTime {
  readonly workload: string;
  /** The accuracy asked of the root, in bits after the binary point. */
  readonly bits: number;
  readonly strategy: string;
  readonly threads: number;
  /** Medians over the runs. */
  readonly ms: number;
  readonly cpuMs: number;
  readonly steps: number;
  readonly wastedSteps: number;
  readonly wastedMs: number;
  readonly overshootBits: number;
  /** Half the distance between the quartiles of `ms`, over `ms`. */
  readonly spread: number;
  /** Whether every run ended with the accuracy asked for. */
  readonly ok: boolean;
}

export interface Experiment {
  readonly workloads: readonly Workload[];
  readonly bits: readonly number[];
  readonly strategies: readonly Strategy[];
  /** 0: everything on the calling thread. */
  readonly threads: readonly number[];
  readonly runs: number;
}

interface Cell {
  readonly workload: Workload;
  readonly bits: number;
  readonly strategy: Strategy;
  readonly threads: number;
}

type Measures = Omit<StrategyTime, 'workload' | 'bits' | 'strategy' | 'threads' | 'spread'>;

const LIMITS = { timeout: null, maxMemory: null, maxBits: 2 ** 30 - 2 ** 16, searchBits: null };
/** A run that takes longer than this, in milliseconds, is given up. */
const GIVE_UP = 60_000;
/** What is shorter than this, in milliseconds, is run several times in a row, as often as fits in. */
const BATCH = 5;
/** Each cell first runs for so many milliseconds, so that what is measured has been compiled. */
const WARM_UP = 100;

/**
 * Measures each workload at each precision under each strategy on each number of threads, several times, the strategies
 * in an order that is drawn anew for every round: no cell has the machine at a better time than another. Constants are
 * forgotten before each run.
 */
export async function* timeStrategies({
  workloads,
  bits: precisions,
  strategies,
  threads: threadCounts,
  runs,
}: Experiment): AsyncGenerator<StrategyTime> {
  const pools = new Map<number, Pool>();
  try {
    for (const workload of workloads) {
      for (const bits of precisions) {
        const cells = strategies.flatMap((strategy) =>
          threadCounts.map((threads): Cell => ({ workload, bits, strategy, threads })),
        );
        const measured = new Map<Cell, Measures[]>(cells.map((cell) => [cell, []]));
        const counts = new Map<Cell, number>();
        for (const cell of cells) counts.set(cell, await warmUp(cell, pools));
        for (let round = 0; round < runs; round += 1) {
          for (const cell of shuffled(cells)) {
            measured.get(cell)?.push(await batch(cell, counts.get(cell) ?? 1, pools));
          }
        }
        for (const [cell, all] of measured) yield summary(cell, all);
      }
    }
  } finally {
    for (const { close } of pools.values()) await close();
  }
}

/** Compiles what the cell runs, and tells how many runs make a batch. */
const warmUp = async (cell: Cell, pools: Map<number, Pool>): Promise<number> => {
  let last = 0;
  for (let spent = 0; spent < WARM_UP; spent += last) {
    const { ms } = await runOnce(cell, await hostsFor(cell.threads, pools));
    last = Math.max(ms, 0.01);
  }
  return Math.max(1, Math.floor(BATCH / last));
};

const hostsFor = async (threads: number, pools: Map<number, Pool>): Promise<ThreadHosts | undefined> => {
  if (threads === 0) return undefined;
  const { openPool } = await import('../run/pool.ts');
  const pool = pools.get(threads) ?? openPool(threads);
  pools.set(threads, pool);
  return pool.hosts;
};

/** So many runs, as the mean of them. */
const batch = async (cell: Cell, count: number, pools: Map<number, Pool>): Promise<Measures> => {
  const hosts = await hostsFor(cell.threads, pools);
  const all: Measures[] = [];
  while (all.length < count) all.push(await runOnce(cell, hosts));
  const mean = (of: (measures: Measures) => number): number => all.reduce((sum, each) => sum + of(each), 0) / count;
  return combined(mean, all);
};

const runOnce = async (cell: Cell, threadHosts: ThreadHosts | undefined): Promise<Measures> => {
  const { workload, bits, strategy } = cell;
  forgetConstants();
  threadHosts?.forget();
  await threadHosts?.quiet();
  const giveUp = new AbortController();
  const stop = (): void => {
    giveUp.abort();
    threadHosts?.interrupt(new CancelledError());
  };
  const patience = setTimeout(stop, GIVE_UP);
  const deadline = performance.now() + GIVE_UP;
  const cpu = process.cpuUsage();
  const started = performance.now();
  const ledger = createLedger();
  const account = ledger.open();
  const enclosures = createEnclosures(ledger);
  const coordinator = createCoordinator(enclosures, ledger, LIMITS);
  const root = workload.build();
  const inline = strategy.name === 'auto' ? undefined : createInlineHosts(seededPick(1));
  let ok = true;
  try {
    setCheckpoint(() => {
      if (performance.now() > deadline) throw new CancelledError();
    });
    const hosts = threadHosts ?? inline;
    await coordinator.answer({ node: root, bits }, { strategy, hostsFor: () => hosts, signal: giveUp.signal });
  } catch (error) {
    if (!(error instanceof CancelledError)) throw error;
    ok = false;
  } finally {
    clearTimeout(patience);
    setCheckpoint(() => {});
  }
  const ms = performance.now() - started;
  // What the threads still do for a run that is over is part of what it cost.
  await threadHosts?.quiet();
  const { user, system } = process.cpuUsage(cpu);
  const { steps, wastedSteps, wastedMs, overshootBits } = account(root, bits, enclosures.of);
  return {
    ms,
    cpuMs: (user + system) / 1000,
    steps,
    wastedSteps,
    wastedMs,
    overshootBits,
    ok: ok && ball.accuracy(enclosures.of(root)) >= bits,
  };
};

/** The measures of several runs as one, each combined in the same way. */
const combined = (by: (of: (measures: Measures) => number) => number, all: readonly Measures[]): Measures => ({
  ms: by(({ ms }) => ms),
  cpuMs: by(({ cpuMs }) => cpuMs),
  steps: by(({ steps }) => steps),
  wastedSteps: by(({ wastedSteps }) => wastedSteps),
  wastedMs: by(({ wastedMs }) => wastedMs),
  overshootBits: by(({ overshootBits }) => overshootBits),
  ok: all.every(({ ok }) => ok),
});

const summary = ({ workload, bits, strategy, threads }: Cell, all: readonly Measures[]): StrategyTime => {
  const measures = combined((of) => median(all.map(of)), all);
  const times = all.map(({ ms }) => ms).sort((a, b) => a - b);
  const quartile = (k: number): number => times[Math.round((k * (times.length - 1)) / 4)] ?? Number.NaN;
  const spread = (quartile(3) - quartile(1)) / 2 / measures.ms;
  return { workload: workload.name, bits, strategy: strategy.name, threads, ...measures, spread };
};
