import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Node } from '../../src/node.ts';
import * as ball from '../../src/number/ball.ts';
import * as extent from '../../src/number/extent.ts';
import type { Rational } from '../../src/number/rational.ts';
import * as rat from '../../src/number/rational.ts';
import { rationals } from '../support/arbitraries.ts';
import { createWorkbench, type Workbench } from './workbench.ts';

/** A node with every identity applied, and the same number built from bare operations. */
interface Twin {
  readonly simplified: Node;
  readonly bare: Node;
}

type Tree =
  | { readonly op: 'leaf'; readonly value: Rational }
  | { readonly op: 'pi' }
  | { readonly op: 'add' | 'sub' | 'mul' | 'div' | 'min' | 'max'; readonly x: Tree; readonly y: Tree }
  | { readonly op: 'abs' | 'exp' | 'ln' | 'sin' | 'cos' | 'atan'; readonly x: Tree }
  | { readonly op: 'power' | 'root'; readonly x: Tree; readonly n: number };

/** Few different leaves, so that parts meet again and identities have something to do. */
const leaves: fc.Arbitrary<Tree> = fc.oneof(
  fc.constant<Tree>({ op: 'pi' }),
  fc
    .constantFrom<readonly [bigint, bigint]>([2n, 1n], [3n, 1n], [8n, 1n], [1n, 2n], [-2n, 3n], [1n, 6n], [12n, 1n])
    .map(([num, den]): Tree => ({ op: 'leaf', value: { num, den } })),
  rationals(6).map((value): Tree => ({ op: 'leaf', value })),
);

const { tree: trees } = fc.letrec<{ tree: Tree }>((tie) => ({
  tree: fc.oneof(
    { depthSize: 'medium', withCrossShrink: true },
    leaves,
    fc.record({ op: fc.constantFrom('add', 'sub', 'mul', 'div', 'min', 'max'), x: tie('tree'), y: tie('tree') }),
    fc.record({ op: fc.constantFrom('abs', 'exp', 'ln', 'sin', 'cos', 'atan'), x: tie('tree') }),
    fc.record({ op: fc.constantFrom('power', 'root'), x: tie('tree'), n: fc.integer({ min: 2, max: 6 }) }),
  ),
}));

const SMALL = 6;

/** Where an operation is not defined, not decided or too large, the operand itself takes its place. */
const build = async (bench: Workbench, tree: Tree): Promise<Twin> => {
  const { s, graph, settle } = bench;
  const node = (op: string, args: readonly Node[], n?: number): Node => graph.node(op, args, n);
  if (tree.op === 'leaf') return { simplified: s.rational(tree.value), bare: s.rational(tree.value) };
  if (tree.op === 'pi') return { simplified: s.constant('pi'), bare: s.constant('pi') };
  const x = await build(bench, tree.x);
  const signOfX = await settle(s.sign(x.simplified));
  const isSmall = ball.upperExponent(graph.ball(x.simplified)) <= SMALL;
  switch (tree.op) {
    case 'abs':
      return { simplified: s.abs(x.simplified), bare: node('abs', [x.bare]) };
    case 'exp':
      return isSmall ? { simplified: s.exp(x.simplified), bare: node('exp', [x.bare]) } : x;
    case 'ln':
      return signOfX === 1 ? { simplified: s.logarithm(x.simplified), bare: node('ln', [x.bare]) } : x;
    case 'sin':
      return { simplified: s.sin(x.simplified), bare: node('sin', [x.bare]) };
    case 'cos':
      return { simplified: s.cos(x.simplified), bare: node('cos', [x.bare]) };
    case 'atan':
      return { simplified: s.atan(x.simplified), bare: node('atan', [x.bare]) };
    case 'power':
      return isSmall ? { simplified: s.power(x.simplified, tree.n), bare: node('power', [x.bare], tree.n) } : x;
    case 'root':
      return tree.n % 2 === 1 || signOfX === 1
        ? { simplified: s.radical(tree.n, x.simplified), bare: node('root', [x.bare], tree.n) }
        : x;
  }
  const y = await build(bench, tree.y);
  switch (tree.op) {
    case 'add':
      return { simplified: s.add(x.simplified, y.simplified), bare: node('add', [x.bare, y.bare]) };
    case 'sub':
      return {
        simplified: s.sub(x.simplified, y.simplified),
        bare: node('add', [x.bare, node('mul', [s.integer(-1), y.bare])]),
      };
    case 'mul':
      return { simplified: s.mul(x.simplified, y.simplified), bare: node('mul', [x.bare, y.bare]) };
    case 'div': {
      const signOfY = await settle(s.sign(y.simplified));
      return signOfY === 1 || signOfY === -1
        ? { simplified: s.quotient(x.simplified, y.simplified), bare: node('div', [x.bare, y.bare]) }
        : x;
    }
    case 'min':
      return { simplified: s.min(x.simplified, y.simplified), bare: node('min', [x.bare, y.bare]) };
    case 'max':
      return { simplified: s.max(x.simplified, y.simplified), bare: node('max', [x.bare, y.bare]) };
  }
};

const BITS = 160;

it('no identity changes a number', async () => {
  await fc.assert(
    fc.asyncProperty(trees, async (tree) => {
      const bench = createWorkbench(400);
      const { simplified, bare } = await build(bench, tree);
      const [one, other] = [await bench.tightened(simplified, BITS), await bench.tightened(bare, BITS)];
      expect(ball.accuracy(one)).toBeGreaterThanOrEqual(BITS);
      expect(ball.accuracy(other)).toBeGreaterThanOrEqual(BITS);
      expect(extent.overlaps(one, other)).toBe(true);
      if (simplified.value !== undefined) {
        expect(extent.overlaps(rat.enclose(simplified.value, 2 * BITS), other)).toBe(true);
      }
    }),
    { numRuns: 600 },
  );
});
