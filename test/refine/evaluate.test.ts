import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createOpenStructure } from '../../src/exact/open-structure.ts';
import { Refusal } from '../../src/exact/refusal.ts';
import type { Structure } from '../../src/exact/structure.ts';
import type { Asking, Node } from '../../src/node.ts';
import * as ball from '../../src/number/ball.ts';
import * as extent from '../../src/number/extent.ts';
import * as rat from '../../src/number/rational.ts';
import { type Evaluation, evaluate } from '../../src/refine/evaluate.ts';
import { FUNCTIONS } from '../../src/refine/functions.ts';
import { openDefinition } from '../../src/refine/open-functions.ts';
import { operationOf } from '../../src/refine/operations.ts';
import { createWorkbench, type Workbench } from '../exact/workbench.ts';

const P = 100;
/** Functions that may jump, of which an unknown operand is refused. */
const JUMPS = ['sign', 'floor', 'ceil', 'round', 'trunc', 'frac', 'atan2'];
const POINTS: readonly rat.Rational[] = [
  [-5, 2],
  [-1, 1],
  [-3, 8],
  [0, 1],
  [1, 4],
  [1, 2],
  [1, 1],
  [3, 2],
  [2, 1],
  [30, 1],
  [90, 1],
].map(([num, den]) => rat.rational(BigInt(num as number), BigInt(den as number)));

const unknownOf = ({ graph }: Workbench): Node => graph.node('unknown', [], 0);

const settled = async (bench: Workbench, made: Node | Asking<Node> | undefined): Promise<Node> => {
  if (made === undefined) return expect.fail('no definition');
  return 'id' in made ? made : await bench.settle(made);
};

/** The number, or that there is none. */
const orRefused = async (work: Promise<Node>): Promise<Node | undefined> => {
  try {
    return await work;
  } catch (error) {
    if (error instanceof Refusal) return undefined;
    throw error;
  }
};

const at = (expression: Node, point: rat.Rational): Evaluation =>
  evaluate(operationOf, expression, [rat.enclose(point, 64)], P);

/** Where `closed` has a value, the enclosure of the open expression overlaps it; where it has none, neither has that. */
const expectSame = async (
  bench: Workbench,
  open: Node,
  point: rat.Rational,
  closed: Node | undefined,
): Promise<void> => {
  const { value, gap } = at(open, point);
  if (closed === undefined) {
    expect(gap, 'a value where there is none').toBeDefined();
    return;
  }
  // A power is written with a logarithm where its exponent may not be whole.
  expect(gap?.isOutside === true && gap.at.op !== 'ln', 'no value where there is one').toBe(false);
  if (gap !== undefined) return;
  expect(extent.overlaps(value, await bench.tightened(closed, P))).toBe(true);
  // A large value carries the errors of its operands enlarged.
  expect(ball.accuracy(value) + Math.max(0, ball.upperExponent(value))).toBeGreaterThan(P - 20);
};

const places = FUNCTIONS.filter(({ define }) => define !== undefined).flatMap(({ name, arity: [least] }) =>
  Array.from(
    { length: least === 4 ? 0 : Math.min(2, Math.max(least, name === 'log' ? 2 : 1)) },
    (_, i) => [name, i] as const,
  ),
);

