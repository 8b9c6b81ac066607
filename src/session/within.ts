import { withCheckpoint } from '../number/checkpoint.ts';
import { createWatch, type Limits } from '../run/watch.ts';

/** Does what gives the event loop no turn; its checkpoints see the limits and the signal. */
export const within = <T>(limits: Limits, signal: AbortSignal | undefined, work: () => T): T =>
  withCheckpoint(
    createWatch(limits, signal, () => {}),
    work,
  );
