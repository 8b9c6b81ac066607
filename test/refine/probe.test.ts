import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Node } from '../../src/node.ts';
import * as ball from '../../src/number/ball.ts';
import * as extent from '../../src/number/extent.ts';
import * as rat from '../../src/number/rational.ts';
import { operationOf } from '../../src/refine/operations.ts';
import { probeOf } from '../../src/refine/probe.ts';
import { createWorkbench } from '../exact/workbench.ts';
import { dyadics } from '../support/arbitraries.ts';

const { s, graph } = createWorkbench();
const [x, y] = [graph.node('unknown', [], 0), graph.node('unknown', [], 1)];
const negative = (node: Node): Node => graph.node('mul', [s.integer(-1), node]);

/** c · (sin² + cos²) of e^x, less c, plus d: the number d, in enclosures that are never exact. */
const constantly = (c: rat.Rational, d: rat.Rational): Node => {
  const e = graph.node('exp', [graph.node('sin', [x])]);
  const one = graph.node('add', [
    graph.node('power', [graph.node('sin', [e])], 2),
    graph.node('power', [graph.node('cos', [e])], 2),
  ]);
  return graph.node('add', [graph.node('mul', [s.rational(c), one]), negative(s.rational(c)), s.rational(d)]);
};

describe('a probe', () => {
  const levels = fc.integer({ min: 0, max: 500 });

  it('tells a sign where the value is above about 2^-level, and only there', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 300 }),
        fc.constantFrom(-1n, 1n),
        fc.integer({ min: 0, max: 200 }),
        levels,
        fc.integer({ min: 1, max: 9 }),
        (size, sign, amplified, level, point) => {
          const expression = constantly(rat.rational(1n << BigInt(amplified)), rat.rational(sign, 1n << BigInt(size)));
          const found = probeOf(operationOf, expression, 0, [])({ mid: BigInt(point), exp: -3 }, level);
          if (size < level) expect(found).toBe(Number(sign));
          else if (size > level) expect(found).toBeUndefined();
        },
      ),
      { numRuns: 300 },
    );
  });

  it('never tells one of a value that is 0, unless it is exact', () => {
    const zero = constantly(rat.rational(1n << 100n), rat.ZERO);
    const exact = graph.node('add', [graph.node('power', [x], 2), s.fraction(-1, 16)]);
    fc.assert(
      fc.property(dyadics, levels, (point, level) => {
        fc.pre(ball.upperExponent(ball.exact(point.mid, point.exp)) < 40);
        expect(probeOf(operationOf, zero, 0, [])(point, level)).toBeUndefined();
        expect(probeOf(operationOf, exact, 0, [])({ mid: -1n, exp: -2 }, level)).toBe(0);
      }),
    );
  });

  it('says where a part has no value', () => {
    const reported: [number, string][] = [];
    for (const expression of [
      graph.node('atan', [graph.node('div', [s.integer(1), x])]),
      graph.node('root', [graph.node('add', [x, s.integer(-1)])], 2),
      graph.node('ln', [x]),
    ]) {
      const probe = probeOf(operationOf, expression, 0, [], ({ mid, exp }, { op }) =>
        reported.push([Number(mid) * 2 ** exp, op]),
      );
      expect(probe({ mid: 0n, exp: 0 }, 50)).toBeUndefined();
      expect(probe({ mid: 3n, exp: 0 }, 50)).toBe(1);
    }
    expect(reported).toEqual([
      [0, 'div'],
      [0, 'root'],
      [0, 'ln'],
    ]);
  });

  it('with a ball for another unknown tells the sign that the expression has over all of it', () => {
    fc.assert(
      fc.property(dyadics, fc.integer({ min: -50, max: 50 }), fc.integer({ min: -60, max: 4 }), (mid, point, exp) => {
        const middle = ball.exact(mid.mid, mid.exp);
        fc.pre(ball.upperExponent(middle) < 20);
        const wide = extent.hull(ball.sub(middle, ball.exact(1n, exp)), ball.add(middle, ball.exact(1n, exp)));
        const difference = graph.node('add', [x, negative(y)]);
        const found = probeOf(operationOf, difference, 0, [undefined, wide])({ mid: BigInt(point), exp: 0 }, 60);
        const distance = ball.sub(ball.exact(BigInt(point)), wide);
        expect(found).toBe(ball.sign(distance));
      }),
    );
  });
});
