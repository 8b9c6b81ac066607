import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { filesAt } from '../../src/cli/files.ts';

let home = '';
beforeAll(() => {
  home = mkdtempSync(join(tmpdir(), 'real-test-'));
  mkdirSync(join(home, 'notes'));
  for (const name of ['note.real', '.hidden', 'a #b', 'two\nlines', 'a b.txt', join('notes', 'inner')])
    writeFileSync(join(home, name), '');
  symlinkSync(join(home, 'notes'), join(home, 'norm'));
  symlinkSync(join(home, 'gone'), join(home, 'nowhere'));
  vi.stubEnv('HOME', home);
});
afterAll(() => {
  vi.unstubAllEnvs();
  rmSync(home, { recursive: true });
});

describe('the files that a path could go on to', () => {
  test.each([
    ['~', ['~/']],
    ['~/', ['~/a b.txt', '~/norm/', '~/note.real', '~/notes/', '~/nowhere']],
    ['~/note', ['~/note.real', '~/notes/']],
    ['~/.', ['~/.hidden']],
    ['~/a ', ['~/a b.txt']],
    ['~/notes/', ['~/notes/inner']],
    ['~/nosuch/x', []],
  ])('%s', (typed, expected) => {
    expect(filesAt(typed)).toEqual(expected);
  });

  test('count from the folder that one is in', () => {
    expect(filesAt('packa')).toEqual(['package-lock.json', 'package.json']);
    expect(filesAt('src/cl')).toEqual(['src/cli.ts', 'src/cli/', 'src/closest.ts'].sort());
  });
});
