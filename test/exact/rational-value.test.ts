import { describe, expect, it } from 'vitest';
import { rationalValue } from '../../src/exact/rational-value.ts';
import type { Node } from '../../src/node.ts';
import * as rat from '../../src/number/rational.ts';
import { answerOf, digitsOf, errorOf, sessionWith } from '../run/sessions.ts';
import { createWorkbench } from './workbench.ts';

const { graph, s } = createWorkbench();
const whole = (n: number): Node => s.integer(n);

describe('the value of rational operations that were kept apart', () => {
  it.each<[string, Node, rat.Rational]>([
    ['add', graph.node('add', [whole(3), s.fraction(1, 2), whole(-1)]), rat.rational(5n, 2n)],
    ['mul', graph.node('mul', [whole(3), s.fraction(-1, 6)]), rat.rational(-1n, 2n)],
    ['div', graph.node('div', [whole(3), s.fraction(-1, 6)]), rat.rational(-18n)],
    ['power', graph.node('power', [s.fraction(-2, 3)], 5), rat.rational(-32n, 243n)],
    ['factorial', graph.node('factorial', [], 20), rat.rational(2432902008176640000n)],
    ['abs', graph.node('abs', [s.fraction(-2, 3)]), rat.rational(2n, 3n)],
    ['min', graph.node('min', [whole(2), s.fraction(7, 3)]), rat.rational(2n)],
    ['max', graph.node('max', [whole(2), s.fraction(7, 3)]), rat.rational(7n, 3n)],
  ])('%s', (_, node, value) => {
    expect(rationalValue(node, 1000)).toEqual(value);
  });

  it('says when it is long, before it is made, and when there is none', () => {
    expect(rationalValue(graph.node('power', [whole(7)], 2 ** 40), 1000)).toBe('long');
    expect(rationalValue(graph.node('add', [whole(1), s.radical(2, whole(2))]), 1000)).toBe(undefined);
  });
});

it('long integers and fractions print in every form that tells a rational number', async () => {
  expect(await digitsOf(sessionWith(), '7^100000 @ frac')).toBe((7n ** 100000n).toString());
  expect(await digitsOf(sessionWith(), '(1/7)^100000 @ frac')).toBe(`1/${7n ** 100000n}`);
  expect(await digitsOf(sessionWith(), '(1/3)^100000 @ cf')).toBe(`[0; ${3n ** 100000n}]`);
  expect((await answerOf(sessionWith(), '7^100000 @ repeat')).rounding).toBe('exact');
  expect((await errorOf(sessionWith(), '7^(10^9) @ frac')).code).toBe('LIMIT');
  expect((await errorOf(sessionWith(), 'pi*7^100000 @ frac')).code).toBe('DOMAIN');
});

it('a sign that enclosures leave open is decided where the numbers are rational', async () => {
  const zero = '(7/3)^5000*(7/3) - (7/3)^5001';
  expect((await answerOf(sessionWith(), zero)).value).toBe('0');
  expect((await answerOf(sessionWith(), `1/2 + ${zero} @ 0 places`)).rounding).toBe('nearest');
});
