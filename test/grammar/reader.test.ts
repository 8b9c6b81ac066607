import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createGrammar } from '../../grammar/chevrotain.ts';
import { lex } from '../../grammar/lexer.ts';
import { readPart } from '../../grammar/reader.ts';
import { Paren, type Part, type Token, token } from '../../grammar/tokens.ts';
import { ParseError } from '../../src/errors.ts';

const IMAGES = ['1', '2.5', 'x', '%1', '+', '-', '*', '/', '^', '√', '!', '<', '==', '=', ',', '@'];
const IMAGES_AFTER_AT = ['7', 'digits', 'places', 'tol', 'base', 'frac', 'strategy', 'auto', ',', '-', '!'];

const one = lex('1').tokens[0] as Token;
const paren = token(Paren, '(1)', 0, { kind: 'number', value: one, text: '1', span: { start: 1, end: 2 } });

/** A sentence of each rule, or nearly: tokens where they can stand are more frequent than chance would have them. */
const parts = fc
  .tuple(
    fc.constantFrom('statement' as const, 'expression' as const, 'argumentList' as const, 'bindings' as const),
    fc.array(fc.constantFrom(...IMAGES), { maxLength: 9 }),
    fc.array(fc.constantFrom(...IMAGES_AFTER_AT), { maxLength: 4 }),
    fc.boolean(),
    fc.option(fc.nat(9)),
  )
  .map(([rule, images, after, hasPrecision, bracketAt]): Part => {
    const { tokens } = lex([...images, ...(hasPrecision ? ['@', ...after] : [])].join(' '));
    const all = [...tokens];
    if (bracketAt !== null) all.splice(bracketAt, 0, paren);
    return { rule, tokens: all, start: 0, until: 'the end of the line' };
  });

const outcomeOf = (read: () => unknown): unknown => {
  try {
    return read();
  } catch (error) {
    if (error instanceof ParseError) return error.message;
    throw error;
  }
};

test('the reader reads what chevrotain reads, to the same value, and nothing else', () => {
  const chevrotain = createGrammar(true);
  let readable = 0;
  fc.assert(
    fc.property(parts, (part) => {
      const ours = outcomeOf(() => readPart(part));
      const theirs = outcomeOf(() => {
        chevrotain.input = part.tokens.map((each) => ({ ...each, tokenTypeIdx: each.tokenType.tokenTypeIdx ?? 0 }));
        const value = chevrotain[part.rule]();
        return chevrotain.errors.length === 0 ? { value } : undefined;
      });
      expect(ours).toEqual(theirs);
      if (ours !== undefined) readable += 1;
    }),
    { numRuns: 3000 },
  );
  expect(readable).toBeGreaterThan(100);
});
