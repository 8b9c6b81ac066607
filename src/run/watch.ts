import { totalmem } from 'node:os';
import { CancelledError, LimitError } from '../errors.ts';

/** What one statement may use. */
export interface Limits {
  /** Milliseconds; null for no limit. */
  readonly timeout: number | null;
  /** Megabytes; null for half of the machine's. */
  readonly maxMemory: number | null;
  /** Bits of any one number. */
  readonly maxBits: number;
  /** Bits after the binary point for the search for a sign or a tie; null for the default. */
  readonly searchBits: number | null;
}

/** Memory is measured this often, in milliseconds: measuring takes microseconds, and checkpoints may come more densely. */
const MEASURE_EVERY = 40;
/** At most one part in so many of the time is spent on reports. */
const REPORT_SHARE = 20;
const MEGABYTE = 2 ** 20;

/**
 * The check that every checkpoint of an evaluation makes: it throws LimitError past the deadline, which counts from
 * now, and past the memory allowed, and CancelledError once the signal was given. `report` is called
 * every `reportEvery` milliseconds, the first time after as long, and less often where it takes long itself.
 */
export const createWatch = (
  { timeout, maxMemory }: Limits,
  signal: AbortSignal | undefined,
  report: (elapsedMs: number) => void,
  reportEvery = 1000,
): (() => void) => {
  const start = performance.now();
  const deadline = timeout === null ? Number.POSITIVE_INFINITY : start + timeout;
  let nextReport = start + reportEvery;
  let nextMeasure = start + MEASURE_EVERY;
  return () => {
    if (signal?.aborted) throw new CancelledError();
    const now = performance.now();
    if (now > nextReport) {
      // What is reported may have to be computed, and that comes by here again.
      nextReport = Number.POSITIVE_INFINITY;
      report(now - start);
      const took = performance.now() - now;
      nextReport = now + Math.max(reportEvery, REPORT_SHARE * took);
    }
    if (now > deadline) {
      throw new LimitError(`the timeout of ${timeout} ms is over`, { hint: 'ask for fewer digits or raise --timeout' });
    }
    if (now < nextMeasure) return;
    nextMeasure = now + MEASURE_EVERY;
    const used = process.memoryUsage.rss() / MEGABYTE;
    machineMemory ??= memoryOfMachine();
    const allowed = maxMemory ?? machineMemory / 2;
    if (used > allowed) {
      throw new LimitError(`over ${Math.floor(allowed)} MB of memory are in use`, {
        hint: 'ask for fewer digits or raise --max-memory',
      });
    }
  };
};

/** Megabytes, asked for once: the answer is in files, which take longer to read than all else here. */
let machineMemory: number | undefined;

/** What the machine, or the container that this process runs in, has; an unconstrained process reports an absurdly large number. */
const memoryOfMachine = (): number =>
  Math.min(totalmem(), process.constrainedMemory() || Number.POSITIVE_INFINITY) / MEGABYTE;
