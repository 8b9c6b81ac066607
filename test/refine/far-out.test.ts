import { describe, expect, it } from 'vitest';
import * as ball from '../../src/number/ball.ts';
import * as extent from '../../src/number/extent.ts';
import * as mag from '../../src/number/magnitude.ts';
import * as rat from '../../src/number/rational.ts';
import { operationOf } from '../../src/refine/operations.ts';
import { answerOf, errorOf, sessionWith } from '../run/sessions.ts';

const over = (op: string, x: ball.Ball, p: number, n?: number): ball.Ball =>
  operationOf({ id: 1, op, args: [], ...(n === undefined ? {} : { n }) }).enclose(
    { id: 1, op, args: [], ...(n === undefined ? {} : { n }) },
    [x],
    p,
  );

describe('operations on numbers that are too large to be counted', () => {
  it('exp is beyond every number, or next to 0', () => {
    for (const x of [ball.exact(1n, 60), ball.beyond(1, 60), ball.ball(1n, 60, mag.powerOf2(40))]) {
      expect(ball.sign(over('exp', x, 100))).toBe(1);
      expect(ball.lowerExponent(over('exp', x, 100))).toBeGreaterThan(2 ** 47);
      const below = over('exp', ball.neg(x), 100);
      expect(extent.contains(below, ball.ZERO)).toBe(true);
      expect(ball.upperExponent(below)).toBeLessThan(-(2 ** 47));
    }
    expect(over('exp', ball.WHOLE, 10)).toEqual(ball.WHOLE);
  });

  it('exp next to that range holds e^x as a logarithm tells it', () => {
    // log10 e^x = x log10 e; the exponents of e^±2^47 from log10 e to 25 digits.
    const exponent = (2n ** 47n * 4342944819032518276511289n) / 10n ** 25n;
    for (const side of [1, -1]) {
      const x = over('exp', ball.exact(BigInt(side), 47), 64 - side * Math.round(2 ** 47 / Math.LN2));
      const found = Math.floor((ball.log2(x) * Math.LN2) / Math.LN10);
      expect(Math.abs(found - side * Number(exponent))).toBeLessThanOrEqual(1);
    }
  });

  it('atan is within a hair of a quarter turn', () => {
    const right = over('atan', ball.beyond(1, 300), 200);
    expect(ball.accuracy(right)).toBeGreaterThanOrEqual(199);
    expect(extent.overlaps(right, over('atan', ball.exact(1n, 400), 200))).toBe(true);
    expect(extent.overlaps(over('atan', ball.beyond(-1, 3), 50), over('atan', ball.exact(-1n, 3), 50))).toBe(true);
  });

  it('roots and powers stay beyond', () => {
    expect(over('root', ball.beyond(-1, 10), 5, 3)).toEqual(ball.beyond(-1, 3));
    expect(over('power', ball.beyond(-1, 10), 5, 3)).toEqual(ball.beyond(-1, 30));
    expect(ball.sign(over('power', ball.exact(-3n), 5, 2 ** 52 + 1))).toBe(-1);
    expect(ball.upperExponent(over('power', rat.enclose(rat.rational(1n, 3n), 60), 5, 2 ** 52))).toBeLessThan(
      -(2 ** 49),
    );
    expect(over('power', ball.ZERO, 5, 2)).toEqual(ball.ZERO);
    expect(over('ln', ball.beyond(1, 10), 5)).toEqual(ball.WHOLE);
  });
});

it.each([
  ['exp(-1e30) @ 20 places', '0'],
  ['tanh(1e20)', '1.0000000000000000000'],
  ['tanh(-1e20)', '-1.0000000000000000000'],
  ['1/(1+exp(1e20)) @ 20 places', '0'],
  ['atan(exp(1e20))', '1.5707963267948966192'],
  ['exp(-exp(100)) @ 30 places', '0'],
  ['1/sinh(-1e20) @ 10 places', '0'],
  ['2^-(2^52) @ 5 places', '0'],
  ['floor(1 - exp(-1e30))', '0'],
  ['ceil(exp(-1e30))', '1'],
  ['sign(exp(-1e30) - exp(1e20))', '-1'],
])('%s is %s', async (line, value) => {
  expect((await answerOf(sessionWith(), line)).value).toBe(value);
});

it('what is beyond counting has no digits', async () => {
  for (const line of ['exp(-1e30)', 'exp(exp(exp(10)))', 'exp(1e20) - exp(2e20)', '7^(2^52)', 'ln(1 + exp(1e20))'])
    expect((await errorOf(sessionWith(), line)).code).toBe('LIMIT');
});

it('directed rounding knows the side of a number that cannot be told from its neighbour', async () => {
  const session = sessionWith({ round: 'floor' });
  expect((await answerOf(session, 'tanh(1e20)')).value).toBe('0.99999999999999999999');
  expect((await answerOf(session, '-exp(-1e20) @ 5 places')).value).toBe('-0.00001');
  const answer = await answerOf(session, 'exp(-1e20) @ 5 places');
  expect([answer.value, answer.rounding, answer.warnings]).toEqual(['0', 'floor', []]);
});
