import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { createGrammar } from '../../grammar/chevrotain.ts';
import { diagram } from '../../grammar/diagram.ts';
import { WORDS, WORDS_AFTER_AT } from '../../grammar/lexer.ts';
import { lookahead } from '../../grammar/lookahead.ts';

test("chevrotain's validation, skipped at start-up, finds nothing wrong", () => {
  expect(() => createGrammar(false)).not.toThrow();
});

test('the diagram is that of the rules', async () => {
  expect(diagram()).not.toMatch(/file:|node_modules/);
  await expect(diagram()).toMatchFileSnapshot('../../grammar/diagram.html');
});

test('the lookahead is that of the rules', async () => {
  await expect(lookahead()).toMatchFileSnapshot('../../grammar/lookahead.json');
});

const ebnf = readFileSync('grammar/real.ebnf', 'utf8').replace(/\(\*.*?\*\)/gs, '');

test('the page of the language has every word and operator, and no other', () => {
  const [rules = '', tokens = ''] = ebnf.split(/^number {2,}= /m);
  const quoted = new Set([...rules.matchAll(/"([^"]+)"/g)].map(([, word]) => word));
  expect(quoted).toEqual(new Set([...WORDS.keys(), ...WORDS_AFTER_AT.keys()]));
  expect(tokens).toContain('comment');
});

test('the page of the language has every rule of the parser, and defines what it uses', () => {
  const defined = new Set([...ebnf.matchAll(/^([a-z]+) +=/gm)].map(([, rule]) => rule));
  const own = Object.keys(createGrammar(true).getGAstProductions());
  // These two exist for what stands inside of brackets.
  expect(own.filter((rule) => !defined.has(rule))).toEqual(['argumentList', 'bindings']);
  const used = ebnf.replace(/"[^"]*"/g, '').match(/[a-z]+/g) ?? [];
  const primitive = ['letter', 'digit', 'blank', 'character'];
  expect([...new Set(used)].filter((rule) => !defined.has(rule) && !primitive.includes(rule))).toEqual([]);
});
