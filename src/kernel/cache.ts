import { InternalError } from '../errors.ts';

/** The widest result so far of a computation, which serves every request that is not wider. */
export interface Cache<Result> {
  /** Whether `at(wp)` costs nothing. */
  readonly covers: (wp: number) => boolean;
  readonly at: (wp: number) => Result;
}

const resets: (() => void)[] = [];

/** Has `reset` drop what a computation keeps whenever everything is forgotten. */
export const whenForgotten = (reset: () => void): void => {
  resets.push(reset);
};

/** Drops all constants, tables and brackets that this thread has computed: they take memory, and will be computed again. */
export const forgetConstants = (): void => {
  for (const reset of resets) reset();
};

/** A constant at a precision. */
export interface Known {
  readonly wp: number;
  readonly value: unknown;
}

/** Constants of fewer bits take less than a few milliseconds, and every thread computes them for itself. */
const SHARED_PRECISION = 30_000;

const names = new Set<string>();
let obtain = (_name: string, wp: number, compute: () => unknown): Known => ({ wp, value: compute() });

/** The constants that may be obtained from another thread: the same in all threads. */
export const constantNames = (): readonly string[] => [...names].sort();

/**
 * Has long constants obtained by `hook`: from another thread that has computed one or is about to, at `wp` or wider, or
 * by `compute` in this one. They are data that `structuredClone` copies.
 */
export const setObtain = (hook: (name: string, wp: number, compute: () => unknown) => Known): void => {
  obtain = hook;
};

/**
 * Remembers the widest result of `compute`, under a name that all threads know; `narrow` takes a result down by a number of bits.
 *
 * What is computed is a little wider than what is asked, since a request for a few guard bits more often follows; and
 * at least a quarter wider than before, so that a slowly rising sequence of requests costs at most five times its last.
 * A computation that throws leaves the cache as it was.
 */
export const cached = <Result>(
  name: string,
  compute: (wp: number) => Result,
  narrow: (result: Result, drop: number) => Result,
): Cache<Result> => {
  if (names.has(name)) throw new InternalError(`two constants have the name '${name}'`);
  names.add(name);
  let widest = Number.NEGATIVE_INFINITY;
  let kept: Result | undefined;
  whenForgotten(() => {
    widest = Number.NEGATIVE_INFINITY;
    kept = undefined;
  });
  return {
    covers: (wp) => wp <= widest,
    at: (wp) => {
      if (kept === undefined || wp > widest) {
        const next = Math.max(Math.ceil(wp * 1.02) + 64, Math.ceil(widest * 1.25), 128);
        const known =
          next < SHARED_PRECISION ? { wp: next, value: compute(next) } : obtain(name, next, () => compute(next));
        kept = known.value as Result;
        widest = known.wp;
      }
      return narrow(kept, widest - wp);
    },
  };
};
