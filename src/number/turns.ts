/** A computation that stops now and then, so that others may have their turn. */
export type Turns<T> = Generator<undefined, T>;

/** Goes on to the end. */
export const atOnce = <T>(work: Turns<T>): T => {
  for (;;) {
    const { done, value } = work.next();
    if (done) return value;
  }
};

/** Waits for `turn` wherever the computation stops and it has something to wait for. */
export const inTurns = async <T>(work: Turns<T>, turn: () => Promise<void> | undefined): Promise<T> => {
  for (;;) {
    const { done, value } = work.next();
    if (done) return value;
    const due = turn();
    if (due !== undefined) await due;
  }
};
