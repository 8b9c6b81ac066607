import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { InputOutputError } from '../errors.ts';

/** A program in a terminal of its own. */
export interface Pty {
  readonly type: (keys: string) => void;
  /** What it has written since `type` was last called. */
  readonly output: () => string;
  /** Milliseconds from the last key, or from the start, until `found` is so; it looks whenever something was written. */
  readonly until: (what: string, found: (output: string) => boolean) => Promise<number>;
  /** Milliseconds from the start to the end. */
  readonly ended: Promise<number>;
  readonly end: () => void;
}

/** Longer than anything that is measured. */
const PATIENCE = 20_000;
/** Written by the shell just before it becomes the program. */
const STARTED = '@';

const quoted = (word: string): string => `'${word.replaceAll("'", `'\\''`)}'`;

/** Starts a program in a terminal of 80 columns; util-linux's `script` makes it. */
export const openPty = async (
  command: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): Promise<Pty> => {
  const shell = `stty rows 24 cols 80; printf ${STARTED}; exec ${command.map(quoted).join(' ')}`;
  const child: ChildProcess = spawn('script', ['-qfec', shell, '/dev/null'], {
    env: { PATH: process.env.PATH ?? '', TERM: 'xterm-256color', SHELL: '/bin/sh', ...environment },
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  let since = 0;
  let output = '';
  let look = (): void => {};
  let timer: NodeJS.Timeout | undefined;
  const until: Pty['until'] = (what, found) =>
    new Promise((resolve, reject) => {
      clearTimeout(timer);
      timer = setTimeout(
        () => reject(new InputOutputError(`no ${what} after ${PATIENCE} ms: ${JSON.stringify(output.slice(-300))}`)),
        PATIENCE,
      );
      look = () => {
        if (!found(output)) return;
        clearTimeout(timer);
        look = () => {};
        resolve(performance.now() - since);
      };
      look();
    });
  child.stdout?.setEncoding('utf8').on('data', (text: string) => {
    output += text;
    look();
  });
  const ended = new Promise<number>((resolve, reject) => {
    child.on('error', reject).on('close', () => resolve(performance.now() - since));
  });
  await until('start', (text) => text.includes(STARTED));
  since = performance.now();
  output = '';
  return {
    type: (keys) => {
      since = performance.now();
      output = '';
      child.stdin?.write(keys);
    },
    output: () => output,
    until,
    ended,
    end: () => child.kill(),
  };
};

/** Whether there is a `script` that opens terminals here. */
export const hasPty = (): boolean =>
  spawnSync('script', ['-qfec', 'tty', '/dev/null'], { encoding: 'utf8' }).stdout?.includes('/dev/') ?? false;
