import { describe, expect, test } from 'vitest';
import { completionAt } from '../../src/cli/vocabulary.ts';
import { COMMANDS } from '../../src/commands.ts';
import { CONSTANTS, FUNCTIONS } from '../../src/refine/functions.ts';

const surroundings = {
  definitions: () => [
    { name: 'sinus', params: undefined, text: 'sinus = 1' },
    { name: 'x1', params: undefined, text: 'x1 = 1' },
    { name: 'area', params: ['width', 'height'], text: 'area(width, height) = width*height' },
  ],
  files: (typed: string) => ['notes.real', 'next/', 'a b.txt'].filter((name) => name.startsWith(typed)),
};

const at = (text: string) => completionAt(text, text.length, surroundings);
const offered = (text: string): string[] => at(text).candidates.map((each) => each.text);

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
    [':set round ', ['nearest', 'down', 'up', 'floor', 'ceil', 'default']],
    [':set digits d', ['default']],
    [':digits ', ['default']],
    [':strategy a', ['auto']],
    [':load n', ['notes.real', 'next/']],
    ['  :save a b', ['a b.txt']],
    [':loadn', []],
    ['are', ['area(']],
    ['7 mo', ['mod ']],
    ['7 re', ['rem ']],
    ['let q = 1 i', ['in ']],
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
    expect(at('1 + root((2), ').candidates).toMatchObject([{ text: '', signature: 'root(x, n)' }]);
    expect(at('area(1, ').candidates).toMatchObject([{ text: '', signature: 'area(width, height)' }]);
  });

  test('everything is offered with what it is for', () => {
    for (const text of ['a', 'i', 'm', 'r', ':', 'pi @ ', ':set ', ':set round ', ':help '])
      for (const { text: word, signature, help } of at(text).candidates)
        expect([word, signature.length > 0, help.length > 0]).toEqual([word, true, true]);
  });

  test('a strategy, a form and a rounding mode say what they do', () => {
    for (const text of [':strategy ', 'pi @ strategy ', ':set strategy ', ':set form ', ':set round ']) {
      const helps = at(text).candidates.map(({ help }) => help);
      expect(new Set(helps).size).toBe(helps.length);
      expect(helps.length).toBeGreaterThan(4);
    }
    expect(at('pi @ cf').candidates).toMatchObject([{ help: expect.stringContaining('continued fraction') }]);
  });

  test('every function, constant and command is found by its name, with its help', () => {
    for (const { name, signature, help } of FUNCTIONS)
      expect(at(name).candidates).toContainEqual({ text: `${name}(`, signature, help });
    for (const { name, help } of CONSTANTS)
      expect(at(name).candidates).toContainEqual({ text: name, signature: name, help });
    for (const { name } of COMMANDS) expect(offered(`:${name}`)).toContain(name);
  });
});