describe('an expression with an unknown', () => {
  it.each(places)(
    '%s, argument %i: is the function at every point, and has no value where that has none',
    async (name, i) => {
      const bench = createWorkbench();
      const s = createOpenStructure(bench.s);
      const row = FUNCTIONS.find((candidate) => candidate.name === name);
      const count = name === 'log' ? 2 : (row?.arity[0] ?? 1);
      const argsWith = (x: Node): Node[] => Array.from({ length: count }, (_, j) => (j === i ? x : s.integer(3)));
      const open = await orRefused(settled(bench, openDefinition(name)?.(s, argsWith(unknownOf(bench)))));
      if (JUMPS.includes(name) || (name === 'root' && i === 1)) {
        if (name !== 'atan2' || i === 1) expect(open).toBeUndefined();
        if (open === undefined) return;
      }
      if (open === undefined)
        return expect.fail(`${name} asks for signs: open-functions.ts needs a formula that does not`);
      let values = 0;
      for (const point of POINTS) {
        const closed = await orRefused(settled(bench, row?.define?.(bench.s, argsWith(bench.s.rational(point)))));
        await expectSame(bench, open, point, closed);
        if (closed !== undefined) values += 1;
      }
      expect(values).toBeGreaterThan(2);
    },
  );

  it('has the powers of the language', async () => {
    const exponents = [
      [2, 1],
      [-3, 1],
      [0, 1],
      [1, 2],
      [1, 3],
      [-2, 3],
      [3, 4],
      [1, 100],
    ].map(([num, den]) => rat.rational(BigInt(num as number), BigInt(den as number)));
    const bench = createWorkbench();
    const open = createOpenStructure(bench.s);
    const x = unknownOf(bench);
    for (const exponent of [...exponents.map(open.rational), bench.s.constant('pi')]) {
      const power = await bench.settle(open.pow(x, exponent));
      const exponential = await bench.settle(open.pow(bench.s.integer(3), x));
      for (const point of POINTS) {
        const closed = await orRefused(bench.settle(bench.s.pow(bench.s.rational(point), exponent)));
        await expectSame(bench, power, point, closed);
        await expectSame(
          bench,
          exponential,
          point,
          await bench.settle(bench.s.pow(bench.s.integer(3), bench.s.rational(point))),
        );
      }
    }
  });

  it('finds the whole exponent in disguise, and refuses operations that jump', async () => {
    const bench = createWorkbench();
    const open = createOpenStructure(bench.s);
    const x = unknownOf(bench);
    const two = bench.s.add(
      bench.s.constant('pi'),
      bench.graph.node('mul', [bench.s.integer(-1), bench.s.constant('pi')]),
    );
    expect(await orRefused(bench.settle(open.pow(x, bench.s.add(two, bench.s.integer(2)))))).not.toBeUndefined();
    for (const asking of [open.floor(x), open.decidedSign(x), open.factorial(x)] as Asking<unknown>[]) {
      expect(await bench.settle(asking).catch((error) => error)).toBeInstanceOf(Refusal);
    }
  });
});

/** Trees over the unknown, a constant and small numbers, by bare constructors. */
const recipes = fc.array(
  fc.record({
    op: fc.constantFrom('add', 'sub', 'mul', 'div', 'sin', 'exp', 'abs', 'root', 'atan', 'power', 'min'),
    left: fc.nat({ max: 30 }),
    right: fc.nat({ max: 30 }),
  }),
  { minLength: 1, maxLength: 8 },
);

const follow = (s: Structure, x: Node, recipe: readonly { op: string; left: number; right: number }[]): Node => {
  const nodes = [x, s.constant('pi'), s.fraction(-3, 7)];
  for (const { op, left, right } of recipe) {
    const [y, z] = [nodes[left % nodes.length] as Node, nodes[right % nodes.length] as Node];
    const made = {
      add: () => s.add(y, z),
      sub: () => s.sub(y, z),
      mul: () => s.mul(y, z),
      div: () => s.quotient(y, s.add(s.power(z, 2), s.integer(1))),
      sin: () => s.sin(y),
      exp: () => s.exp(s.sin(y)),
      abs: () => s.abs(y),
      root: () => s.radical(2, s.add(s.power(y, 2), s.integer(1))),
      atan: () => s.atan(y),
      power: () => s.power(s.sin(y), 3),
      min: () => s.min(y, z),
    }[op];
    if (made !== undefined) nodes.push(made());
  }
  return nodes.at(-1) as Node;
};

describe('an evaluation', () => {
  const points = fc
    .tuple(fc.bigInt({ min: -64n, max: 64n }), fc.constantFrom(1n, 4n, 16n))
    .map(([num, den]) => rat.rational(num, den));

  it('over a ball holds the values at all of its points, and at a point is precise', async () => {
    await fc.assert(
      fc.asyncProperty(recipes, points, fc.integer({ min: 2, max: 60 }), async (recipe, point, bits) => {
        const bench = createWorkbench();
        const s = createOpenStructure(bench.s);
        const open = follow(s, unknownOf(bench), recipe);
        const closed = await bench.tightened(follow(bench.s, bench.s.rational(point), recipe), P);
        const exact = rat.enclose(point, 64);
        const wide = extent.hull({ mid: exact.mid, exp: exact.exp }, ball.add(exact, ball.exact(1n, -bits)));
        expect(extent.overlaps(at(open, point).value, closed)).toBe(true);
        expect(ball.accuracy(at(open, point).value)).toBeGreaterThan(P / 2);
        expect(extent.overlaps(evaluate(operationOf, open, [wide], P).value, closed)).toBe(true);
      }),
      { numRuns: 300 },
    );
  });
});
