import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseExpression } from '../../grammar/parse.ts';
import { printExpr } from '../../grammar/print.ts';
import { bare, expressions } from './arbitraries.ts';

test('parsing what is printed gives the expression back', () => {
  fc.assert(
    fc.property(expressions, (expr) => {
      expect(bare(parseExpression(printExpr(expr)))).toEqual(bare(expr));
    }),
    { numRuns: 1000 },
  );
});

/** The text without the parenthesis that opens at `open` and its partner. */
const without = (text: string, open: number): string => {
  let depth = 0;
  for (let i = open; i < text.length; i++) {
    if (text[i] === '(') depth++;
    if (text[i] === ')' && --depth === 0)
      return `${text.slice(0, open)} ${text.slice(open + 1, i)} ${text.slice(i + 1)}`;
  }
  return text;
};

test('no parenthesis can be left out', () => {
  fc.assert(
    fc.property(expressions, (expr) => {
      const text = printExpr(expr);
      for (const { index } of text.matchAll(/(?<![\p{L}\d_'.])\(/gu)) {
        let meant: unknown;
        try {
          meant = bare(parseExpression(without(text, index)));
        } catch {
          continue;
        }
        expect(meant, text).not.toEqual(bare(expr));
      }
    }),
  );
});

test.each([
  ['(a)+(b)-(c*d)', 'a + b - c*d'],
  ['a-(b-c)', 'a - (b - c)'],
  ['(-2)^2', '(-2)^2'],
  ['(2^3)^4', '(2^3)^4'],
  ['(2^3)!', '(2^3)!'],
  ['-(a*b)', '-(a*b)'],
  ['(a mod b) rem c', '(a % b) rem c'],
  ['f((x), (let y=1 in y))', 'f(x, let y = 1 in y)'],
])('%s prints as %s', (text, printed) => {
  expect(printExpr(parseExpression(text))).toBe(printed);
});
