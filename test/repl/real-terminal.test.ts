import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { closeTerminals, noTerminal, openTerminal, type Terminal, type TerminalOptions } from '../support/terminal.ts';

/** The built program; `npm run build` makes it. */
const REAL = fileURLToPath(new URL('../../dist/real.cjs', import.meta.url));

if (noTerminal !== undefined) console.warn(`tests in a real terminal are skipped: ${noTerminal}`);

let home = '';
beforeAll(() => {
  home = mkdtempSync(join(tmpdir(), 'real-session-'));
});
afterAll(() => {
  rmSync(home, { recursive: true });
});
afterEach(closeTerminals);

const CTRL_C = '\x03';
const CTRL_D = '\x04';
const UP = '\x1b[A';
const LEFT = '\x1b[D';

/** A session, once it is drawn. */
const open = async (args: readonly string[] = [], options: TerminalOptions = {}): Promise<Terminal> => {
  const environment = { HOME: home, NO_COLOR: '1', ...options.environment };
  const terminal = await openTerminal([process.execPath, REAL, ...args], { ...options, environment });
  await terminal.until('prompt', () => promptIs(terminal, ''));
  return terminal;
};

const DRAWN = '\x1b[?2026h';

/** Whether the last line on the screen is the prompt with this text, the cursor behind it. */
const promptIs = ({ screen }: Terminal, text: string): boolean => screen.lines().at(-1) === `real> ${text}`.trimEnd();

/** Types a line, or ends the one that is typed, and waits until its answer stands above the new prompt. */
const answerTo = async (terminal: Terminal, line: string): Promise<string[]> => {
  const before = terminal.screen.lines().findLastIndex((each) => /^(real>|search) /.test(`${each} `));
  terminal.type(`${line}\r`);
  await terminal.until(
    `answer to ${line}`,
    () => promptIs(terminal, '') && terminal.screen.lines().length > before + 1,
  );
  return terminal.screen.lines().slice(before, -1);
};

const leave = async (terminal: Terminal): Promise<void> => {
  terminal.type(CTRL_D);
  expect(await terminal.ended).toEqual({ code: 0, restored: true });
  expect(terminal.output()).not.toContain('\x1b[3J');
  expect(terminal.screen.modes).toEqual(new Set(['?25']));
  expect(terminal.screen.unknown).toEqual([]);
};

