import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createVtScreen, type VtScreen } from './vt-screen.ts';

/** Why no terminal can be had here; undefined where one can. util-linux's `script` gives one, `stty` its window. */
export const noTerminal: string | undefined = (() => {
  const { status, stdout } = spawnSync('script', ['-qfec', 'tty', '/dev/null'], { encoding: 'utf8', timeout: 10_000 });
  if (status !== 0) return 'there is no util-linux script here to open a terminal with';
  return stdout.includes('/dev/') ? undefined : `script gave no terminal but '${stdout.trim()}'`;
})();

/** A program in a terminal of its own. */
export interface Terminal {
  /** Sends bytes as the keyboard would. */
  type(keys: string): void;
  readonly screen: VtScreen;
  /** Everything that was written so far. */
  output(): string;
  /** Waits until this holds on a finished picture of the screen. */
  until(what: string, holds: () => boolean, timeout?: number): Promise<void>;
  /**
   * Changes the window. The program is stopped meanwhile, just after it has drawn: what it draws is on its way for a
   * while, and is never to meet a window that it was not meant for.
   */
  resize(columns: number, rows: number): Promise<void>;
  /** Signals the program, not its terminal. */
  signal(name: NodeJS.Signals): void;
  /** How it ended: its exit code, above 128 for a signal as a shell has it, and whether the terminal is as it was before. */
  readonly ended: Promise<{ code: number; restored: boolean }>;
}

export interface TerminalOptions {
  readonly columns?: number;
  readonly rows?: number;
  readonly environment?: Readonly<Record<string, string>>;
}

/** Longer than what is drawn again and again takes to come. */
const pause = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 150));

const quoted = (word: string): string => `'${word.replaceAll("'", `'\\''`)}'`;

const running = new Set<ChildProcess>();

/** Runs a program in a terminal: a shell notes the terminal's settings before and after, and the process that it becomes. */
export const openTerminal = async (command: readonly string[], options: TerminalOptions = {}): Promise<Terminal> => {
  const { columns = 80, rows = 24, environment = {} } = options;
  const folder = mkdtempSync(join(tmpdir(), 'real-terminal-'));
  const file = (name: string): string => join(folder, name);
  const program = `echo $$ > ${file('pid')}; exec ${command.map(quoted).join(' ')}`;
  const shell = [
    // A Ctrl-C that the terminal makes a signal is meant for the program alone.
    'trap : INT',
    `stty rows ${rows} cols ${columns} echo`,
    `tty > ${file('tty')}`,
    `stty -g > ${file('before')}`,
    `sh -c ${quoted(program)}`,
    `echo $? > ${file('code')}`,
    `stty -g > ${file('after')}`,
  ].join('; ');
  const child = spawn('script', ['-qfc', shell, '/dev/null'], {
    env: { PATH: process.env.PATH ?? '', TERM: 'xterm-256color', SHELL: '/bin/sh', ...environment },
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  running.add(child);
  const screen = createVtScreen(columns, rows);
  let output = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    output += text;
    screen.write(text);
  });
  const read = (name: string): string => readFileSync(file(name), 'utf8').trim();
  const ended = new Promise<{ code: number; restored: boolean }>((resolve, reject) => {
    child.on('close', () => {
      running.delete(child);
      try {
        resolve({ code: Number(read('code')), restored: read('before') === read('after') });
      } catch (error) {
        reject(error);
      } finally {
        rmSync(folder, { recursive: true });
      }
    });
  });
  ended.catch(() => {});

  const until = async (what: string, holds: () => boolean, timeout = 20_000): Promise<void> => {
    // A picture that is being drawn is none.
    for (const deadline = Date.now() + timeout; screen.modes.has('?2026') || !holds(); ) {
      if (Date.now() > deadline) throw new Error(`no ${what} after ${timeout} ms:\n${screen.rows().join('\n')}`);
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  };
  return {
    type: (keys) => child.stdin.write(keys),
    screen,
    output: () => output,
    until,
    resize: async (newColumns, newRows) => {
      const pid = Number(read('pid'));
      await Promise.race([once(child.stdout, 'data'), pause()]);
      process.kill(pid, 'SIGSTOP');
      await pause();
      screen.resize(newColumns, newRows);
      spawnSync('stty', ['-F', read('tty'), 'rows', String(newRows), 'cols', String(newColumns)]);
      process.kill(pid, 'SIGCONT');
    },
    signal: (name) => process.kill(Number(read('pid')), name),
    ended,
  };
};

/** Ends what a failed test left running. */
export const closeTerminals = (): void => {
  for (const child of running) child.kill('SIGKILL');
};
