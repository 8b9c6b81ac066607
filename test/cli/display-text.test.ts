import fc from 'fast-check';
import { expect, test } from 'vitest';
import { cellsOf, visible, widthOf } from '../../src/cli/display-text.ts';

test('nothing that a terminal would obey is left', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      expect(visible(text)).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u);
    }),
  );
});

test('showing twice shows the same, and the cells account for all of the text', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      expect(visible(visible(text))).toBe(visible(text));
      expect(cellsOf(text).reduce((sum, cell) => sum + cell.units, 0)).toBe(text.length);
    }),
  );
});

test.each([
  ['abc', 'abc', 3],
  ['日本', '日本', 4],
  ['ｱ', 'ｱ', 1],
  ['Ａ', 'Ａ', 2],
  ['e\u0301', 'e\u0301', 1],
  ['😀', '😀', 2],
  ['π√×', 'π√×', 3],
  ['한국', '한국', 4],
  ['\x1b[2J', '\\x1b[2J', 7],
  ['a\tb', 'a b', 3],
  ['\u202e', '\\u{202e}', 8],
  ['\ud800', '\\u{d800}', 8],
])('%j is shown as %j in %i columns', (text, shown, width) => {
  expect(visible(text)).toBe(shown);
  expect(widthOf(cellsOf(text))).toBe(width);
});
