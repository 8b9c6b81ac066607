let poll = (): void => {};

/**
 * Called by every long loop of a kernel between two steps that may each take about a millisecond;
 * it throws when the evaluation must stop. A kernel lets that error pass and leaves no state half changed.
 */
export const checkpoint = (): void => poll();

/** Does something during which `check` is what every checkpoint of this thread calls. */
export const withCheckpoint = <Result>(check: () => void, work: () => Result): Result => {
  const outer = poll;
  poll = check;
  try {
    return work();
  } finally {
    poll = outer;
  }
};

/** Makes `check` what every checkpoint of this thread calls. */
export const setCheckpoint = (check: () => void): void => {
  poll = check;
};
