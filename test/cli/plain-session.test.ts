import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Runner } from '../../src/cli/execute.ts';
import type { Output } from '../../src/cli/output.ts';
import { type Names, runPlainSession } from '../../src/cli/plain-session.ts';
import { CancelledError } from '../../src/errors.ts';
import { PIPED } from '../support/presentation.ts';
import { answer } from './outcomes.ts';

const CTRL_C = '\x03';
const CTRL_D = '\x04';
const UP = '\x1b[A';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'real-test-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

/** Answers each line with itself; `:quit` quits, `:load` loads and `wait` goes on until it is cancelled. */
const echo: Runner & Names = {
  run: async (line, options) => {
    if (line === ':quit') return { kind: 'message', text: '', action: 'quit' };
    if (line.startsWith(':load ')) return { kind: 'message', text: '', action: 'load', path: line.slice(6) };
    if (line === ':clear') return { kind: 'message', text: '', action: 'clear' };
    if (/^\w+ = /.test(line)) return { kind: 'defined', name: line.slice(0, line.indexOf(' ')) };
    if (line === 'wait') {
      while (!options?.signal?.aborted) await new Promise(setImmediate);
      return { kind: 'failure', error: new CancelledError() };
    }
    return answer({ value: `<${line.replaceAll('\n', '|')}>` });
  },
  definitions: () => [{ name: 'area', params: ['w', 'h'], text: 'area(w, h) = w*h' }],
  preview: async (name) => answer({ value: `<${name}>` }),
};

/** Types each piece once the session has come to rest after the one before. */
const converse = async (pieces: readonly (string | (() => void))[], terminal: 'none' | 'able' | 'dumb' = 'none') => {
  let written = '';
  const answers: string[] = [];
  const collect = (kind: string): Output => ({
    closed: false,
    write: async (text) => {
      answers.push(
        ...text
          .split('\n')
          .filter((line) => line !== '')
          .map((line) => kind + line),
      );
    },
  });
  const input = new PassThrough();
  const screen = Object.assign(new PassThrough(), { isTTY: true, columns: 80, rows: 24 });
  screen.setEncoding('utf8').on('data', (text: string) => {
    written += text;
  });
  const how = { ...PIPED, terminal: terminal !== 'none' };
  const shell = {
    session: echo,
    how,
    stats: false,
    progress: 'never' as const,
    onTerminal: () => false,
    dumb: terminal === 'dumb',
    debug: false,
    out: collect(''),
    err: collect('! '),
  };
  const ended = runPlainSession(shell, echo, { input, screen, history: join(folder, 'state', 'history') });
  for (const piece of pieces) {
    if (typeof piece === 'string') input.write(piece);
    else piece();
    for (let turn = 0; turn < 20; turn++) await new Promise(setImmediate);
  }
  return { code: await ended, answers, written };
};

describe('a session', () => {
  test('answers each line until Ctrl-D', async () => {
    expect(await converse(['1\r', '2', '+3\r', CTRL_D])).toMatchObject({ code: 0, answers: ['<1>', '<2+3>'] });
  });

  test('leaves at :quit, without running what was typed after it', async () => {
    expect(await converse(['1\r:quit\r2\r'])).toMatchObject({ code: 0, answers: ['<1>'] });
  });

  test('runs the lines of a paste in order and keeps its unfinished end', async () => {
    expect((await converse(['1\r2\r33', '4\r', CTRL_D])).answers).toEqual(['<1>', '<2>', '<334>']);
  });

  test('goes on while a parenthesis is open', async () => {
    expect((await converse(['(1 +\r', '2)\r', '3\r', CTRL_D])).answers).toEqual(['<(1 +|2)>', '<3>']);
  });

  test('runs the lines of a file that is loaded, and leaves at its :quit', async () => {
    const path = join(folder, 'some.real');
    writeFileSync(path, '2\n3\n');
    const last = join(folder, 'last.real');
    writeFileSync(last, `:load ${path}\n:quit\n4\n`);
    const { code, answers } = await converse([`1\r:load ${path}\r4\r`, `:load ${last}\r5\r`]);
    expect({ code, answers }).toEqual({ code: 0, answers: ['<1>', '<2>', '<3>', '<4>', '<2>', '<3>'] });
  });

  test('previews the last definition of what is typed at once, on a terminal', async () => {
    const lines = ['x = 1\ry = 2\r', CTRL_D];
    expect((await converse(lines, 'able')).answers).toEqual(['y ≈ <y>']);
    expect((await converse(lines)).answers).toEqual([]);
  });
});

