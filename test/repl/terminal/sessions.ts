import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, describe, expect } from 'vitest';
import {
  closeTerminals,
  noTerminal,
  openTerminal,
  type Terminal,
  type TerminalOptions,
} from '../../support/terminal.ts';

/** The built program; `npm run build` makes it. */
export const REAL = fileURLToPath(new URL('../../../dist/real.cjs', import.meta.url));

/** Where sessions keep their history; each test file has its own. */
export const home = mkdtempSync(join(tmpdir(), 'real-session-'));
afterAll(() => {
  rmSync(home, { recursive: true });
});
afterEach(closeTerminals);

if (noTerminal !== undefined) console.warn(`tests in a real terminal are skipped: ${noTerminal}`);
export const inTerminal = describe.skipIf(noTerminal !== undefined);

export const CTRL_C = '\x03';
export const CTRL_D = '\x04';

/** A session that has said that it is ready. */
export const open = async (args: readonly string[] = [], options: TerminalOptions = {}): Promise<Terminal> => {
  const environment = { HOME: home, NO_COLOR: '1', ...options.environment };
  const terminal = await openTerminal([process.execPath, REAL, ...args], { ...options, environment });
  await terminal.until('prompt', () => promptIs(terminal, ''));
  return terminal;
};

/** Whether the last line on the screen is the prompt with this text, the cursor behind it. */
export const promptIs = ({ screen }: Terminal, text: string): boolean =>
  screen.lines().at(-1) === `real> ${text}`.trimEnd();

/** What comes to nothing that is shown: definitions and settings. */
const SILENT = /^(?:\w+(?:\(\w+\))? = |:set |:digits |$)/;

/** Types a line, or ends the one that is typed, and waits until its answer stands above the new prompt. */
export const answerTo = async (terminal: Terminal, line: string): Promise<string[]> => {
  const before = terminal.screen.lines().findLastIndex((each) => /^(real>|search) /.test(`${each} `));
  const typed = terminal.screen.lines()[before]?.slice('real> '.length) ?? '';
  terminal.type(`${line}\r`);
  await terminal.until(`answer to ${line}`, () => {
    const lines = terminal.screen.lines().slice(before);
    const answered = SILENT.test(typed + line) || !/^(real> | {2}\.\.\.)/.test(lines.at(-2) ?? '');
    return lines.length > 1 && answered && promptIs(terminal, '') && !isAtWork(terminal);
  });
  return terminal.screen.lines().slice(before, -1);
};

/** Whether an evaluation is shown. */
export const isAtWork = ({ screen }: Terminal): boolean => screen.lines().some((line) => line.endsWith('Ctrl-C stops'));

/** Leaves, and sees that nothing is left behind on the terminal. */
export const leave = async (terminal: Terminal): Promise<void> => {
  terminal.type(CTRL_D);
  expect(await terminal.ended).toEqual({ code: 0, restored: true });
  expect(terminal.output()).not.toContain('\x1b[3J');
  expect(terminal.screen.modes).toEqual(new Set(['?25']));
  expect(terminal.screen.unknown).toEqual([]);
};
