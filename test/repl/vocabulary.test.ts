import { describe, expect, test } from 'vitest';
import { COMMANDS } from '../../src/commands.ts';
import { CONSTANTS, FUNCTIONS } from '../../src/refine/functions.ts';
import { completionAt } from '../../src/repl/vocabulary.ts';

const own = (prefix: string): string[] => ['sinus', 'x1', 'f'].filter((name) => name.startsWith(prefix));

const offered = (text: string): string[] => completionAt(text, text.length, own).candidates.map((each) => each.text);

describe('what could stand at the cursor', () => {
  test.each([
    ['1 + sq', ['sqrt(']],
    ['pi-sq', ['sqrt(']],
    [':set search-b', ['search-bits']],
    ['sin', ['sin(', 'sind(', 'sinh(', 'sinus']],
    ['x', ['x1']],
    ['le', ['let ']],
    [':fr', ['frac']],
    [':set di', ['digits']],
    [':set round ', ['nearest', 'down', 'up', 'floor', 'ceil']],
    [':strategy a', ['auto']],
    [':help sq', ['sqrt']],
    ['pi @ 5 pl', ['places']],
    ['pi @ 5, fr', ['frac']],
    ['pi @ strategy a', ['auto']],
    ['1 + ', []],
    ['', []],
    [':vars x', []],
    ['nosuch', []],
  ])('%s', (text, expected) => {
    expect(offered(text)).toEqual(expected);
  });

  test('inside of a call without a word, its signature', () => {
    expect(completionAt('1 + root((2), ', 14, own).candidates).toMatchObject([{ text: '', signature: 'root(x, n)' }]);
  });

  test('every function, constant and command is found by its name, with its help', () => {
    for (const { name, signature, help } of FUNCTIONS)
      expect(completionAt(name, name.length, own).candidates).toContainEqual({ text: `${name}(`, signature, help });
    for (const { name, help } of CONSTANTS)
      expect(completionAt(name, name.length, own).candidates).toContainEqual({ text: name, signature: name, help });
    for (const { name } of COMMANDS) expect(offered(`:${name}`)).toContain(name);
  });
});