describe.skipIf(noTerminal !== undefined)('in a real terminal', { timeout: 60_000 }, () => {
  test('a line is typed, edited and answered, and its note stands below', async () => {
    const terminal = await open();
    terminal.type(`1+1${LEFT}2`);
    await terminal.until('edited line', () => promptIs(terminal, '1+21'));
    expect(terminal.screen.cursor()).toMatchObject({ x: 'real> 1+2'.length });
    expect(await answerTo(terminal, '')).toEqual(['real> 1+21', '22', expect.stringMatching(/^exact · [\d.]+ ms · /)]);
    await leave(terminal);
  });

  test('an error points into its line, and the session goes on', async () => {
    const terminal = await open();
    expect(await answerTo(terminal, '1+*2')).toEqual([
      'real> 1+*2',
      "<stdin>:1:3: error[PARSE]: expected an operand, found '*'",
      '  1+*2',
      '    ^',
    ]);
    expect((await answerTo(terminal, '2+3'))[1]).toBe('5');
    await leave(terminal);
  });

  test('what is typed before anything is drawn is not lost', async () => {
    const terminal = await openTerminal([process.execPath, REAL], { environment: { HOME: home, NO_COLOR: '1' } });
    await terminal.until('output', () => terminal.output().includes('real>'));
    terminal.type('1+1\r2+');
    await terminal.until('answer', () => promptIs(terminal, '2+'));
    expect(terminal.screen.lines().slice(0, 2)).toEqual(['real> 1+1', '2']);
    terminal.type(CTRL_C);
    await terminal.until('empty line', () => promptIs(terminal, ''));
    await leave(terminal);
  });

  test('history goes from one session to the next, for its owner alone', async () => {
    const first = await open();
    await answerTo(first, '2^10');
    await answerTo(first, ' 2^11');
    first.type(':quit\r');
    expect(await first.ended).toEqual({ code: 0, restored: true });
    const file = join(home, '.local/state/real/history');
    expect(readFileSync(file, 'utf8').split('\n').slice(-3)).toEqual(['2^10', ':quit', '']);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    const second = await open();
    second.type(`2^${UP}`);
    await second.until('recalled line', () => promptIs(second, '2^10'));
    second.type(`${CTRL_C}\x1210`);
    await second.until('found line', () => second.screen.lines().at(-1) === "search '10': 2^10");
    expect((await answerTo(second, ''))[1]).toBe('1024');
    await leave(second);
  });

  test('Tab completes, and shows the signature', async () => {
    const terminal = await open();
    terminal.type('1 + sqr\t');
    await terminal.until(
      'signature',
      () => terminal.screen.lines().at(-1)?.startsWith('  sqrt(x)  square root') === true,
    );
    expect(terminal.screen.lines().at(-2)).toBe('real> 1 + sqrt(');
    terminal.type('4) @ 5 pl\t');
    await terminal.until('directive', () => terminal.screen.lines().at(-2) === 'real> 1 + sqrt(4) @ 5 places');
    expect((await answerTo(terminal, ''))[1]).toBe('3');
    terminal.type(':fra\t');
    await terminal.until('command', () => terminal.screen.lines().at(-2) === 'real> :frac');
    expect((await answerTo(terminal, ''))[1]).toBe('3');
    await leave(terminal);
  });

  test('fifty pasted lines run in order, and what follows the last stays to be edited', async () => {
    const terminal = await open();
    const numbers = Array.from({ length: 50 }, (_, index) => index + 1);
    terminal.type(`\x1b[200~${numbers.map((each) => `${each}*1000`).join('\r')}\rsqrt(\x1b[201~`);
    await terminal.until('rest', () => promptIs(terminal, 'sqrt('));
    const answers = terminal.screen.lines().filter((line) => /^\d+$/.test(line));
    expect(answers).toEqual(numbers.map((each) => `${each}000`));
    expect((await answerTo(terminal, '9)'))[1]).toBe('3');
    await leave(terminal);
  });

  test('an open parenthesis asks for more, and the statement is one', async () => {
    const terminal = await open();
    terminal.type('(1 +\r');
    await terminal.until('continuation', () => terminal.screen.lines().at(-1) === '  ...');
    terminal.type('2)\r');
    await terminal.until('answer', () => promptIs(terminal, ''));
    expect(terminal.screen.lines().slice(0, 3)).toEqual(['real> (1 +', '  ... 2)', '3']);
    await leave(terminal);
  });

  test('ten thousand digits are on the screen as they were asked for', async () => {
    const terminal = await open();
    const [, abridged = '', note, offer] = await answerTo(terminal, '1/7 @ 10000');
    expect(abridged).toMatch(/^0\.(142857)+1? … \d{160}$/);
    expect(note).toMatch(/^≈ nearest · 10000 digits/);
    expect(offer).toMatch(/^9,042 of 10,002 characters are not shown · :full · :copy · :save FILE$/);
    const whole = `0.${'142857'.repeat(1667).slice(0, 9999)}8`.replace(/8$/, '9');
    const [, full = ''] = await answerTo(terminal, ':full');
    expect(full.length).toBe(whole.length);
    expect(full.slice(0, 9990)).toBe(whole.slice(0, 9990));
    await answerTo(terminal, ':copy');
    expect(terminal.screen.clipboard).toEqual([full]);
    const saved = join(home, 'saved.txt');
    await answerTo(terminal, `:save ${saved}`);
    expect(readFileSync(saved, 'utf8')).toBe(`${full}\n`);
    await leave(terminal);
  });

  test('a window that changes leaves one prompt, and loses nothing above it', async () => {
    const terminal = await open();
    await answerTo(terminal, 'pi @ 200');
    const typed = '1234567890+'.repeat(6);
    terminal.type(typed);
    await terminal.until('typed line', () => promptIs(terminal, typed));
    const before = terminal.screen.lines();
    for (const [columns, rows] of [
      [40, 24],
      [120, 30],
      [30, 10],
      [80, 24],
    ] as const) {
      terminal.resize(columns, rows);
      // The live rows are broken by us, so that they are read as one line only where they fit.
      const live = Array.from({ length: Math.ceil((typed.length + 6) / columns) }, (_, index) =>
        `real> ${typed}`.slice(index * columns, (index + 1) * columns),
      );
      await terminal.until(
        `prompt at ${columns}`,
        () => terminal.screen.lines().slice(-live.length).join() === live.join(),
      );
      expect(terminal.screen.lines().slice(0, -live.length)).toEqual(before.slice(0, -1));
    }
    terminal.type(CTRL_C);
    await terminal.until('empty line', () => promptIs(terminal, ''));
    await leave(terminal);
  });

  test('wide and combining characters move the cursor by their width', async () => {
    const terminal = await open();
    terminal.type(`漢e\u0301x${LEFT}`);
    await terminal.until('cursor', () => terminal.screen.cursor().x === 'real> '.length + 3);
    terminal.type('\x7f');
    await terminal.until('erased', () => promptIs(terminal, '漢x'));
    terminal.type('\x7f\x0b');
    await terminal.until('empty line', () => promptIs(terminal, ''));
    await leave(terminal);
  });

  test('Ctrl-C clears what is typed, and on an empty line says how to leave', async () => {
    const terminal = await open();
    terminal.type(`12${CTRL_C}`);
    await terminal.until('empty line', () => promptIs(terminal, ''));
    terminal.type(CTRL_C);
    await terminal.until('hint', () => terminal.screen.lines().at(-1) === 'Ctrl-D to exit');
    terminal.type('1');
    await terminal.until('no hint', () => promptIs(terminal, '1'));
    terminal.type(CTRL_C);
    await terminal.until('empty line', () => promptIs(terminal, ''));
    await leave(terminal);
  });

  test('Ctrl-C ends an evaluation; what was answered before stays the last answer', async () => {
    const terminal = await open();
    await answerTo(terminal, '41');
    terminal.type('eulergamma @ 2000000\r');
    await new Promise((resolve) => setTimeout(resolve, 700));
    terminal.type(CTRL_C);
    await terminal.until(
      'prompt',
      () => promptIs(terminal, '') && terminal.screen.lines().join().includes('CANCELLED'),
    );
    expect((await answerTo(terminal, 'ans + 1'))[1]).toBe('42');
    await leave(terminal);
  });

  test(':clear leaves the prompt alone on the screen', async () => {
    const terminal = await open();
    await answerTo(terminal, '1+1');
    terminal.type(':clear\r');
    await terminal.until(
      'clear screen',
      () => terminal.screen.rows()[0] === 'real>' && terminal.screen.cursor().y === 0,
    );
    await leave(terminal);
  });
});

