import fc from 'fast-check';
import { expect, test } from 'vitest';
import { jsonLine } from '../../src/cli/json.ts';
import { ParseError, UndecidedError } from '../../src/errors.ts';
import type { Outcome } from '../../src/outcome.ts';
import { answer } from './outcomes.ts';

const statement = (text: string) => ({ source: '<stdin>', line: 4, number: 4, text });

const objectOf = (text: string, outcome: Outcome): unknown => JSON.parse(jsonLine(statement(text), outcome) ?? 'null');

test('an answer has exactly the documented fields, in their order', () => {
  const line =
    jsonLine(
      statement('sqrt(2)'),
      answer({
        elapsedMs: 0.12345678,
        why: [{ claim: 'sin(pi) = 0', rule: 'structure', by: 'a rule', bits: null }],
        warnings: ['a tie'],
      }),
    ) ?? '';
  expect(Object.keys(JSON.parse(line))).toEqual(
    (
      'v line input ok value form kind exact lo hi errorBound rounding digits bits base strategy elapsedMs stats why ' +
      'warnings'
    ).split(' '),
  );
  expect(JSON.parse(line)).toMatchObject({
    v: 1,
    line: 4,
    input: 'sqrt(2)',
    ok: true,
    value: '1.41',
    kind: 'algebraic',
    exact: null,
    errorBound: '5e-3',
    elapsedMs: 0.123,
    stats: { chosen: 'auto', threads: 1, steps: 41, wastedSteps: 3, wastedMs: 0.4, parked: 0, refiners: [{ id: 0 }] },
    why: [{ claim: 'sin(pi) = 0', rule: 'structure', by: 'a rule', bits: null }],
    warnings: ['a tie'],
  });
});

test('a truth, a definition, a message, nothing', () => {
  const { stats } = answer();
  const truth = { kind: 'truth', value: true, strategy: 'auto', elapsedMs: 1, stats, why: null, warnings: [] } as const;
  expect(objectOf('1<2', truth)).toMatchObject({ ok: true, value: 'true', kind: 'boolean' });
  expect(objectOf('x=2', { kind: 'defined', name: 'x' })).toEqual({
    v: 1,
    line: 4,
    input: 'x=2',
    ok: true,
    name: 'x',
    value: null,
  });
  expect(objectOf(':vars', { kind: 'message', text: 'x' })).toMatchObject({ ok: true, value: null, message: 'x' });
  expect(jsonLine(statement('# note'), { kind: 'nothing' })).toBeUndefined();
});

test('a failure has its place in code points, and what is known of the value', () => {
  const parse = new ParseError('bad', { span: { start: 3, end: 5 }, hint: 'try' });
  expect(objectOf('😀+😀2', { kind: 'failure', error: parse })).toEqual({
    v: 1,
    line: 4,
    input: '😀+😀2',
    ok: false,
    error: { code: 'PARSE', message: 'bad', line: 4, column: 3, length: 1, hint: 'try' },
  });
  const undecided = new UndecidedError('sign undecided', { lo: '-1e-9', hi: '1e-9' });
  expect(objectOf('x', { kind: 'failure', error: undecided })).toMatchObject({
    error: { code: 'UNDECIDED', column: null, length: null, hint: null, lo: '-1e-9', hi: '1e-9' },
  });
});

test('any input comes back as it was, in one line that no terminal obeys', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      const line = jsonLine(statement(text), answer()) ?? '';
      expect(JSON.parse(line)).toMatchObject({ input: text });
      expect(line.indexOf('\n')).toBe(line.length - 1);
      expect(line.slice(0, -1)).not.toMatch(/[\p{Cc}\u2028-\u202e\u2066-\u2069]/u);
    }),
  );
});
