import { closeSync, constants, openSync, readSync } from 'node:fs';

/** A signal that reports Ctrl-C during an evaluation; `release` ends the watch and gives back what else was typed. */
export interface Interrupt {
  readonly signal: AbortSignal;
  /** For a Ctrl-C that the event loop saw. */
  interrupt(): void;
  release(): void;
}

/** Where keys come from; a terminal if it says so. */
export interface Keyboard extends NodeJS.ReadableStream {
  readonly isTTY?: boolean;
}

const CTRL_C = 0x03;

/** Often enough to feel immediate, seldom enough to cost nothing. */
const POLL_MS = 30;

/**
 * What is computed on this thread keeps the event loop from seeing keys, and in raw mode Ctrl-C is only a byte. So once
 * the event loop has not turned for a while, the signal looks at the terminal itself whenever a checkpoint of the
 * evaluation asks whether it is aborted. While the loop turns, keys are left to it.
 */
export const createInterrupt = (input: Keyboard): Interrupt => {
  const controller = new AbortController();
  const terminal = input.isTTY ? openTerminal() : undefined;
  if (terminal === undefined)
    return { signal: controller.signal, interrupt: () => controller.abort(), release: () => {} };

  const typed: Buffer[] = [];
  let looked = performance.now();
  let interrupted = false;
  const giveBack = (): void => {
    if (typed.length > 0) input.unshift(Buffer.concat(typed.splice(0)));
  };
  // Timers come before what the loop reads in the same turn, so keys keep their order.
  const turning = setInterval(() => {
    looked = performance.now();
    giveBack();
  }, POLL_MS / 2);
  Object.defineProperty(controller.signal, 'aborted', {
    get: () => {
      const now = performance.now();
      if (interrupted || now - looked < POLL_MS) return interrupted;
      looked = now;
      const keys = readAvailable(terminal);
      const at = keys.lastIndexOf(CTRL_C);
      interrupted = at !== -1;
      // What was typed before Ctrl-C is dropped with it, as a terminal's own line discipline does.
      if (interrupted) typed.length = 0;
      if (keys.length > at + 1) typed.push(keys.subarray(at + 1));
      return interrupted;
    },
  });
  return {
    signal: controller.signal,
    interrupt: () => {
      interrupted = true;
      controller.abort();
    },
    release: () => {
      clearInterval(turning);
      closeSync(terminal);
      giveBack();
    },
  };
};

const openTerminal = (): number | undefined => {
  try {
    return openSync('/dev/tty', constants.O_RDONLY | constants.O_NONBLOCK);
  } catch {
    return undefined;
  }
};

/** What waits to be read; nothing if reading would block. */
const readAvailable = (fd: number): Buffer => {
  const bytes = Buffer.alloc(4096);
  try {
    return bytes.subarray(0, readSync(fd, bytes));
  } catch {
    return bytes.subarray(0, 0);
  }
};