describe.skipIf(noTerminal !== undefined)('the terminal is given back', { timeout: 60_000 }, () => {
  test.each([
    ['SIGTERM', 143],
    ['SIGHUP', 129],
  ] as const)('at %s', async (name, code) => {
    const terminal = await open();
    terminal.type('1+');
    await terminal.until('typed line', () => promptIs(terminal, '1+'));
    terminal.signal(name);
    expect(await terminal.ended).toEqual({ code, restored: true });
    expect(terminal.screen.modes).toEqual(new Set(['?25']));
  });

  test.each([true, false])('at a crash, which is reported below the prompt (drawn by Ink: %s)', async (drawn) => {
    const crash = join(home, 'crash.cjs');
    writeFileSync(crash, "process.on('SIGUSR2', () => { throw new Error('broken'); });");
    const terminal = await open([], { environment: { NODE_OPTIONS: `--require ${crash}` } });
    if (drawn) await terminal.until('first frame', () => terminal.output().includes(DRAWN));
    terminal.signal('SIGUSR2');
    expect(await terminal.ended).toEqual({ code: 4, restored: true });
    expect(terminal.screen.modes).toEqual(new Set(['?25']));
    expect(terminal.screen.lines().slice(-2)).toEqual(['real>', 'real: internal error: broken']);
  });
});

describe.skipIf(noTerminal !== undefined)('the plain session', { timeout: 60_000 }, () => {
  test.each([
    [['--ui', 'plain'], {}],
    [[], { TERM: 'dumb' }],
    [[], { CI: 'true' }],
  ] as const)('is held with %j and %j', async (args, environment) => {
    const terminal = await open(args, { environment });
    terminal.type('6*7\r');
    await terminal.until('answer', () => terminal.screen.lines().includes('42') && promptIs(terminal, ''));
    terminal.type(':clear\r');
    await terminal.until('clear screen', () => !terminal.screen.rows().includes('42'));
    expect(terminal.output()).not.toContain('\x1b[?2004h');
    terminal.type(CTRL_D);
    expect(await terminal.ended).toEqual({ code: 0, restored: true });
    expect(terminal.output()).not.toContain('\x1b[3J');
  });
});
