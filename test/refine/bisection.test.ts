import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Node } from '../../src/node.ts';
import type { Ball } from '../../src/number/ball.ts';
import * as ball from '../../src/number/ball.ts';
import * as extent from '../../src/number/extent.ts';
import * as rat from '../../src/number/rational.ts';
import { probeOfBody } from '../../src/refine/bisection.ts';
import { type Bracket, bracketOf, enclosureOf, halve, isWithin } from '../../src/refine/bracket.ts';
import { operationOf } from '../../src/refine/operations.ts';
import { createWorkbench, type Workbench } from '../exact/workbench.ts';

type Body = (bench: Workbench, x: Node) => Node;

const bare = ({ graph }: Workbench, op: string, args: readonly Node[], n?: number): Node => graph.node(op, args, n);
const constant = ({ s }: Workbench, num: number, den = 1): Node => s.fraction(num, den);

/** Continuous expressions with their brackets, all rising: simple roots, roots of high order, one near 0, one at a middle. */
const PROBLEMS: Readonly<Record<string, readonly [Body, lo: number, hi: number]>> = {
  'x - cos(x)': [(b, x) => bare(b, 'add', [x, bare(b, 'mul', [constant(b, -1), bare(b, 'cos', [x])])]), 0, 1],
  'x^3 - 2': [(b, x) => bare(b, 'add', [bare(b, 'power', [x], 3), constant(b, -2)]), 0, 2],
  'exp(x) - 3': [(b, x) => bare(b, 'add', [bare(b, 'exp', [x]), constant(b, -3)]), 0, 2],
  '(x^2 - 2)^5': [(b, x) => bare(b, 'power', [bare(b, 'add', [bare(b, 'power', [x], 2), constant(b, -2)])], 5), 1, 2],
  'sin(x)': [(b, x) => bare(b, 'sin', [x]), -1, 2],
  'sin(x - 1/2)': [(b, x) => bare(b, 'sin', [bare(b, 'add', [x, constant(b, -1, 2)])]), 0, 1],
  'x + 10^-60 ln x': [
    (b, x) => bare(b, 'add', [bare(b, 'mul', [b.s.rational(rat.rational(1n, 10n ** 60n)), bare(b, 'ln', [x])]), x]),
    0,
    1,
  ],
};
const names = Object.keys(PROBLEMS);

const solveNode = (bench: Workbench, name: string): Node => {
  const [body, lo, hi] = PROBLEMS[name] as readonly [Body, number, number];
  const ends = [constant(bench, lo), constant(bench, hi), constant(bench, 1)];
  return bench.graph.node('solve', ends, undefined, body(bench, bench.graph.node('unknown', [], 0)));
};

const enclose = (node: Node, p: number): Ball => operationOf(node).enclose(node, [], p);

/** The brackets of the sequence, by nothing but steps. */
const sequence = (name: string, p: number): Bracket[] => {
  const node = solveNode(createWorkbench(), name);
  const [, lo, hi] = PROBLEMS[name] as readonly [Body, number, number];
  const probe = probeOfBody(operationOf, node);
  const brackets = [bracketOf({ mid: BigInt(lo), exp: 0 }, { mid: BigInt(hi), exp: 0 }, 1)];
  for (let last = brackets[0] as Bracket; !isWithin(last, p); brackets.push(last)) {
    last = halve(last, probe) ?? expect.fail('all signs stayed open');
  }
  return brackets;
};

describe('a bisection', () => {
  it('says that its ladder is one bit a step, and asks nothing of its operands', () => {
    const node = solveNode(createWorkbench(), 'x^3 - 2');
    expect(operationOf(node)).toMatchObject({ kind: 'refiner', ladder: 'bit' });
    expect(operationOf(node).demand(0, 100, node, [], ball.ZERO)).toBe(Number.NEGATIVE_INFINITY);
  });

  it.each(names)('%s: follows the sequence of the expression, whatever precisions were asked before', (name) => {
    const brackets = sequence(name, 500).map((bracket) => ({ bracket, enclosure: enclosureOf(bracket) }));
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -3, max: 500 }), { minLength: 1, maxLength: 8 }), (asked) => {
        const node = solveNode(createWorkbench(), name);
        let most = Number.NEGATIVE_INFINITY;
        for (const p of asked) {
          most = Math.max(most, p);
          const expected = brackets.find(({ bracket }) => isWithin(bracket, most));
          expect(enclose(node, p)).toEqual(expected?.enclosure);
          expect(ball.accuracy(enclose(node, p))).toBeGreaterThanOrEqual(p);
        }
      }),
      { numRuns: 25 },
    );
  });

  it.each(names)('%s: goes on from its node alone, as another thread gets it', (name) => {
    const node = solveNode(createWorkbench(), name);
    enclose(node, 300);
    expect(enclose(structuredClone(node), 100)).toEqual(enclose(solveNode(createWorkbench(), name), 100));
    expect(enclose(structuredClone(node), 400)).toEqual(enclose(node, 400));
  });

  it('is not confused by constants that are known more precisely already', () => {
    const make = (): readonly [Workbench, Node] => {
      const bench = createWorkbench();
      const { s, graph } = bench;
      const x = graph.node('unknown', [], 0);
      const body = graph.node('add', [
        graph.node('power', [x], 2),
        graph.node('mul', [s.integer(-1), graph.node('exp', [graph.node('sin', [s.constant('pi')])])]),
        graph.node('mul', [s.integer(-1), s.constant('catalan')]),
      ]);
      return [bench, graph.node('solve', [s.integer(0), s.integer(2), s.integer(1)], undefined, body)];
    };
    const [, fresh] = make();
    const [, other] = make();
    enclose(other, 2000);
    expect(enclose(fresh, 64)).toEqual(enclose(make()[1], 64));
    expect(extent.overlaps(enclose(fresh, 2000), enclose(other, 10))).toBe(true);
    expect(enclose(fresh, 2000)).toEqual(enclose(other, 2000));
  });
});

describe('the roots', () => {
  it('of x^n - c is the n-th root of c, to the precision of both', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 2, max: 200 }),
        fc.integer({ min: 2, max: 5 }),
        fc.integer({ min: 1, max: 600 }),
        async (c, n, bits) => {
          const bench = createWorkbench();
          const { s, graph } = bench;
          const body = graph.node('add', [graph.node('power', [graph.node('unknown', [], 0)], n), s.integer(-c)]);
          const root = graph.node('solve', [s.integer(0), s.integer(c), s.integer(1)], undefined, body);
          const coefficients = [-c, ...Array.from({ length: n - 1 }, () => 0), 1].map((k) => s.integer(k));
          const polynomial = graph.node('algebraic', [s.integer(0), s.integer(c), s.integer(1), ...coefficients]);
          const radical = await bench.tightened(graph.node('root', [s.integer(c)], n), bits);
          for (const node of [root, polynomial]) {
            const found = await bench.tightened(node, bits);
            expect(ball.accuracy(found)).toBeGreaterThanOrEqual(bits);
            expect(extent.overlaps(found, radical)).toBe(true);
          }
          // Both halve where the sign is the same, so they hold the same bracket.
          expect(enclose(root, bits)).toEqual(enclose(polynomial, bits));
        },
      ),
      { numRuns: 60 },
    );
  });
});
