import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { evidentSign } from '../../src/exact/decide.ts';
import type { Node } from '../../src/node.ts';
import * as ball from '../../src/number/ball.ts';
import { withCheckpoint } from '../../src/number/checkpoint.ts';
import * as rat from '../../src/number/rational.ts';
import { rationals } from '../support/arbitraries.ts';
import { createWorkbench } from './workbench.ts';

const valuesOf = (sum: Node): rat.Rational[] =>
  (sum.value === undefined ? sum.args : [sum]).map(({ value }) => value ?? expect.fail('a rational term'));
const exactly = (values: readonly rat.Rational[]): rat.Rational => values.reduce(rat.add, rat.ZERO);

/** Long fractions, no two of which fit together in one of 4096 bits: to find what is common to two takes many steps. */
const LONG = [3, 5, 7, 11, 13, 17].map((p) => rat.rational(1n, BigInt(p) ** BigInt(Math.floor(4000 / Math.log2(p)))));

describe('a sum of rationals', () => {
  it('has the value that its terms have, in one number where that is not long', () => {
    const { s } = createWorkbench();
    fc.assert(
      fc.property(fc.array(rationals(40), { minLength: 1, maxLength: 40 }), (values) => {
        expect(valuesOf(s.sum(values.map(s.rational)))).toEqual([exactly(values)]);
      }),
    );
  });

  it('has the value that its terms have, in several numbers where it is long, also when it goes on', () => {
    const { s } = createWorkbench();
    fc.assert(
      fc.property(
        fc.array(fc.oneof(rationals(40), rationals(3000), fc.constantFrom(...LONG)), { maxLength: 12 }),
        (values) => {
          const sum = s.sum(values.map(s.rational));
          expect(exactly(valuesOf(sum))).toEqual(exactly(values));
          if (sum.args.length > 8) return;
          expect(exactly(valuesOf(s.add(sum, s.fraction(1, 7))))).toEqual(
            rat.add(exactly(values), rat.rational(1n, 7n)),
          );
          expect(exactly(valuesOf(s.sub(sum, sum)))).toEqual(rat.ZERO);
        },
      ),
    );
  });

  it('does not try again what is known to be too long', () => {
    const { s } = createWorkbench();
    let looks = 0;
    const count = (): void => {
      looks += 1;
    };
    const longs = withCheckpoint(count, () => s.sum(LONG.map(s.rational)));
    expect(longs.args).toHaveLength(LONG.length);
    expect(looks).toBeGreaterThan(3);
    looks = 0;
    expect(withCheckpoint(count, () => s.add(longs, s.fraction(1, 7))).args).toHaveLength(LONG.length);
    // One pair is new: the last of them takes the 1/7, and is tried with the one before it.
    expect(looks).toBeLessThan(5);
  });

  it('stops for others while it is long', () => {
    const { s } = createWorkbench();
    const count = 10_000;
    const terms = Array.from({ length: count }, (_, i) => s.fraction(1, i + 1));
    let turns = 0;
    for (const work = s.longSum(terms); work.next().done !== true; ) turns += 1;
    // Each term is looked at once, and added once at least.
    expect(turns).toBeGreaterThan(count / 32);
    turns = 0;
    for (const work = s.longSum([s.fraction(1, 3), s.constant('pi')]); work.next().done !== true; ) turns += 1;
    expect(turns).toBe(0);
  });
});

describe('a sum of many terms', () => {
  it('is a tree of sums that have few operands, and keeps the order of its terms', () => {
    const { s } = createWorkbench();
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 600 }), (count) => {
        const terms = Array.from({ length: count }, (_, i) => s.exp(s.fraction(1, i + 2)));
        const leaves = (node: Node): Node[] => (node.op === 'add' ? node.args.flatMap(leaves) : [node]);
        const widths = (node: Node): number[] =>
          node.op === 'add' ? [node.args.length, ...node.args.flatMap(widths)] : [];
        const sum = s.sum(terms);
        expect(leaves(sum)).toEqual(terms);
        expect(Math.max(...widths(sum))).toBeLessThanOrEqual(16);
        // As many additions as without the tree, and no more nodes than that takes.
        expect(widths(sum).reduce((total, width) => total + width - 1, 0)).toBe(count - 1);
        expect(widths(sum).length).toBeLessThanOrEqual(Math.ceil(count / 8));
      }),
      { numRuns: 50 },
    );
  });

  it('is an atom of what uses it, whatever the shape of its tree', async () => {
    const { s, settle } = createWorkbench();
    const exps = Array.from({ length: 600 }, (_, i) => s.exp(s.fraction(1, i + 2)));
    // A factor is distributed over a shorter one.
    const counts = fc.oneof(fc.integer({ min: 9, max: 600 }), fc.constantFrom(16, 17, 18, 256, 257, 271, 272));
    await fc.assert(
      fc.asyncProperty(counts, async (count) => {
        const sum = s.sum(exps.slice(0, count));
        const twice = s.add(sum, sum);
        expect(s.sub(sum, sum).value).toEqual(rat.ZERO);
        expect(s.sub(s.add(sum, s.fraction(1, 7)), sum).value).toEqual(rat.rational(1n, 7n));
        expect(s.sub(s.add(sum, s.constant('pi')), sum)).toBe(s.constant('pi'));
        expect(s.sub(twice, s.scale(rat.rational(2n), sum)).value).toEqual(rat.ZERO);
        expect((await settle(s.div(sum, s.neg(sum)))).value).toEqual(rat.rational(-1n));
        expect((await settle(s.div(twice, sum))).value).toEqual(rat.rational(2n));
      }),
      { numRuns: 40 },
    );
  });

  it('is as evidently not negative as a short one', () => {
    const { s } = createWorkbench();
    const unknown = (): ball.Ball => ball.WHOLE;
    const size = (x: Node): Node => s.graph.node('abs', [x]);
    const larger = (x: Node, y: Node): Node => s.graph.node('max', [x, y]);
    for (const count of [10, 300, 5000]) {
      const sum = s.sum(Array.from({ length: count }, (_, i) => size(s.sin(s.fraction(1, i + 2)))));
      // As deep as the search for a reason goes.
      const nested = [1, 2, 3, 4, 5].reduce((x, k) => larger(x, size(s.cos(s.integer(k)))), sum);
      expect(evidentSign(nested, unknown)).toBe(0);
      expect(evidentSign(larger(nested, size(s.cos(s.integer(6)))), unknown)).toBeUndefined();
    }
  });
});
