import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { highlight } from '../../src/repl/highlight.ts';

const isKnown = (name: string): boolean => ['sin', 'pi'].includes(name);

/** The coloured pieces of a text, the cursor at the bar. */
const painted = (marked: string): string[] => {
  const cursor = marked.indexOf('|');
  const text = marked.replace('|', '');
  return highlight(text, cursor, isKnown).map(({ start, end, paint }) => `${paint} ${text.slice(start, end)}`);
};

describe('a statement in its colours', () => {
  test.each([
    ['1.5 + sin*x', ['number 1.5', 'known sin']],
    ['pi @ 5 digits, base 7', ['known pi', 'word @', 'number 5', 'word digits', 'word base', 'number 7']],
    ['let x = 1 in x # note', ['word let', 'number 1', 'word in', 'comment # note']],
    ['1 $ 2', ['number 1', 'fault $']],
    [':set digits 5', ['word :set']],
    ['%3 * 2', ['number %3', 'number 2']],
    ['(1 + |(2))', ['number 1', 'match (', 'number 2', 'match )']],
    ['((1)|)', ['match (', 'number 1', 'match )']],
    ['((1|', ['number 1']],
    [')|', []],
  ])('%s', (marked, expected) => {
    expect(painted(marked)).toEqual(expected);
  });

  test('marks are in order, apart from one another and inside of the text', () => {
    const line = fc.array(fc.constantFrom('(', ')', 'sin', '1', '+', '@', '#', '\n', '$', 'é', ' ', ':', 'let'));
    fc.assert(
      fc.property(line, fc.nat(10), (pieces, cursor) => {
        const text = pieces.join('');
        let at = 0;
        for (const { start, end } of highlight(text, cursor, isKnown)) {
          expect(start).toBeGreaterThanOrEqual(at);
          expect(end).toBeGreaterThan(start);
          at = end;
        }
        expect(at).toBeLessThanOrEqual(text.length);
      }),
    );
  });
});
