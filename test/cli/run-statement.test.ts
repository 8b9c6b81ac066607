import { exec, execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { runBatch } from '../../src/cli/batch.ts';
import type { Shell } from '../../src/cli/execute.ts';
import { runStatement } from '../../src/cli/run-statement.ts';
import type { Statement } from '../../src/cli/statement.ts';
import { Session } from '../../src/session.ts';
import { PIPED } from '../support/presentation.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'real-load-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

/** Writes a file, in whose text `~` stands for the folder, and gives its name. */
const file = (name: string, ...lines: readonly string[]): string => {
  writeFileSync(join(folder, name), `${lines.join('\n')}\n`.replaceAll('~', folder));
  return join(folder, name);
};

const open = () => {
  const session = new Session();
  const texts = { out: '', err: '' };
  const output = (name: 'out' | 'err') => ({
    closed: false,
    write: async (text: string): Promise<void> => {
      texts[name] += text.replaceAll(folder, '~');
    },
  });
  const shell: Shell = {
    session,
    how: PIPED,
    stats: false,
    progress: 'never',
    onTerminal: () => false,
    debug: false,
    out: output('out'),
    err: output('err'),
  };
  return { shell, texts };
};

const statement = (text: string, line = 1): Statement => ({ source: '<stdin>', line, number: line, text });

const batch = async (lines: readonly string[], failFast = false) => {
  const { shell, texts } = open();
  const statements = async function* (): AsyncGenerator<Statement> {
    for (const [i, text] of lines.entries()) yield statement(text, i + 1);
  };
  return { code: await runBatch(shell, statements(), { failFast }), ...texts };
};

describe(':load', () => {
  test('runs the statements of a file in the same session, between those around it', async () => {
    const path = file('two.real', 'a = 2', 'a^2', 'ans + x');
    expect(await batch(['x = 10', `:load ${path}`, 'a + ans'])).toEqual({ code: 0, out: '4\n14\n16\n', err: '' });
  });

  test('reports errors where they are in the file, and goes on', async () => {
    const path = file('bad.real', '1', '2 +* 3', '4');
    expect(await batch([`:load ${path}`, '5'])).toEqual({
      code: 2,
      out: '1\n4\n5\n',
      err: "~/bad.real:2:4: error[PARSE]: expected an operand, found '*'\n  2 +* 3\n     ^\n",
    });
    expect(await batch([`:load ${path}`, '5'], true)).toMatchObject({ code: 2, out: '1\n' });
  });

  test('may be nested', async () => {
    file('inner.real', 'f(t) = t^2', '1/0');
    const path = file('outer.real', '1', ':load ~/inner.real', 'f(3)');
    const { code, out, err } = await batch([`:load ${path}`, 'f(4)']);
    expect({ code, out }).toEqual({ code: 1, out: '1\n9\n16\n' });
    expect(err).toMatch(/^~\/inner\.real:2:3: error\[DIVISION_BY_ZERO\]/);
  });

  test('refuses a circle, by whichever names', async () => {
    file('a.real', '1', ':load ~/b.real', '3');
    file('b.real', '2', ':load ~/again/a.real');
    mkdirSync(join(folder, 'again'));
    symlinkSync(join(folder, 'a.real'), join(folder, 'again', 'a.real'));
    const { code, out, err } = await batch([`:load ${folder}/a.real`, '4']);
    expect({ code, out }).toEqual({ code: 4, out: '1\n2\n3\n4\n' });
    expect(err).toMatch(/^~\/b\.real:2:7: error\[IO\]: ~\/again\/a\.real is being loaded already\n {2}:load /);
    expect(err).toMatch(/\n {2}hint: it loads itself: ~\/a\.real → ~\/b\.real → ~\/a\.real\n$/);
  });

  test('may load a file twice, one after the other', async () => {
    const path = file('one.real', '1');
    expect((await batch([`:load ${path}`, `:load ${path}`])).out).toBe('1\n1\n');
  });

  test('says which file cannot be read, where it is asked for', async () => {
    const { code, err } = await batch(['', `:load ${folder}/none.real`, ':load', `:load ${folder}`]);
    expect(code).toBe(4);
    expect(err).toContain('<stdin>:2:7: error[IO]: cannot read ~/none.real: no such file\n');
    expect(err).toMatch(/<stdin>:4:7: error\[IO\]: cannot read ~: it is a directory\n/);
    expect(err).toContain(
      '<stdin>:3:6: error[PARSE]: expected the name of a file\n  :load\n       ^\n  hint: write :load file\n',
    );
  });

  test('ends with all that follows at a :quit in the file', async () => {
    file('quits.real', '1', ':quit', '2');
    const path = file('outer.real', ':load ~/quits.real', '3');
    expect(await batch([`:load ${path}`, '4'])).toEqual({ code: 0, out: '1\n', err: '' });
  });

  test('ends where it is cancelled', async () => {
    const path = file('three.real', '1', '2', '3');
    const { shell, texts } = open();
    const controller = new AbortController();
    const kinds: string[] = [];
    for await (const outcome of runStatement(shell, statement(`:load ${path}`), controller.signal)) {
      kinds.push(outcome.kind);
      if (outcome.kind === 'answer') controller.abort();
    }
    expect(kinds).toEqual(['message', 'answer']);
    expect(texts.out).toBe('1\n');
  });

  test.each([
    [
      'a pipe that nobody writes to',
      (path: string) => execFileSync('mkfifo', [path]),
      /^~\/endless: error\[CANCELLED\]/,
    ],
    // Its first line may be found to be too long before.
    ['a file without an end', (path: string) => symlinkSync('/dev/zero', path), /error\[(CANCELLED|LIMIT)\]/],
  ])('ends where it is cancelled while it reads %s', async (_, make, expected) => {
    make(join(folder, 'endless'));
    const { shell, texts } = open();
    const controller = new AbortController();
    setTimeout(() => controller.abort(), 100);
    const outcomes = runStatement(shell, statement(`:load ${folder}/endless`), controller.signal);
    for await (const outcome of outcomes) if (outcome.kind === 'message') expect(controller.signal.aborted).toBe(false);
    expect(texts.err).toMatch(expected);
  });

  test('reads a pipe until those who write to it have left', async () => {
    execFileSync('mkfifo', [join(folder, 'pipe')]);
    exec('sleep 0.1; (echo 1+1; sleep 0.1; echo 2+2) > pipe', { cwd: folder });
    expect((await batch([`:load ${folder}/pipe`, '5'])).out).toBe('2\n4\n5\n');
  });

  test('leaves its statements in the history', async () => {
    const path = file('two.real', 'a = 2', 'a^2');
    expect((await batch([`:load ${path}`, ':history'])).out).toBe(`4\n    :load ~/two.real\n    a = 2\n%1  a^2\n`);
  });
});
