import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { answerTo, CTRL_C, CTRL_D, home, inTerminal, open, promptIs } from './sessions.ts';

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
    terminal.type(CTRL_C);
    await terminal.until('hint', () => promptIs(terminal, '') && lines().includes('(Ctrl-D to exit)'));
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
