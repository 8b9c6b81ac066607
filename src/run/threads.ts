import { availableParallelism } from 'node:os';
import { CancelledError, fromWire } from '../errors.ts';
import type { Strategy } from '../schedule/strategy.ts';
import type { Place, Prediction } from './coordinator.ts';
import { createInlineHosts, seededPick } from './hosts.ts';
import type { Pool } from './pool.ts';
import type { ThreadHosts } from './thread-hosts.ts';

/**
 * Predicted milliseconds of work from which threads are started. Two take 30 to 70 ms to come up, and 140 ms of CPU, since
 * each compiles the kernels anew: from 100 ms on, ln(10) + ln(11) + ln(13) + ln(17) + ln(19) @ 40000 took 340 ms of CPU
 * instead of 203, which two cores do not win back.
 */
const START = 250;
/** While threads come up, which takes longer than that, this thread takes the steps of up to so many milliseconds itself. */
const MEANWHILE = 20;
/** Answers of fewer bits, 1,000 digits, start no thread. */
const LEAST_BITS = Math.ceil(1000 * Math.log2(10));
/** Once they are there, they get work from this many milliseconds on, if it is more than one step; alone, one long enough to be split. */
const SHARE = 2;
const SPLIT = 20;
/** An interactive session keeps every step longer than this, in milliseconds, off the thread that draws. */
const DRAWING = 10;

/** Threads that had nothing to do for so long, in milliseconds, are ended: piscina's keep the process alive. */
const IDLE = 1000;

/** An interactive session starts its threads so many milliseconds after it began, while nothing has been typed yet. */
const WARM_UP = 500;

/** How many threads there may be beside this one; 'auto' for as many as there are processors, where they pay. */
export interface Placement {
  readonly threads: number | 'auto';
}

/** The threads of an engine, started when they are first needed. */
export interface Threads {
  /**
   * Where a run computes its steps for an answer of so many bits; undefined: nothing is scheduled, each is computed here and
   * now.
   */
  readonly hostsFor: (strategy: Strategy, bits: number, ahead: () => Prediction) => Place;
  /** The hosts that can take work of so many milliseconds off this thread, if any. */
  readonly relief: (work: number) => Promise<ThreadHosts | undefined>;
  readonly hosts: () => ThreadHosts | undefined;
  /** How many there are, or would be. */
  readonly count: () => number;
  /** Nothing is to be computed for now. */
  readonly rest: () => void;
  readonly close: () => Promise<void>;
}

/** If `interactive`, this thread has a screen to draw and must not be kept from it. */
export const createThreads = (placement: Placement, interactive: boolean): Threads => {
  let pool: Promise<Pool> | undefined;
  let opened: Pool | undefined;
  let size = 0;
  /** How often the threads have been ended: what began to wait for them before that waits no more. */
  let closings = 0;
  let resting: NodeJS.Timeout | undefined;

  const wanted = (): number => {
    const { threads } = placement;
    return threads === 'auto' ? availableParallelism() : Math.max(threads, interactive ? 1 : 0);
  };
  const close = async (): Promise<void> => {
    clearTimeout(resting);
    clearTimeout(warming);
    closings += 1;
    await end();
  };
  const end = async (): Promise<void> => {
    const ending = pool;
    pool = undefined;
    opened = undefined;
    // What failed to open need not be ended.
    await (await ending?.catch(() => undefined))?.close();
  };
  const open = async (): Promise<ThreadHosts> => {
    clearTimeout(resting);
    const before = closings;
    const assertOpen = (): void => {
      if (closings !== before) throw new CancelledError('the session was closed');
    };
    if (pool !== undefined && size !== wanted()) await end();
    assertOpen();
    size = wanted();
    pool ??= import('./pool.ts').then(({ openPool }) => openPool(size, fromWire));
    const opening = pool;
    // What failed to open is tried anew the next time.
    opening.catch(() => {
      if (pool === opening) pool = undefined;
    });
    const there = await opening;
    assertOpen();
    opened = there;
    return opened.hosts;
  };

  const warming = interactive ? setTimeout(() => void open().catch(() => {}), WARM_UP) : undefined;
  warming?.unref();

  const isForThreads = (bits: number, ahead: () => Prediction): boolean => {
    const { threads } = placement;
    if (threads !== 'auto' && (threads > 0 || !interactive)) return threads > 0;
    const { work, longest } = ahead();
    if (interactive && longest > DRAWING) return true;
    if (threads === 0) return false;
    if (opened !== undefined) return work > (longest < work ? SHARE : SPLIT);
    return bits >= LEAST_BITS && work > START;
  };

  return {
    hostsFor: (strategy, bits, ahead) => {
      if (!isForThreads(bits, ahead)) return strategy.name === 'auto' ? undefined : createInlineHosts(seededPick(1));
      if (strategy.name !== 'auto' || interactive || placement.threads !== 'auto' || opened?.hosts.areUp())
        return open();
      const hosts = open();
      // Where the work is done before they are there, nobody waits for them.
      hosts.catch(() => {});
      return { hosts: () => hosts, areUp: () => opened?.hosts.areUp() === true, meanwhile: MEANWHILE };
    },
    relief: async (work) => (isForThreads(LEAST_BITS, () => ({ work, longest: work })) ? await open() : undefined),
    hosts: () => opened?.hosts,
    count: wanted,
    rest: () => {
      clearTimeout(resting);
      if (pool !== undefined && !interactive) resting = setTimeout(end, IDLE);
    },
    close,
  };
};
