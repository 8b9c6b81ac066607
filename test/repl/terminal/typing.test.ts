import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openTerminal, type Terminal } from '../../support/terminal.ts';
import { answerTo, CTRL_C, home, inTerminal, leave, open, promptIs, REAL } from './sessions.ts';

const UP = '\x1b[A';
const LEFT = '\x1b[D';

inTerminal('what is typed', { timeout: 60_000 }, () => {
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

  test('an open parenthesis asks for more, and the statement is one', async () => {
    const terminal = await open();
    terminal.type('(1 +\r');
    await terminal.until('continuation', () => terminal.screen.lines().at(-1) === '  ...');
    terminal.type('2)\r');
    await terminal.until('answer', () => promptIs(terminal, ''));
    expect(terminal.screen.lines().slice(0, 3)).toEqual(['real> (1 +', '  ... 2)', '3']);
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

  test.each([
    ['a key', (terminal: Terminal) => terminal.type(CTRL_C)],
    ['a signal', (terminal: Terminal) => terminal.signal('SIGINT')],
  ])('a paste that does not end is said, and dropped by Ctrl-C as %s', async (_, interrupt) => {
    const terminal = await open();
    terminal.type('\x1b[200~1+1\r2+2');
    await terminal.until('notice', () => terminal.screen.lines().at(-1) === 'pasting … · Ctrl-C drops it');
    interrupt(terminal);
    await terminal.until('hint', () => terminal.screen.lines().at(-1) === 'Ctrl-D to exit');
    terminal.type('3');
    await terminal.until('typed text', () => promptIs(terminal, '3'));
    expect((await answerTo(terminal, '+3'))[1]).toBe('6');
    await leave(terminal);
  });
});
