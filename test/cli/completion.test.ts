import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { completionScript } from '../../src/cli/completion.ts';
import { cliOptions, namesOf } from '../../src/cli/options.ts';

let home = '';
beforeAll(() => {
  home = mkdtempSync(join(tmpdir(), 'real-test-'));
  for (const name of ['a.real', 'a b.real', 'c.real']) writeFileSync(join(home, name), '');
});
afterAll(() => {
  rmSync(home, { recursive: true });
});

test.each(['bash', 'zsh', 'fish'])('%s completes every option of the help and every choice', (shell) => {
  const script = completionScript([shell]);
  for (const option of cliOptions()) {
    for (const name of namesOf(option)) {
      const written = shell !== 'fish' ? name : name.startsWith('--') ? `-l ${name.slice(2)}` : `-s ${name.slice(1)}`;
      expect(new RegExp(`${written}(?![\\w-])`).test(script)).toBe(true);
    }
    if (option.choices !== undefined && !option.flags.startsWith('--no-'))
      expect(script).toContain(option.choices.join(' '));
  }
});

/** What bash offers for the last of the words, which it has split. */
const offered = (words: readonly string[]): string[] => {
  const call = `COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _real; printf '%s\\n' "\${COMPREPLY[@]}"`;
  const { stdout, stderr } = spawnSync('bash', ['-c', `${completionScript(['bash'])}\n${call}`, 'bash', ...words], {
    cwd: home,
    encoding: 'utf8',
  });
  // Outside of a completion there are no options of one to set.
  expect(stderr.replace(/.*compopt.*\n/g, '')).toBe('');
  return stdout.split('\n').filter((line) => line !== '');
};

describe.skipIf(spawnSync('bash', ['-c', 'true']).status !== 0)('in bash', () => {
  test.each([
    [
      ['real', ''],
      ['bench', 'completion'],
    ],
    [['real', '--fo'], ['--form']],
    [['real', '--form', 'fr'], ['frac']],
    [['real', '--round', '=', 'f'], ['floor']],
    [
      ['real', '--ui', '='],
      ['auto', 'ink', 'plain'],
    ],
    [
      ['real', '-f', 'a'],
      ['a b.real', 'a.real'],
    ],
    [['real', '--digits', ''], []],
    [['real', 'completion', 'z'], ['zsh']],
    [['real', '-e', '1', '--js'], ['--json']],
  ])('%j', (words, expected) => {
    expect(offered(words).sort()).toEqual(expected);
  });
});

test.each([[[]], [['tcsh']], [['bash', 'zsh']]])('%j is a usage error', (args) => {
  expect(() => completionScript(args)).toThrow(expect.objectContaining({ code: 'USAGE' }));
});
