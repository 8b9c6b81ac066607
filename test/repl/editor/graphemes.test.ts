import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { boundaryAfter, boundaryBefore, boundaryFrom, graphemes } from '../../../src/repl/editor/graphemes.ts';
import { text } from './keys.ts';

/** Where the standard segmenter of the whole text puts its boundaries. */
const boundariesOf = (whole: string): number[] => [
  ...Array.from(new Intl.Segmenter().segment(whole), ({ index }) => index),
  whole.length,
];

const texts = fc.oneof(text, fc.string({ unit: 'binary' })).filter((whole) => !whole.includes('\r'));

describe('boundaries found near a place are those of the whole text', () => {
  test.each([
    ['before', boundaryBefore, (all: number[], at: number) => all.findLast((each) => each < at) ?? 0],
    ['after', boundaryAfter, (all: number[], at: number) => all.find((each) => each > at) ?? all.at(-1)],
    ['from', boundaryFrom, (all: number[], at: number) => all.find((each) => each >= at) ?? all.at(-1)],
  ])('%s', (_, find, expected) => {
    fc.assert(
      fc.property(texts, fc.nat(30), (whole, place) => {
        const at = Math.min(place, whole.length);
        expect(find(whole, at)).toBe(expected(boundariesOf(whole), at));
      }),
      { numRuns: 500 },
    );
  });
});

test('in a long text only the neighbourhood is looked at', () => {
  const whole = '漢字'.repeat(200_000);
  for (let at = 0; at < 4000; at++) expect(boundaryBefore(whole, boundaryAfter(whole, at))).toBe(at);
});

test('the characters of a text are the text', () => {
  fc.assert(
    fc.property(texts, (whole) => {
      expect(graphemes(whole).join('')).toBe(whole);
    }),
  );
});
