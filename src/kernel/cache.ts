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

/** Drops all constants and tables that this thread has computed: they take memory, and will be computed again. */
export const forgetConstants = (): void => {
  for (const reset of resets) reset();
};

/**
 * Remembers the widest result of `compute`; `narrow` takes a result down by a number of bits.
 *
 * What is computed is a little wider than what is asked, since a request for a few guard bits more often follows; and
 * at least a quarter wider than before, so that a slowly rising sequence of requests costs at most five times its last.
 * A computation that throws leaves the cache as it was.
 */
export const cached = <Result>(
  compute: (wp: number) => Result,
  narrow: (result: Result, drop: number) => Result,
): Cache<Result> => {
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
        kept = compute(next);
        widest = next;
      }
      return narrow(kept, widest - wp);
    },
  };
};
