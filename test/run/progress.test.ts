import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Dyadic } from '../../src/number/ball.ts';
import * as ball from '../../src/number/ball.ts';
import { clock, createBoard } from '../../src/run/board.ts';
import { planBelow } from '../../src/run/plan.ts';
import { certainDigits, progressOf } from '../../src/run/progress.ts';
import type { Run } from '../../src/run/refinement.ts';
import { auto } from '../../src/schedule/auto.ts';
import { SAMPLES } from '../schedule/samples.ts';
import { type Sample, trial } from '../schedule/trial.ts';
import { ballsWithPoints } from '../support/arbitraries.ts';

/** ⌊|x| · 10^places⌋. */
const truncated = ({ mid, exp }: Dyadic, places: number): bigint => {
  const size = mid < 0n ? -mid : mid;
  const [num, den] = places >= 0 ? [size * 10n ** BigInt(places), 1n] : [size, 10n ** BigInt(-places)];
  return exp >= 0 ? (num << BigInt(exp)) / den : num / (den << BigInt(-exp));
};

describe('digits that are certain', () => {
  it('are the first digits of every number in the ball', () => {
    let shown = 0;
    fc.assert(
      fc.property(ballsWithPoints, ({ ball: enclosure, points }) => {
        if (ball.isExact(enclosure)) return;
        const text = certainDigits(enclosure);
        if (text === null) return;
        shown += 1;
        const [, minus, whole = '', fraction = '', exponent = '0'] =
          /^(-?)(\d+)(?:\.(\d+))?(?:e([+-]?\d+))?$/.exec(text) ?? [];
        expect(whole).not.toBe('');
        const places = fraction.length - Number(exponent);
        for (const point of points) {
          expect(truncated(point, places).toString()).toBe(BigInt(whole + fraction).toString());
          expect(point.mid < 0n).toBe(minus === '-');
        }
      }),
      { numRuns: 500 },
    );
    expect(shown).toBeGreaterThan(50);
  });

  it('are many where much is known, and none where nothing is', async () => {
    const { tightened } = trial(SAMPLES['one constant'] as Sample, { strategy: auto, hosts: undefined });
    const pi = await tightened(100);
    expect(certainDigits(pi)).toMatch(/^3\.14159265358979323846264338/);
    expect(certainDigits(ball.WHOLE)).toBeNull();
    expect(certainDigits(ball.ball(0n, 0, { man: 2 ** 29, exp: -100 }))).toBeNull();
  });
});

describe('the progress of a run', () => {
  it('is what its board says', () => {
    const { node, graph } = trial(SAMPLES['a sum of refiners'] as Sample, { strategy: auto, hosts: undefined });
    const plan = planBelow(node, graph.ball);
    const board = createBoard(plan.places.length);
    const combining = () => ({ node: graph.node('mul', [node, node]), since: clock() - 1000 });
    const run: Run = { plan, board, combining, drive: async () => {} };
    for (const refiner of plan.places.keys()) board.set(refiner, 'demand', 500);
    board.set(0, 'reached', 500);
    board.begin(0, 1);
    board.end(0, 2);
    board.set(0, 'reached', 520);
    board.set(1, 'reached', 100);
    board.begin(1, 2);
    const { refiners, steps, wastedSteps, remainingMs, refiner, activity } = progressOf(run, graph.ball, 2);
    expect(refiners.map(({ state }) => state).slice(0, 2)).toEqual(['done', 'running']);
    expect(refiners[0]).toMatchObject({ bits: 520, overshoot: 20, ms: 2, wasted: 1, wastedMs: 2 });
    expect(refiners[1]).toMatchObject({
      bits: 100,
      demand: 500,
      thread: 2,
      steps: 1,
      overshoot: 0,
      ms: 0,
      wastedMs: 0,
    });
    expect([steps, wastedSteps, refiner]).toEqual([2, 1, refiners[1]?.node]);
    expect(remainingMs).toBeGreaterThan(0);
    expect(activity?.name).toBe('multiplying');
    expect(activity?.ms).toBeGreaterThanOrEqual(1000);
    // A step that takes longer than predicted is nearly done, and never said to be.
    for (const began = clock(); clock() < began + 30; );
    const later = progressOf(run, graph.ball, 2);
    expect(later.refiners[0]?.expected).toBe(0);
    expect(later.refiners[1]?.expected).toBeGreaterThan(0);
    expect(later.refiners[1]?.expected).toBeLessThan(1);
    expect(later.remainingMs).toBeLessThanOrEqual(remainingMs ?? 0);
  });
});
