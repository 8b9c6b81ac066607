import { expect, test } from 'vitest';
import { fit, glyphOf, widthOf } from '../../src/repl/width.ts';

const JOINER = '\u200d';

test('what is invisible is escaped, but for the joiners of an emoji', () => {
  for (const character of ['1', '#', 'x', 'é']) {
    const { text, width } = glyphOf(`${character}${JOINER}`);
    expect(text).toBe(`${character}\\u{200d}`);
    expect(width).toBe(widthOf(text));
  }
  const family = `👩${JOINER}👩${JOINER}👧`;
  expect(glyphOf(family)).toEqual({ text: family, width: 2 });
  expect(glyphOf('\x1b').text).toBe('\\x1b');
});

test('a text is cut at a character, and says so', () => {
  expect(fit('漢字漢字', 5)).toBe('漢字…');
  expect(fit('漢字', 4)).toBe('漢字');
  expect(fit('abc', 0)).toBe('');
});
