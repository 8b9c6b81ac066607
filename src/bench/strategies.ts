import { CancelledError, fromWire, LimitError } from '../errors.ts';
import { forgetConstants } from '../kernel/cache.ts';
import * as ball from '../number/ball.ts';
import { setCheckpoint } from '../number/checkpoint.ts';
import type { RefinerStats } from '../outcome.ts';
import { createCoordinator } from '../run/coordinator.ts';
import { createEnclosures } from '../run/enclosures.ts';
import { createInlineHosts, seededPick } from '../run/hosts.ts';
import { createLedger } from '../run/ledger.ts';
import type { Pool } from '../run/pool.ts';
import type { ThreadHosts } from '../run/thread-hosts.ts';
import type { Strategy } from '../schedule/strategy.ts';
import { BATCH, median, shuffled, WARM_UP } from './measure.ts';
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
  /** How often it was measured. */
  readonly runs: number;
  /** Half the distance between the quartiles of `ms`, over `ms`. */
  readonly spread: number;
  /** Whether every run ended with the accuracy asked for. */
  readonly ok: boolean;
}

export interface Experiment {
  readonly workloads: readonly Workload[];
  /** The same for all workloads; undefined: those of each. */
  readonly bits?: readonly number[] | undefined;
  readonly strategies: readonly Strategy[];
  /** 0: everything on the calling thread. */
  readonly threads: readonly number[];
  readonly runs: number;
  /** A cell is given so many seconds: one whose runs are longer gets fewer of them, at least one. */
  readonly patience: number;
}

interface Cell {
  readonly workload: Workload;
  readonly bits: number;
  readonly strategy: Strategy;
  readonly threads: number;
}

type Measures = Omit<StrategyTime, 'workload' | 'bits' | 'strategy' | 'threads' | 'runs' | 'spread'>;

/** What was found of a cell before it is measured. */
interface Rehearsed {
  /** How many runs make a batch. */
  readonly count: number;
  /** How many batches are measured. */
  readonly runs: number;
  /** Where one run takes all the time that the cell has. */
  readonly only?: Measures;
}

const LIMITS = { timeout: null, maxMemory: null, maxBits: 2 ** 30 - 2 ** 16, searchBits: null };
/** A run that takes longer than this, in milliseconds, is given up. */
const GIVE_UP = 60_000;

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
  patience,
}: Experiment): AsyncGenerator<StrategyTime> {
  const pools = new Map<number, Pool>();
  try {
    for (const workload of workloads) {
      for (const bits of precisions ?? workload.bits) {
        const cells = strategies.flatMap((strategy) =>
          threadCounts.map((threads): Cell => ({ workload, bits, strategy, threads })),
        );
        const rehearsed = new Map<Cell, Rehearsed>();
        for (const cell of cells) rehearsed.set(cell, await rehearse(cell, pools, runs, 1000 * patience));
        const measured = new Map<Cell, Measures[]>();
        for (const [cell, { only }] of rehearsed) measured.set(cell, only === undefined ? [] : [only]);
        for (let round = 0; round < runs; round += 1) {
          for (const cell of shuffled(cells)) {
            const { count, runs: enough } = rehearsed.get(cell) as Rehearsed;
            const all = measured.get(cell) as Measures[];
            if (all.length < enough) all.push(await batch(cell, count, pools));
          }
        }
        for (const [cell, all] of measured) yield summary(cell, all);
      }
    }
  } finally {
    for (const { close } of pools.values()) await close();
  }
}

/** Runs the cell until what it runs has been compiled, and finds how often it can be measured. */
const rehearse = async (cell: Cell, pools: Map<number, Pool>, runs: number, patience: number): Promise<Rehearsed> => {
  let only: Measures;
  let last = 0;
  for (let spent = 0; ; ) {
    only = await runOnce(cell, await hostsFor(cell.threads, pools));
    last = Math.max(only.ms, 0.01);
    spent += last;
    if (spent >= WARM_UP) break;
  }
  if (2 * last > patience) return { count: 1, runs: 1, only };
  return {
    count: Math.max(1, Math.floor(BATCH / last)),
    runs: Math.max(1, Math.min(runs, Math.floor(patience / last) - 1)),
  };
};

const hostsFor = async (threads: number, pools: Map<number, Pool>): Promise<ThreadHosts | undefined> => {
  if (threads === 0) return undefined;
  const { openPool } = await import('../run/pool.ts');
  const pool = pools.get(threads) ?? openPool(threads, fromWire);
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

const runOnce = async (cell: Cell, threadHosts: ThreadHosts | undefined): Promise<Measures> =>
  (await ran(cell, threadHosts)).measures;

/** One run of a cell, and what each of its refiners did. */
const ran = async (
  cell: Cell,
  threadHosts: ThreadHosts | undefined,
): Promise<{ readonly measures: Measures; readonly refiners: readonly RefinerStats[] }> => {
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
    if (!hasGivenUp(error)) throw error;
    ok = false;
  } finally {
    clearTimeout(patience);
    setCheckpoint(() => {});
  }
  const ms = performance.now() - started;
  // What the threads still do for a run that is over is part of what it cost.
  await threadHosts?.quiet();
  const { user, system } = process.cpuUsage(cpu);
  const { steps, wastedSteps, wastedMs, overshootBits, refiners } = account(root, bits, enclosures.of);
  return {
    measures: {
      ms,
      cpuMs: (user + system) / 1000,
      steps,
      wastedSteps,
      wastedMs,
      overshootBits,
      ok: ok && ball.accuracy(enclosures.of(root)) >= bits,
    },
    refiners,
  };
};

/** The refiners that reached about as many bits in one run of a cell on the calling thread. */
export interface TraceRow {
  readonly workload: string;
  readonly bits: number;
  readonly strategy: string;
  /** They reached at least so many bits and less than twice as many; null for those that found an exact number. */
  readonly reached: number | null;
  readonly refiners: number;
  readonly steps: number;
  readonly wasted: number;
}

/** How far the refiners of each cell go in one run on the calling thread, those that went farthest first. */
export async function* traceStrategies({
  workloads,
  bits: precisions,
  strategies,
}: Experiment): AsyncGenerator<TraceRow> {
  for (const workload of workloads) {
    for (const bits of precisions ?? workload.bits) {
      for (const strategy of strategies) {
        const { refiners } = await ran({ workload, bits, strategy, threads: 0 }, undefined);
        const rungOf = (refiner: RefinerStats): number | null =>
          refiner.bits === null ? null : 2 ** Math.floor(Math.log2(Math.max(1, refiner.bits)));
        const rungs = [...new Set(refiners.map(rungOf))].sort((a, b) => (b ?? 0) - (a ?? 0));
        for (const reached of rungs) {
          const those = refiners.filter((refiner) => rungOf(refiner) === reached);
          const total = (of: (refiner: RefinerStats) => number): number =>
            those.reduce((sum, each) => sum + of(each), 0);
          yield {
            workload: workload.name,
            bits,
            strategy: strategy.name,
            reached,
            refiners: those.length,
            steps: total(({ steps }) => steps),
            wasted: total(({ wasted }) => wasted),
          };
        }
      }
    }
  }
}

/** Whether a run ended without what was asked for, by the clock or by a limit of its own. */
const hasGivenUp = (error: unknown): boolean => error instanceof CancelledError || error instanceof LimitError;

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
  return { workload: workload.name, bits, strategy: strategy.name, threads, ...measures, runs: all.length, spread };
};
