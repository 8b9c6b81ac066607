import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { diagnosticOf } from '../../src/cli/diagnostic.ts';
import { cellsOf, visible, widthOf } from '../../src/cli/display-text.ts';
import { PLAIN, styleFor } from '../../src/cli/style.ts';
import { ParseError } from '../../src/errors.ts';

const PLAIN_80 = { style: PLAIN, columns: 80, hints: true };

const statement = (text: string) => ({ source: '<stdin>', line: 3, number: 3, text });

const block = (text: string, start: number, end = start + 1, columns = 80): string =>
  diagnosticOf(statement(text), new ParseError('bad', { span: { start, end } }), { ...PLAIN_80, columns });

describe('the caret', () => {
  const piece = fc.constantFrom('a', '1', '+', 'é', 'e\u0301', '日', '😀', '\x1b', '\u202e', ' ');

  test('stands below the first character of the span, at every width', () => {
    const pieces = fc.array(piece, { minLength: 1, maxLength: 120 });
    fc.assert(
      fc.property(pieces, pieces, fc.integer({ min: 24, max: 100 }), (before, after, columns) => {
        const marked = '<';
        const text = `${before.join('')}${marked}${after.join('')}`.trimStart();
        const start = text.indexOf(marked);
        const [, line = '', carets = ''] = block(text, start, start + 1, columns).split('\n');
        expect(carets).toMatch(/^ *\^$/);
        expect(widthOf(cellsOf(line.slice(0, line.indexOf(marked))))).toBe(carets.length - 1);
        expect(widthOf(cellsOf(line))).toBeLessThanOrEqual(columns);
      }),
    );
  });

  test('a line that fits is shown whole', () => {
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 8 }), (pieces) => {
        const text = `${pieces.join('')}x`;
        expect(block(text, 0).split('\n')[1]).toBe(`  ${visible(text)}`);
      }),
    );
  });

  test('may stand past the end, and covers the span', () => {
    expect(block('1+', 2)).toBe('<stdin>:3:3: error[PARSE]: bad\n  1+\n    ^\n');
    expect(block('1+sine(2)', 2, 6)).toBe('<stdin>:3:3: error[PARSE]: bad\n  1+sine(2)\n    ^^^^\n');
    expect(block('日本+x', 3, 4)).toBe('<stdin>:3:4: error[PARSE]: bad\n  日本+x\n       ^\n');
    expect(block('😀*', 2, 3)).toContain('<stdin>:3:2:');
  });

  test('points into the physical line of a statement of several', () => {
    expect(block('(1 +\n  *2)', 7, 8)).toBe('<stdin>:4:3: error[PARSE]: bad\n    *2)\n    ^\n');
  });
});

describe('the block', () => {
  test('without a span there is no caret, and without a line no line', () => {
    const error = new ParseError('bad');
    expect(diagnosticOf(statement('1+2'), error, PLAIN_80)).toBe('<stdin>:3: error[PARSE]: bad\n');
    expect(diagnosticOf({ ...statement(''), line: 0 }, error, PLAIN_80)).toBe('<stdin>: error[PARSE]: bad\n');
  });

  test('ends with the hint, unless hints are off', () => {
    const error = new ParseError('bad', { hint: 'do better' });
    expect(diagnosticOf(statement('1'), error, PLAIN_80)).toContain('\n  hint: do better\n');
    expect(diagnosticOf(statement('1'), error, { ...PLAIN_80, hints: false })).not.toContain('hint');
  });

  test('never repeats a control character', () => {
    const hostile = 'a\x1b[31m\x07\u009b\u202eb';
    const error = new ParseError(`found '${hostile}'`, { span: { start: 0, end: 3 }, hint: hostile });
    const shown = diagnosticOf({ source: `${hostile}.real`, line: 1, number: 1, text: hostile }, error, PLAIN_80);
    expect(shown.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}]/u);
  });

  test('a line of many megabytes is cut around the caret', () => {
    const text = '1+'.repeat(4_000_000);
    const shown = block(text, 4_000_001);
    expect(shown.length).toBeLessThan(300);
    expect(shown).toMatch(/:4000002: .*\n {2}….*…\n/);
  });
});

describe('colour', () => {
  test.each([
    ['auto', {}, true, true],
    ['auto', {}, false, false],
    ['auto', { TERM: 'dumb' }, true, false],
    ['auto', { NO_COLOR: '1' }, true, false],
    ['auto', { NO_COLOR: '' }, true, true],
    ['auto', { FORCE_COLOR: '1' }, false, true],
    ['auto', { FORCE_COLOR: '0' }, true, false],
    ['auto', { NO_COLOR: '1', FORCE_COLOR: '1' }, true, false],
    ['always', { NO_COLOR: '1' }, false, true],
    ['never', { FORCE_COLOR: '1' }, true, false],
  ] as const)('--color %s %j terminal %s: %s', (choice, environment, isTerminal, coloured) => {
    expect(styleFor(choice, environment, isTerminal).red('x') !== 'x').toBe(coloured);
  });
});
