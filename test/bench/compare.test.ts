import { Decimal } from 'decimal.js';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseStatement } from '../../grammar/parse.ts';
import { sameDigits } from '../../src/bench/compare.ts';
import { EXPRESSIONS, INFIX } from '../../src/bench/expressions.ts';
import { median, run } from '../../src/bench/measure.ts';
import { milliseconds, table } from '../../src/reports/table.ts';

const DIGITS = 12;

test('digits are the same up to one unit in the last place, in any notation', () => {
  const scales = fc.integer({ min: -20, max: 20 });
  const mantissas = fc.integer({ min: 10 ** (DIGITS - 1) + 10, max: 10 ** DIGITS - 10 });
  fc.assert(
    fc.property(mantissas, scales, fc.integer({ min: -9, max: 9 }), (mantissa, scale, ulps) => {
      const written = (m: number): Decimal => new Decimal(m).times(`1e${scale}`);
      const [a, b] = [written(mantissa), written(mantissa + ulps)];
      expect(sameDigits(a.toFixed(), b.toExponential(), DIGITS)).toBe(Math.abs(ulps) <= 1);
      expect(sameDigits(`${a.toFixed()}\n`, `${a.toFixed(40)}4`, DIGITS)).toBe(true);
    }),
  );
});

test('neighbours on both sides of a power of ten are the same, what is no number is not', () => {
  expect(sameDigits('9.99', '10.0', 3)).toBe(true);
  expect(sameDigits('9.99', '10.1', 3)).toBe(false);
  expect(sameDigits('1.00', '10.0', 3)).toBe(false);
  expect(sameDigits('', '1', 3)).toBe(false);
});

test('the expressions are expressions of the language', () => {
  for (const [id, expression] of Object.entries(EXPRESSIONS)) {
    expect(parseStatement(`${expression(INFIX)} @ 50 digits`).kind, id).toBe('expression');
  }
});

test('an expression is missing from a dialect without one of its functions', () => {
  const { sin: _, ...withoutSine } = INFIX;
  const missing = Object.keys(EXPRESSIONS).filter((id) => EXPRESSIONS[id]?.(withoutSine) === undefined);
  expect(missing).toEqual(['E6', 'E13']);
});

test('a program gives its output and its CPU time, one that fails neither', () => {
  const done = run({ argv: ['cat'], input: 'digits' }, 5);
  expect(done?.output).toBe('digits');
  expect(done?.cpu).toBeGreaterThanOrEqual(0);
  expect(run({ argv: ['cat', '/no such file'] }, 5)).toBeUndefined();
});

test('the median stands in the middle', () => {
  expect(median([3, 1, 2])).toBe(2);
  expect(median([4, 1, 3, 2])).toBe(2.5);
});

test('a table is as wide as its cells', () => {
  expect(table([['a', 'bb'], ['ccc']])).toBe('a    bb\nccc\n');
  expect([0, 0.01234, 3.14, 31.4, 31415].map(milliseconds)).toEqual(['0', '0.012', '3.1', '31', '31,415']);
});
