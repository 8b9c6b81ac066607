import { writeSync } from 'node:fs';
import { InputOutputError } from '../errors.ts';
import { systemReason } from './system-error.ts';

/** Where text goes; once the reader has closed it, writing does nothing. */
export interface Output {
  readonly closed: boolean;
  write(text: string): Promise<void>;
}

/** A full pipe is tried again in so many turns of the event loop, more than a reader at work needs, and then after pauses. */
const TURNS = 50;
const PAUSE_MS = 5;

const isCode = (error: unknown, code: string): boolean =>
  error instanceof Error && 'code' in error && error.code === code;

/**
 * Writes to a file descriptor at once: what was written is with the reader even if the process is killed in the
 * next computation, and a slow reader holds the writer back. `process.stdout` would cost its start-up time, and
 * would keep what a pipe does not take until the event loop turns.
 */
export const openOutput = (
  fd: number,
  name: string,
  put: (fd: number, bytes: Uint8Array, offset: number) => number = writeSync,
): Output => {
  let closed = false;
  return {
    get closed() {
      return closed;
    },
    async write(text) {
      const bytes = Buffer.from(text);
      let offset = 0;
      let turns = 0;
      while (!closed && offset < bytes.length) {
        try {
          offset += put(fd, bytes, offset);
          turns = 0;
        } catch (error) {
          if (isCode(error, 'EPIPE')) closed = true;
          else if (isCode(error, 'EAGAIN')) {
            turns += 1;
            await new Promise((resolve) => (turns < TURNS ? setImmediate(resolve) : setTimeout(resolve, PAUSE_MS)));
          } else throw new InputOutputError(`cannot write to ${name}: ${systemReason(error)}`, { cause: error });
        }
      }
    },
  };
};
