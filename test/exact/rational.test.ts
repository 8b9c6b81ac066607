import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Refusal } from '../../src/exact/refusal.ts';
import type { Node } from '../../src/node.ts';
import type { Rational } from '../../src/number/rational.ts';
import * as rat from '../../src/number/rational.ts';
import { rationals } from '../support/arbitraries.ts';
import { createWorkbench, type Workbench } from './workbench.ts';

type Tree =
  | { readonly op: 'leaf'; readonly value: Rational }
  | { readonly op: '+' | '*' | '/' | 'min' | 'max'; readonly x: Tree; readonly y: Tree }
  | { readonly op: 'abs' | 'floor' | 'negate'; readonly x: Tree }
  | { readonly op: 'power'; readonly x: Tree; readonly n: number };

const { tree: trees } = fc.letrec<{ tree: Tree }>((tie) => ({
  tree: fc.oneof(
    { depthSize: 'small' },
    rationals(24).map((value): Tree => ({ op: 'leaf', value })),
    fc.record({ op: fc.constantFrom('+', '*', '/', 'min', 'max'), x: tie('tree'), y: tie('tree') }),
    fc.record({ op: fc.constantFrom('abs', 'floor', 'negate'), x: tie('tree') }),
    fc.record({ op: fc.constant('power' as const), x: tie('tree'), n: fc.integer({ min: -3, max: 4 }) }),
  ),
}));

/** By school arithmetic; undefined where a divisor is 0. */
const exactly = (tree: Tree): Rational | undefined => {
  if (tree.op === 'leaf') return tree.value;
  const x = exactly(tree.x);
  if (x === undefined) return undefined;
  switch (tree.op) {
    case 'abs':
      return rat.sign(x) < 0 ? rat.neg(x) : x;
    case 'floor':
      return rat.rational(rat.floor(x));
    case 'negate':
      return rat.neg(x);
    case 'power':
      return tree.n < 0 && x.num === 0n ? undefined : rat.power(x, tree.n);
  }
  const y = exactly(tree.y);
  if (y === undefined) return undefined;
  switch (tree.op) {
    case '+':
      return rat.add(x, y);
    case '*':
      return rat.mul(x, y);
    case '/':
      return y.num === 0n ? undefined : rat.div(x, y);
    case 'min':
      return rat.compare(x, y) < 0 ? x : y;
    case 'max':
      return rat.compare(x, y) < 0 ? y : x;
  }
};

const construct = async (bench: Workbench, tree: Tree): Promise<Node> => {
  const { s, settle } = bench;
  if (tree.op === 'leaf') return s.rational(tree.value);
  const x = await construct(bench, tree.x);
  switch (tree.op) {
    case 'abs':
      return s.abs(x);
    case 'floor':
      return await settle(s.floor(x));
    case 'negate':
      return s.neg(x);
    case 'power':
      return await settle(s.pow(x, s.integer(tree.n)));
  }
  const y = await construct(bench, tree.y);
  switch (tree.op) {
    case '+':
      return s.add(x, y);
    case '*':
      return s.mul(x, y);
    case '/':
      return await settle(s.div(x, y));
    case 'min':
      return s.min(x, y);
    case 'max':
      return s.max(x, y);
  }
};

describe('rational arithmetic', () => {
  it('is exact while numbers are small, and refuses exactly the divisions by zero', async () => {
    await fc.assert(
      fc.asyncProperty(trees, async (tree) => {
        const expected = exactly(tree);
        const made = construct(createWorkbench(), tree);
        if (expected === undefined) {
          await expect(made).rejects.toMatchObject({ code: 'DIVISION_BY_ZERO' });
          await expect(made).rejects.toBeInstanceOf(Refusal);
        } else if (rat.size(expected) <= 2048) {
          expect((await made).value).toEqual(expected);
        }
      }),
      { numRuns: 400 },
    );
  });

  it('collects like terms whatever their order', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.integer({ min: 0, max: 3 }), rationals(12)), { maxLength: 12 }), (terms) => {
        const { s } = createWorkbench();
        const atoms = [s.integer(1), s.constant('pi'), s.radical(2, s.integer(2)), s.exp(s.integer(1))];
        const make = ([i, c]: readonly [number, Rational]): Node => s.scale(c, atoms[i] as Node);
        const forward = s.sum(terms.map(make));
        expect(s.sum([...terms].reverse().map(make))).toBe(forward);
        expect(terms.map(make).reduce((x, y) => s.add(x, y), s.integer(0))).toBe(forward);
        expect(s.sub(forward, forward)).toBe(s.integer(0));
        expect(s.add(forward, s.neg(forward))).toBe(s.integer(0));
      }),
    );
  });
});
