import { expect, test } from 'vitest';
import { parseExpression } from '../../grammar/parse.ts';
import { mentioned } from '../../src/dag/mentioned.ts';

test.each([
  ['1 + %2', []],
  ['a^b! - (-c)', ['a', 'b', 'c']],
  ['f(a, g(b))*√c', ['a', 'b', 'c', 'f', 'g', 'sqrt']],
  ['let x = a, h(t) = t + b in x/h(c)', ['a', 'b', 'c', 'h', 't', 'x']],
  [`${'('.repeat(5000)}a${')'.repeat(5000)}${' + b'.repeat(20_000)}`, ['a', 'b']],
])('%.40s', (text, names) => {
  expect([...mentioned(parseExpression(text))].sort()).toEqual(names);
});
