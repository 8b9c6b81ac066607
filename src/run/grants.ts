import TinyQueue from 'tinyqueue';
import type { Refiner, Strategy } from '../schedule/strategy.ts';

/** Refiners whose next step may be granted, and how many of them go out in one message. */
export interface Grants {
  readonly add: (refiner: number, seen: Refiner) => void;
  /** Those that one of so many threads gets now, by priority; none where nothing is ready. */
  readonly next: (threads: number) => readonly number[];
  /** Those whose steps are too short to be given away, each of them or all that are ready together. */
  readonly kept: () => number | undefined;
}

/**
 * No message is predicted to keep a host for longer than this, in milliseconds, unless it is one step: a host that has
 * much to do takes no part in the steps that others split, and what comes of it is heard at its end.
 */
const LARGEST = 2;

interface Grant {
  readonly refiner: number;
  readonly cost: number;
  readonly rank: number;
}

export const createGrants = ({ keeps, grain, priority }: Strategy): Grants => {
  const ready = new TinyQueue<Grant>([], (a, b) => b.rank - a.rank);
  const own: number[] = [];
  let readyMs = 0;

  const take = (): Grant | undefined => {
    const grant = ready.pop();
    readyMs = ready.length === 0 ? 0 : readyMs - (grant?.cost ?? 0);
    return grant;
  };

  return {
    add: (refiner, seen) => {
      if (keeps > 0 && seen.cost < keeps) {
        own.push(refiner);
        return;
      }
      ready.push({ refiner, cost: seen.cost, rank: priority(seen) });
      readyMs += seen.cost;
    },
    next: (threads) => {
      if (readyMs < grain) return [];
      // Half of what each thread may expect: the last messages are short, so that no thread waits long for another.
      const most = grain === 0 ? 0 : Math.min(LARGEST, Math.max(grain, readyMs / (2 * threads)));
      const batch: number[] = [];
      let ms = 0;
      while (batch.length === 0 || ms + (ready.peek()?.cost ?? Number.POSITIVE_INFINITY) <= most) {
        const grant = take();
        if (grant === undefined) break;
        batch.push(grant.refiner);
        ms += grant.cost;
      }
      return batch;
    },
    kept: () => own.pop() ?? (readyMs < grain ? take()?.refiner : undefined),
  };
};
