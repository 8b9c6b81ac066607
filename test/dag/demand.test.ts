import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { demandBelow } from '../../src/dag/demand.ts';
import type { Node } from '../../src/node.ts';
import * as ball from '../../src/number/ball.ts';
import * as mag from '../../src/number/magnitude.ts';
import { operationOf } from '../../src/refine/operations.ts';
import { createWorkbench, type Workbench } from '../exact/workbench.ts';

const WIDTH = Number.POSITIVE_INFINITY;

/** Random graphs over constants, all parts of which are away from 0. */
const recipes = fc.array(
  fc.record({
    op: fc.constantFrom('add', 'mul', 'div', 'exp', 'ln', 'sin', 'atan', 'root', 'power'),
    left: fc.nat({ max: 50 }),
    right: fc.nat({ max: 50 }),
  }),
  { minLength: 1, maxLength: 14 },
);

const follow = ({ s, graph }: Workbench, recipe: readonly { op: string; left: number; right: number }[]): Node => {
  const nodes = [s.constant('pi'), s.constant('catalan'), s.fraction(1, 3), s.exp(s.integer(1))];
  for (const { op, left, right } of recipe) {
    const x = nodes[left % nodes.length] as Node;
    const y = nodes[right % nodes.length] as Node;
    const fresh =
      op === 'add' || op === 'mul' || op === 'div'
        ? graph.node(op, [x, y])
        : graph.node(op, [x], op === 'root' || op === 'power' ? 3 : undefined);
    const [low, high] = [ball.lowerExponent(graph.ball(x)), ball.upperExponent(graph.ball(x))];
    const isPositive = ball.sign(graph.ball(x)) === 1;
    const isModest = low > -20 && high < 5;
    if ((op === 'ln' || op === 'root' ? isPositive : true) && isModest) nodes.push(fresh);
    if (ball.lower(graph.ball(nodes.at(-1) as Node)).man === 0) nodes.pop();
  }
  return nodes.at(-1) as Node;
};

describe('demands', () => {
  it('suffice: where every node keeps its own, the root has what was asked', () => {
    fc.assert(
      fc.property(recipes, fc.integer({ min: 70, max: 400 }), (recipe, p) => {
        const bench = createWorkbench();
        const root = follow(bench, recipe);
        const demand = demandBelow(root, p, bench.graph.ball, WIDTH);
        const known = new Map<Node, ball.Ball>();
        const enclosure = (node: Node): ball.Ball => known.get(node) ?? bench.graph.ball(node);
        for (const node of demand.order) {
          const wanted = demand.bits.get(node) ?? 0;
          const operation = operationOf(node);
          const own = Math.ceil(wanted + (operation.kind === 'refiner' ? demand.share : demand.guard));
          known.set(node, operation.enclose(node, node.args.map(enclosure), own));
        }
        // Sensitivities are taken over enclosures and radii have 30 bits, so a bit may be lost but not two.
        expect(ball.accuracy(enclosure(root))).toBeGreaterThanOrEqual(p - 2);
      }),
      { numRuns: 200 },
    );
  });

  it('are not lavish: a first-order error at the demand would be felt at the root', () => {
    const { s, graph } = createWorkbench();
    const x = s.constant('pi');
    for (const [root, sensitivity] of [
      [graph.node('mul', [s.integer(1024), x]), 10],
      [graph.node('div', [x, s.integer(1024)]), -10],
      [graph.node('div', [s.integer(1024), x]), 10 - 2 * Math.log2(Math.PI)],
      [graph.node('power', [x], 8), 3 + 7 * Math.log2(Math.PI)],
      [graph.node('exp', [x]), Math.log2(Math.exp(Math.PI))],
      [graph.node('ln', [x]), -Math.log2(Math.PI)],
      [graph.node('root', [x], 2), -1 - Math.log2(Math.PI) / 2],
      [graph.node('atan', [x]), -2 * Math.log2(Math.PI)],
      [graph.node('sin', [x]), 0],
      [graph.node('add', [x, x, x, x]), 2],
    ] as const) {
      const demand = demandBelow(root, 100, graph.ball, WIDTH);
      const exact = 100 + sensitivity + demand.share;
      expect(Math.abs((demand.bits.get(x) ?? 0) - exact), root.op).toBeLessThan(0.01);
    }
  });

  it('ask about log2 n bits more of the end of a chain of n divisions, and not n', () => {
    for (const n of [1, 10, 100, 1000, 10_000]) {
      const { s, graph } = createWorkbench();
      const divisor = s.exp(s.fraction(1, n));
      let node = s.constant('pi');
      for (let i = 0; i < n; i += 1) node = graph.node('div', [node, divisor]);
      const demand = demandBelow(node, 100, graph.ball, WIDTH);
      expect(demand.bits.get(s.constant('pi'))).toBeLessThanOrEqual(100 + Math.log2(n + 3) + 2);
      // The divisor is used n times, so it pays log2 n once more.
      expect(demand.bits.get(divisor)).toBeLessThanOrEqual(100 + 2 * Math.log2(n + 3) + 4);
      expect(demand.order[0]?.id).toBeLessThan(node.id);
    }
  });

  it('leave exact numbers alone and are cut short, with a word about it, where an enclosure is coarse', () => {
    const { s, graph } = createWorkbench();
    const product = graph.node('mul', [s.integer(3), s.constant('pi')]);
    expect(demandBelow(product, 50, graph.ball, WIDTH).bits.has(s.integer(3))).toBe(false);
    const coarse: ball.Ball = ball.ball(1n, 0, mag.powerOf2(300));
    const square = graph.node('mul', [s.constant('pi'), s.constant('catalan')]);
    const enclosure = (node: Node): ball.Ball => (node === s.constant('pi') ? coarse : graph.ball(node));
    const cut = demandBelow(square, 50, enclosure, 64);
    expect(cut.clamped).toBe(true);
    expect(cut.bits.get(s.constant('catalan'))).toBeLessThan(80);
    expect(demandBelow(square, 50, graph.ball, 64).clamped).toBe(false);
  });
});
