import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { lex } from '../../grammar/lexer.ts';
import { openAtEnd, parseExpression, parseStatement } from '../../grammar/parse.ts';
import { printExpr } from '../../grammar/print.ts';
import { ParseError } from '../../src/errors.ts';
import { bare, tokenLines } from './arbitraries.ts';

const failure = (line: string): ParseError => {
  try {
    parseStatement(line);
  } catch (error) {
    if (error instanceof ParseError) return error;
    throw error;
  }
  throw new Error(`${line} was accepted`);
};

const place = (line: string): [number | undefined, number | undefined] => {
  const { span } = failure(line);
  return [span?.start, span?.end];
};

describe('whatever is typed', () => {
  const fits = (line: string): void => {
    try {
      parseStatement(line);
    } catch (error) {
      expect(error).toBeInstanceOf(ParseError);
      if (!(error instanceof ParseError)) return;
      const { span, message, hint = '' } = error;
      expect(span?.start).toBeGreaterThanOrEqual(0);
      expect(span?.end).toBeGreaterThanOrEqual(span?.start ?? 0);
      expect(span?.end).toBeLessThanOrEqual(line.length);
      expect(message).toMatch(/^[\p{Ll}'].*[^.]$/u);
      expect(message + hint).not.toMatch(/[\p{Cc}\p{Cf}]/u);
    }
    openAtEnd(line);
  };

  test('fails with nothing but an error that points into the line and echoes no control characters', () => {
    fc.assert(fc.property(tokenLines, fits), { numRuns: 2000 });
    fc.assert(fc.property(fc.string({ unit: 'binary' }), fits), { numRuns: 1000 });
    fc.assert(fc.property(fc.string({ unit: fc.integer({ max: 0xffff }).map((c) => String.fromCharCode(c)) }), fits));
  });

  test('is refused at its leftmost error', () => {
    const isLexical = (line: string): boolean => {
      try {
        lex(line);
        return true;
      } catch {
        return false;
      }
    };
    fc.assert(
      fc.property(tokenLines.filter(isLexical), (rest) => {
        expect(place(`2 2 + ${rest}`)).toEqual([2, 3]);
      }),
    );
  });
});

test('the errors of the oracle are found where it wants them', () => {
  const lines = readFileSync('test/oracle/errors.jsonl', 'utf8').trim().split('\n');
  let checked = 0;
  for (const entry of lines) {
    const { expr, raw, error, columns, digits } = JSON.parse(entry);
    // Without a result *2 is refused by the session.
    if (!['syntax', 'empty', 'bad-digits'].includes(error) || expr === '*2') continue;
    const line = raw ? expr : `${expr} @ ${digits} digits`;
    const column = [...line.slice(0, failure(line).span?.start)].length + 1;
    if (columns.length > 0) expect(columns, line).toContain(column);
    checked++;
  }
  expect(checked).toBeGreaterThan(25);
});

describe('precedence', () => {
  test.each([
    ['-2^2', '-(2^2)'],
    ['2^-1', '2^(-1)'],
    ['2^3^2', '2^(3^2)'],
    ['2^-3^2', '2^(-(3^2))'],
    ['2^3!', '2^(3!)'],
    ['-3!', '-(3!)'],
    ['-a*b', '(-a)*b'],
    ['a/b^c*d', 'a/(b^c)*d'],
    ['a + b*c - d', 'a + (b*c) - d'],
    ['a mod b', 'a % b'],
    ['a % %3', '(a) % (%3)'],
    ['a %3', 'a % 3'],
    ['3--2', '3-(-2)'],
    ['+a', 'a'],
    ['2**3', '2^3'],
    ['a × b · c ÷ d − e', 'a*b*c/d - e'],
    ['√2^x', 'sqrt(2^x)'],
    ['√(2+3)*π', 'sqrt(2 + 3)*pi'],
    ['2^√x', '2^sqrt(x)'],
    ['-√-x!', '-sqrt(-(x!))'],
    ['_ + ans', 'ans + ans'],
    ['let x = 1, f(t) = t in f(x) + 1', 'let x = (1), f(t) = (t) in (f(x) + 1)'],
    ['let x = let y = 2 in y in x', 'let x = (let y = 2 in y) in x'],
    ['f (x)', 'f(x)'],
  ])('%s is %s', (text, meant) => {
    expect(bare(parseExpression(text))).toEqual(bare(parseExpression(meant)));
  });

  test('runs of one precedence are one chain, and parentheses keep their own', () => {
    expect(parseExpression('a-b-c')).toMatchObject({ kind: 'chain', rest: [{ op: '-' }, { op: '-' }] });
    expect(parseExpression('(a-b)-c')).toMatchObject({ first: { kind: 'chain' }, rest: [{ op: '-' }] });
  });

  test('spans cover the text, parentheses included', () => {
    const line = ' 1/(a - b)^2';
    expect(parseExpression(line)).toMatchObject({
      span: { start: 1, end: 12 },
      rest: [{ opSpan: { start: 2, end: 3 }, operand: { kind: 'power', base: { span: { start: 3, end: 10 } } } }],
    });
  });
});

describe('statements', () => {
  test.each([
    ['', { kind: 'empty' }],
    ['  # only a comment', { kind: 'empty' }],
    ['x = 2 # two', { kind: 'define', name: 'x', nameSpan: { start: 0, end: 1 }, at: [] }],
    ['x = 2 @ 5', { kind: 'define', at: [{ kind: 'digits', count: 5 }] }],
    ['f(a, b) = a*b', { kind: 'function', name: 'f', params: ['a', 'b'] }],
    ['π = 3', { kind: 'define', name: 'pi' }],
    ['1 <= 2', { kind: 'relation', op: '<=', opSpan: { start: 2, end: 4 } }],
    ['3!=6', { kind: 'relation', op: '!=' }],
    [':digits 50 # fifty', { kind: 'command', name: 'digits', argument: '50', span: { start: 0, end: 7 } }],
    [' :save  a#b ', { kind: 'command', name: 'save', argument: 'a#b', argumentSpan: { start: 8, end: 11 } }],
    [':quit # now', { kind: 'command', name: 'quit', argument: '', argumentSpan: { start: 5, end: 5 } }],
    ['pi @ 50', { at: [{ kind: 'digits', count: 50 }] }],
    ['pi @ 1_000 sf', { at: [{ kind: 'digits', count: 1000 }] }],
    [
      'pi @ 0 dp, base 16',
      {
        at: [
          { kind: 'places', count: 0 },
          { kind: 'base', base: 16 },
        ],
      },
    ],
    ['pi @ 0 bits, hexfloat', { at: [{ kind: 'bits' }, { kind: 'form', form: 'hexfloat' }] }],
    ['pi @ tol 1e-50', { at: [{ kind: 'tol', value: { num: 1n, den: 1n, base: 10, exponent: -50n } }] }],
    ['pi @ ± 0.5', { at: [{ kind: 'tol', value: { num: 5n, exponent: -1n } }] }],
    ['pi @ +- 0.5', { at: [{ kind: 'tol', value: { num: 5n, exponent: -1n } }] }],
    ['pi @ strategy lock-step, 3', { at: [{ kind: 'strategy', name: 'lock-step' }, { kind: 'digits' }] }],
    ['digits + base @ 5 digits', { kind: 'expression', at: [{ kind: 'digits' }] }],
  ])('%s', (line, statement) => {
    expect(parseStatement(line)).toMatchObject(statement);
  });

  test.each(['*2', '×2', '/2', '÷ 2', '^2', '**2', '  *2'])('%s continues from ans, with an empty span', (line) => {
    const statement = parseStatement(line);
    const first = statement.kind === 'expression' ? statement.body : undefined;
    expect([first?.kind === 'chain' ? first.first : first?.kind === 'power' ? first.base : undefined]).toEqual([
      { kind: 'name', name: 'ans', span: { start: 0, end: 0 } },
    ]);
  });

  test('a sign, a remainder or a result does not continue from ans', () => {
    expect(parseStatement('-2')).toMatchObject({ body: { kind: 'negate' } });
    expect(parseStatement('%2')).toMatchObject({ body: { kind: 'result', index: 2 } });
    expect(place('mod 2')).toEqual([0, 3]);
    expect(place('% 2')).toEqual([0, 1]);
  });
});

describe('mistakes', () => {
  test.each([
    ['1+*2', 2, 3, /^expected an operand, found '\*'$/, undefined],
    ['2 pi', 2, 4, /found 'pi'/, /write 2\*pi/],
    ['2pi', 1, 3, /found 'pi'/, /write 2\*pi/],
    ['sqrt(2)sqrt(3)', 7, 14, /found 'sqrt'/, /write sqrt\(2\)\*sqrt\(3\)/],
    ['(1+\n2)x', 6, 7, /found 'x'/, /write \* to multiply/],
    ['sin 1', 4, 5, /found '1'/, /sin\(1\)/],
    ['1 + 2 = 3', 6, 7, /found '='/, /==/],
    ['1;2', 1, 2, /unexpected character ';'/, /one statement/],
    ['1\u200b', 1, 2, /unexpected character U\+200B$/, undefined],
    ['\u{1f600}', 0, 2, /unexpected character '\u{1f600}'/u, undefined],
    ['(1+2', 4, 4, /expected '\)', found the end of the line/, /close the '\('/],
    ['(1+', 3, 3, /expected an operand, found the end of the line/, undefined],
    ['1+2)', 3, 4, /found '\)'/, /no '\(' before it/],
    ['1+)', 2, 3, /expected an operand, found '\)'/, undefined],
    ['let x = 1', 9, 9, /expected 'in'/, /close the 'let'/],
    ['let x = (1 in x)', 11, 13, /expected '\)', found 'in'/, undefined],
    ['let x in x', 6, 8, /expected '=', found 'in'/, undefined],
    ['let x = 1, x = 2 in x', 11, 12, /'x' is bound twice/, undefined],
    ['2*let x = 1 in x', 2, 14, /expected an operand, found 'let'/, undefined],
    ['f(1,)', 4, 5, /expected an operand, found '\)'/, undefined],
    ['f(,1)', 2, 3, /expected an operand, found ','/, undefined],
    ['f() = 1', 2, 3, /name of a parameter/, undefined],
    ['f((x)) = 1', 2, 5, /name of a parameter/, undefined],
    ['f(x, x) = 1', 5, 6, /'x' is bound twice/, undefined],
    ['f(x) = x @ 3', 9, 10, /found '@'/, /function take none/],
    ['1 < 2 < 3', 6, 7, /found '<'/, /two sides/],
    ['1 < 2 @ strategy pull', 6, 7, /found '@'/, /a comparison and .* take none/],
    ['pi @', 4, 4, /expected a number of digits or a directive/, /@ 50 digits/],
    ['pi @ 0 digits', 5, 6, /at least one digit/, undefined],
    ['pi @ 10 potatoes', 8, 16, /found 'potatoes'/, /@ 20 places/],
    ['pi @ 3, 4 bits', 8, 14, /the precision is given twice/, undefined],
    ['pi @ base 37', 10, 12, /base from 2 to 36/, undefined],
    ['pi @ base', 9, 9, /expected a base/, undefined],
    ['pi @ tol 0', 9, 10, /tolerance above zero/, undefined],
    ['pi @ strategy', 13, 13, /name of a strategy/, undefined],
    ['pi @ 99999999999999999999', 5, 25, /over 2\^53/, undefined],
    [': x', 0, 1, /name of a command/, /:help/],
    ['1_', 1, 2, /digit after '_'/, undefined],
    ['base7:18', 7, 8, /'8' is no digit of base 7/, undefined],
    ['base1:0', 4, 5, /base from 2 to 36/, undefined],
  ])('%j', (line, start, end, message, hint) => {
    const error = failure(line);
    expect([error.span?.start, error.span?.end]).toEqual([start, end]);
    expect(error.message).toMatch(message);
    expect(error.hint ?? 'none').toMatch(hint ?? /./);
  });
});

test('a line is open while a parenthesis is', () => {
  expect(['(1', 'f(1,\n(2)', 'let x = (1', '(0.(3)', '0.(3', '(1 # )'].map((line) => openAtEnd(line))).toEqual(
    Array(6).fill(1),
  );
  const closed = ['1', '(1)', '1)', ')(', '(½', '(1 @ 3', ':x (', '1 # (('];
  expect(closed.map((line) => openAtEnd(line))).toEqual(closed.map(() => 0));
});

test('a statement of many lines is open as it would be in one piece', () => {
  const line = fc.array(fc.constantFrom('(', ')', '1', '+', ' # (', '%3', '0.(3)', '½', 'x', '@'), { maxLength: 6 });
  fc.assert(
    fc.property(fc.array(line, { minLength: 1, maxLength: 4 }), (parts) => {
      const lines = parts.map((part) => part.join(' '));
      let open = 0;
      for (const [i, each] of lines.entries()) {
        open = openAtEnd(each, open);
        expect(open).toBe(openAtEnd(lines.slice(0, i + 1).join('\n')));
        if (open === 0) return;
      }
    }),
  );
});

describe('long lines', () => {
  const D = 10_000;
  test.each([
    ['terms', `${'x - '.repeat(20 * D)}1`],
    ['parentheses', `${'('.repeat(D)}1${')'.repeat(D)}`],
    ['calls', `${'f('.repeat(D)}1${')'.repeat(D)}`],
    ['powers', `${'2^'.repeat(D)}1`],
    ['signs', `${'-'.repeat(D)}1`],
    ['factorials', `1${'!'.repeat(D)}`],
    ['bindings in bindings', `${'let x = '.repeat(D)}1${' in x'.repeat(D)}`],
    ['digits', '7'.repeat(10 * D)],
  ])('%s', (_, text) => {
    const printed = printExpr(parseExpression(text));
    expect(printExpr(parseExpression(printed))).toBe(printed);
  });

  test.each([
    ['parentheses', `${'('.repeat(10 * D + 1)}1${')'.repeat(10 * D + 1)}`, 10 * D],
    ['powers', `${'2^'.repeat(10 * D + 1)}1`, 0],
    ['factorials', `1${'!'.repeat(10 * D + 1)}`, 0],
    ['open parentheses', '('.repeat(100 * D), 10 * D],
  ])('too many %s are refused', (_, line, start) => {
    expect(failure(line).message).toMatch(/nested over 100,000 deep/);
    expect(failure(line).span?.start).toBe(start);
  });

  test('errors at every level cost no more than one', () => {
    expect(place(`${'(2+'.repeat(D)}1${' 2)'.repeat(D)}`)).toEqual([3 * D + 2, 3 * D + 3]);
  });
});
