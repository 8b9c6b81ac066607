import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openTerminal } from '../../support/terminal.ts';
import { answerTo, CTRL_C, CTRL_D, home, inTerminal, isAtWork, leave, open, promptIs, REAL } from './sessions.ts';

const CTRL_Z = '\x1a';

/** What Ink begins every frame with. */
const DRAWN = '\x1b[?2026h';

inTerminal('the terminal is given back', { timeout: 60_000 }, () => {
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

inTerminal('Ctrl-Z', { timeout: 60_000 }, () => {
  test('where no shell could continue the session changes nothing', async () => {
    const terminal = await open();
    terminal.type('1+');
    await terminal.until('typed line', () => promptIs(terminal, '1+'));
    terminal.type(CTRL_Z);
    terminal.type('41');
    await terminal.until('typed line', () => promptIs(terminal, '1+41'));
    expect((await answerTo(terminal, ''))[1]).toBe('42');
    await leave(terminal);
  });

  test.each([
    ['while a line is typed', 'as\t', 'real> asin'],
    ['during an evaluation', 'pi * e @ 3000000\r', 'real>'],
  ])('gives the terminal to the shell, which gives it back with `fg` (%s)', async (_, keys, last) => {
    const terminal = await openTerminal(['bash', '--norc', '-i'], {
      environment: { HOME: home, NO_COLOR: '1', PS1: '$ ', REAL: `${process.execPath} ${REAL}` },
    });
    const shellIs = (text: string): boolean => terminal.screen.lines().at(-1) === `$ ${text}`.trimEnd();
    await terminal.until('shell', () => shellIs(''));
    terminal.type('$REAL\r');
    await terminal.until('prompt', () => promptIs(terminal, ''));
    expect((await answerTo(terminal, '6*7'))[1]).toBe('42');
    terminal.type(keys);
    // The menu, or the refiners.
    await terminal.until('rows', () =>
      terminal.screen.lines().some((line) => /^ {2}(asinh\(x\)|pi .*bits)/.test(line)),
    );
    terminal.type(CTRL_Z);
    await terminal.until('shell', () => shellIs('') && terminal.output().includes('Stopped'));
    const above = terminal.screen.lines();
    expect(above.filter((line) => /^real>/.test(line))).toEqual([
      'real> 6*7',
      ...(keys.endsWith('\r') ? ['real> pi * e @ 3000000'] : []),
    ]);
    expect(above.some((line) => /bits|asinh\(x\)|Ctrl-C stops/.test(line))).toBe(false);
    terminal.type('echo as it is\r');
    await terminal.until('echo', () => terminal.screen.lines().includes('as it is') && shellIs(''));
    terminal.type('fg\r');
    await terminal.until('prompt again', () => terminal.screen.lines().at(-1) === last);
    expect(terminal.screen.lines().slice(0, above.length - 1)).toEqual(above.slice(0, -1));
    expect(terminal.screen.lines().filter((line) => line === last)).toHaveLength(1);
    terminal.type(`${CTRL_C}`);
    await terminal.until('empty line', () => promptIs(terminal, '') && !isAtWork(terminal));
    expect((await answerTo(terminal, 'ans + 1'))[1]).toBe('43');
    terminal.type(CTRL_D);
    await terminal.until('shell', () => shellIs(''));
    terminal.type('exit\r');
    expect(await terminal.ended).toEqual({ code: 0, restored: true });
  });
});

inTerminal('the plain session', { timeout: 60_000 }, () => {
  test.each([
    [['--ui', 'plain'], {}],
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

  test('sends a dumb terminal no control sequences, which edits its lines itself', async () => {
    const terminal = await open(['--progress', 'always'], { environment: { TERM: 'dumb', NO_COLOR: '' } });
    const { lines } = terminal.screen;
    terminal.type('6*8\x7f7\r');
    await terminal.until('answer', () => lines().includes('42') && promptIs(terminal, ''));
    terminal.type(':clear\r');
    await terminal.until(
      'refusal',
      () => lines().includes('this terminal cannot be cleared') && promptIs(terminal, ''),
    );
    terminal.type('x = sqrt(2) @ 5\r');
    await terminal.until('preview', () => lines().includes('x ≈ 1.4142') && promptIs(terminal, ''));
    terminal.type('pi * e @ 5000000\r');
    await terminal.until('progress', () => lines().some((line) => line.startsWith('<stdin>:4: 1 s · ')));
    terminal.type(CTRL_C);
    await terminal.until('prompt', () => promptIs(terminal, '') && lines().some((line) => /so far: \[8\.5/.test(line)));
    terminal.type('6*');
    await terminal.until('typed text', () => promptIs(terminal, '6*'));
    terminal.type(CTRL_C);
    await terminal.until('prompt', () => promptIs(terminal, '') && lines().at(-2) === 'real> 6*^C');
    terminal.type('7\r');
    await terminal.until('answer', () => lines().at(-3) === '7' && promptIs(terminal, ''));
    terminal.type(CTRL_D);
    expect(await terminal.ended).toEqual({ code: 0, restored: true });
    expect(terminal.output()).not.toContain('\x1b');
  });

  test('is given its prompt back by Ctrl-C', async () => {
    const terminal = await open(['--ui', 'plain']);
    await answerTo(terminal, '41');
    terminal.type('pi * e @ 5000000\r');
    await new Promise((resolve) => setTimeout(resolve, 500));
    terminal.type(CTRL_C);
    await terminal.until(
      'prompt',
      () => promptIs(terminal, '') && /so far: \[8\.5/.test(terminal.screen.lines().at(-2) ?? ''),
    );
    expect((await answerTo(terminal, 'ans + 1'))[1]).toBe('42');
    terminal.type(CTRL_D);
    expect(await terminal.ended).toEqual({ code: 0, restored: true });
  });
});
