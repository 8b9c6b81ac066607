import { expect, it } from 'vitest';
import * as ball from '../../src/number/ball.ts';
import { Session } from '../../src/session.ts';
import { createWorkbench } from './workbench.ts';

const codeOf = async (line: string): Promise<string> => {
  const outcome = await new Session().run(line);
  return outcome.kind === 'failure' ? outcome.error.code : outcome.kind === 'answer' ? outcome.value : outcome.kind;
};

it.each(['(-1)^(2*(sin(1)^2+cos(1)^2))', '(-8)^(log2(3)+log2(4/3))'])(
  'an exponent that may be an integer leaves %s open, and is no domain error',
  async (line) => {
    expect(await codeOf(line)).toBe('UNDECIDED');
  },
);

it.each(['(-8)^pi', '(-8)^(1/3)'])('an exponent that is proved no integer refuses %s', async (line) => {
  expect(await codeOf(line)).toBe('DOMAIN');
});

it.each([
  ['asinh(1e40*pi%1)', '0.64773911337949523335'],
  ['log1p(7e-40)^(-2) @ 20', '2.0408163265306122449e+78'],
  ['cosh(sin(exp(72)))', '1.2555052810107952769'],
  ['ln(pi*1e999999999999)', '2302585092992.8878288'],
])('a divisor or logarithm whose first enclosure holds 0 makes no demand without bound: %s', async (line, value) => {
  expect(await codeOf(line)).toBe(value);
});

it('rounds no operand by more than its own size', async () => {
  const bench = createWorkbench(400);
  const zero = bench.graph.node('sin', [bench.s.constant('pi')]);
  expect(ball.accuracy(await bench.tightened(bench.graph.node('power', [zero], 6), 160))).toBeGreaterThanOrEqual(160);
});