describe('Tab', () => {
  test('completes the word before the cursor, and says what it is', async () => {
    const { answers, written } = await converse(['1+sq\t', '2)\r', CTRL_D]);
    expect(answers).toEqual(['<1+sqrt(2)>']);
    expect(written).toContain('\nsqrt(x)  square root, x >= 0\n');
  });

  test('puts in what the candidates have in common, then lists them with what they are for', async () => {
    const { answers, written } = await converse([':set se\t', 'x\x7f\t', '\r', 'sin\t', '(1)\r', CTRL_D]);
    expect(answers).toEqual(['<:set search-bits>', '<sin(1)>']);
    expect(written).toMatch(/\nsin\(x\) +sine\nsind\(x\) +sine of degrees\nsinh\(x\) +hyperbolic sine\n/);
  });

  test('knows the names of the user, the call around the cursor and the files', async () => {
    writeFileSync(join(folder, 'notes.real'), '');
    const { answers, written } = await converse([
      'ar\t',
      '1, \t',
      '2)\r',
      '(1 +\r',
      'area(\t',
      '2, 3))\r',
      `:load ${folder}/no\t`,
      CTRL_C,
      CTRL_D,
    ]);
    expect(answers).toEqual(['<area(1, 2)>', '<(1 +|area(2, 3))>']);
    expect(written.match(/\narea\(w, h\) {2}defined in this session\n/g)).toHaveLength(3);
    expect(written).toContain(`:load ${folder}/notes.real`);
  });

  test('lists no more than anyone reads', async () => {
    const { written } = await converse([':\t', CTRL_C, CTRL_D]);
    expect(written).toMatch(/\n:help \[topic\] +commands[\s\S]*\n\+\d more\n/);
  });
});

describe('a terminal that obeys no control sequences', () => {
  test('is sent none, edits its lines itself, and stops by a signal', async () => {
    const before = process.listenerCount('SIGINT');
    const interrupt = (): void => void process.emit('SIGINT');
    const pieces = [
      '1\n',
      ':clear\n',
      'x = 2\n',
      'wait\n5\n',
      interrupt,
      interrupt,
      '(6\n',
      interrupt,
      '6\n',
      ':quit\n',
    ];
    const { code, answers, written } = await converse(pieces, 'dumb');
    expect(written + answers.join('')).not.toContain('\x1b');
    expect({ code, answers: answers.filter((line) => !line.startsWith('≈')) }).toEqual({
      code: 0,
      answers: [
        '<1>',
        '! this terminal cannot be cleared',
        'x ≈ <x>',
        '! <stdin>:4: error[CANCELLED]: cancelled',
        '<6>',
      ],
    });
    expect(process.listenerCount('SIGINT')).toBe(before);
  });
});

describe('Ctrl-C', () => {
  test('clears what is typed, wherever the cursor is', async () => {
    expect((await converse(['12345\x1b[D\x1b[D', CTRL_C, '6\r', CTRL_D])).answers).toEqual(['<6>']);
  });

  test('gives up an open parenthesis', async () => {
    expect((await converse(['(1\r', CTRL_C, '2\r', CTRL_D])).answers).toEqual(['<2>']);
  });

  test('never leaves: on an empty line it says how to', async () => {
    expect((await converse([CTRL_C, '1\r', CTRL_D])).answers).toEqual(['! (Ctrl-D to exit)', '<1>']);
  });

  test('ends an evaluation, and what waits behind it', async () => {
    expect((await converse(['wait\r5\r', CTRL_C, '1\r', CTRL_D])).answers).toEqual([
      '! <stdin>:1: error[CANCELLED]: cancelled',
      '<1>',
    ]);
  });
});

describe('the history', () => {
  test('is kept for its owner alone, without blank lines and lines that start with a blank', async () => {
    await converse(['1\r', ' 2\r', '\r', '3\r', CTRL_D]);
    const file = join(folder, 'state', 'history');
    expect(readFileSync(file, 'utf8')).toBe('1\n3\n');
    expect(statSync(file).mode & 0o777).toBe(0o600);
  });

  test('holds a statement of several lines as one, which comes back whole', async () => {
    await converse(['(1 +\r', '\r', '2)\r', ' (3 +\r4)\r', ':save a\\nb\r', CTRL_D]);
    expect((await converse([`${UP}\r`, `${UP}${UP}\r`, CTRL_D])).answers).toEqual(['<:save a\\nb>', '<(1 +||2)>']);
    expect((await converse(['(5 +\r', '6)\r', `${UP}\r`, '7\r', `${UP}${UP}\r`, CTRL_D])).answers).toEqual([
      '<(5 +|6)>',
      '<(5 +|6)>',
      '<7>',
      '<(5 +|6)>',
    ]);
  });

  test('is there in the next session, and a hidden line is not recalled', async () => {
    await converse(['1\r', '2\r', CTRL_D]);
    expect((await converse([' 9\r', `${UP}${UP}\r`, CTRL_D])).answers).toEqual(['< 9>', '<1>']);
  });
});
