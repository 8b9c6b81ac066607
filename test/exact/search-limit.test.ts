import { expect, it } from 'vitest';
import { fartherLimit, searchLimit } from '../../src/exact/search-limit.ts';
import { digitsOf, errorOf, sessionWith } from '../run/sessions.ts';
import { createWorkbench } from './workbench.ts';

it.each([
  ['expm1(1e-5000)', '1.0000000000000000000e-5000'],
  ['log1p(1e-5000)', '1.0000000000000000000e-5000'],
  ['sinh(1e-5000)', '1.0000000000000000000e-5000'],
  ['asinh(-1e-5000)', '-1.0000000000000000000e-5000'],
  ['tanh(1e-5000)', '1.0000000000000000000e-5000'],
  ['atanh(3e-5000)', '3.0000000000000000000e-5000'],
  ['acosh(1 + 1e-10000)', '1.4142135623730950488e-5000'],
  ['1 - cos(1e-5000)', '5.0000000000000000000e-10001'],
  ['sin(1e-5000) - 1e-5000', '-1.6666666666666666667e-15001'],
  ['sqrt(1 + 1e-5000) - 1', '5.0000000000000000000e-5001'],
  ['ln(exp(30000) + 1) - 30000', '1.4640061544963267594e-13029'],
  ['1/(1 - cos(1e-5000))', '2.0000000000000000000e+10000'],
])('a number as small as those that make it gets its digits: %s', async (line, digits) => {
  expect(await digitsOf(sessionWith(), line)).toBe(digits);
});

it('a step of the rounding is looked for as far', async () => {
  expect(await digitsOf(sessionWith({ round: 'floor' }), 'cos(1e-5000)')).toBe('0.99999999999999999999');
});

it('ordinary numbers leave the limit alone, and huge ones no more than it can bear', async () => {
  const { s, graph } = createWorkbench(1000, true);
  const plain = s.sub(s.exp(s.fraction(1, 3)), s.integer(2));
  expect(searchLimit(graph, plain)).toBe(1000);
  expect(fartherLimit(graph, plain, 1000)).toBe(1000);
  const huge = s.sub(s.exp(s.rational({ num: -(10n ** 10n), den: 1n })), s.constant('pi'));
  expect(fartherLimit(graph, huge, 1000)).toBeLessThan(2 ** 23);
  expect(fartherLimit(createWorkbench(1000).graph, huge, 1000)).toBe(1000);
  const { code } = await errorOf(sessionWith({ searchBits: 300 }), 'sqrt(2) + sqrt(3) - sqrt(5 + 2*sqrt(6))');
  expect(code).toBe('UNDECIDED');
});
