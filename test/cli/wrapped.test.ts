import { expect, test } from 'vitest';
import { wrapped } from '../../src/cli/wrapped.ts';

test.each([
  ['what fits is left as it is', 'one  two', 20, ['one  two']],
  ['between words', 'one two three four', 9, ['one two', '  three', '  four']],
  ['below the text behind a name', 'sin   one two three', 13, ['sin   one two', '      three']],
  ['not behind a name that takes half of the window', 'cosine  one two three', 14, ['cosine  one', '  two three']],
  ['as far in as the text is', '  one two three', 10, ['  one two', '  three']],
  ['a longer word stays whole', 'ab abcdefghijkl cd', 6, ['ab', '  abcdefghijkl', '  cd']],
])('a line is broken %s', (_, line, columns, rows) => {
  expect(wrapped(line, columns)).toEqual(rows);
});
