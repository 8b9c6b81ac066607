import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { appendHistory, HISTORY_SIZE, readHistory, remember } from '../../src/cli/history.ts';

let folder = '';
let path = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'real-test-'));
  path = join(folder, 'state', 'history');
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

describe('the history file', () => {
  test('gives back every statement as it was, the last one first, one line each', () => {
    const statement = fc.string({ unit: fc.constantFrom('a', '1', ' ', '\n', '\\', 'n', '(', 'é', '😀') });
    fc.assert(
      fc.property(fc.array(statement), (statements) => {
        rmSync(path, { force: true });
        for (const each of statements) appendHistory(path, each);
        const kept = statements.filter((each) => each.trim() !== '' && !each.startsWith(' '));
        expect(readHistory(path)).toEqual(kept.reverse());
        if (kept.length > 0) expect(readFileSync(path, 'utf8').split('\n')).toHaveLength(kept.length + 1);
      }),
    );
  });

  test('is appended to, for its owner alone', () => {
    appendHistory(path, '1');
    appendHistory(path, '(2 +\n3)');
    expect(readFileSync(path, 'utf8')).toBe('1\n(2 +\\n3)\n');
    expect(statSync(path).mode & 0o777).toBe(0o600);
  });

  test('holds no statement of megabytes, and loses those that it held', () => {
    const long = '1+'.repeat(20_000);
    appendHistory(path, '1/3');
    appendHistory(path, long);
    expect(readFileSync(path, 'utf8')).toBe('1/3\n');
    writeFileSync(path, `1/3\n${long}\n2/3\n`);
    expect(readHistory(path)).toEqual(['2/3', '1/3']);
    expect(readFileSync(path, 'utf8')).toBe('1/3\n2/3\n');
  });

  test('is shortened to the latest once it has become long, and taken from others', () => {
    const lines = (count: number): string => Array.from({ length: count }, (_, i) => `${i}\n`).join('');
    const [kept, link] = [join(folder, 'kept'), join(folder, 'link')];
    writeFileSync(kept, lines(2000), { mode: 0o644 });
    symlinkSync(kept, link);
    expect(readHistory(link)[0]).toBe('1999');
    expect(readFileSync(kept, 'utf8')).toBe(lines(2000));
    expect(statSync(kept).mode & 0o777).toBe(0o600);
    writeFileSync(kept, lines(2001));
    expect(readHistory(link)).toHaveLength(1000);
    expect(readFileSync(kept, 'utf8')).toBe(lines(2001).slice(lines(1001).length));
    expect(statSync(kept).mode & 0o777).toBe(0o600);
    expect(readdirSync(folder).toSorted()).toEqual(['kept', 'link']);
  });

  test('of an older version is read as it stands', () => {
    writeFileSync(join(folder, 'old'), 'sqrt(2)\n:load C:\\files\\x.real\n');
    expect(readHistory(join(folder, 'old'))).toEqual([':load C:\\files\\x.real', 'sqrt(2)']);
  });

  test('is none where it cannot be read or written', () => {
    const { mode } = statSync(folder);
    expect(readHistory(folder)).toEqual([]);
    expect(statSync(folder).mode).toBe(mode);
    expect(() => appendHistory(folder, '1')).not.toThrow();
  });
});

test('the latest statements are remembered, one that is repeated once', () => {
  expect(remember(['2', '1'], '2')).toEqual(['2', '1']);
  expect(remember(['2', '1'], '1')).toEqual(['1', '2', '1']);
  expect(remember(['2'], ' 1')).toEqual(['2']);
  const many = Array.from({ length: HISTORY_SIZE }, (_, i) => String(i));
  expect(remember(many, 'x')).toEqual(['x', ...many.slice(0, -1)]);
});
