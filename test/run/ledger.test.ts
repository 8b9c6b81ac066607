import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { demandBelow } from '../../src/dag/demand.ts';
import * as ball from '../../src/number/ball.ts';
import { createLedger } from '../../src/run/ledger.ts';
import { auto } from '../../src/schedule/auto.ts';
import { SAMPLES } from '../schedule/samples.ts';
import { type Sample, trial } from '../schedule/trial.ts';

describe('an account', () => {
  it('counts as wasted what began when the demand was met, or came too late, and nothing else', () => {
    const step = fc.record({
      which: fc.nat({ max: 3 }),
      before: fc.integer({ min: -10, max: 400 }),
      ms: fc.nat({ max: 50 }),
      late: fc.boolean(),
      thread: fc.nat({ max: 2 }),
    });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 20 }), fc.integer({ min: 1, max: 300 }), (steps, bits) => {
        const { node, graph } = trial(SAMPLES['a sum of refiners'] as Sample, { strategy: auto, hosts: undefined });
        const { bits: demand } = demandBelow(node, bits, graph.ball, Number.POSITIVE_INFINITY);
        const refiners = [...demand.keys()].filter(({ op }) => op !== 'add');
        expect(refiners.length).toBe(4);
        const ledger = createLedger();
        const account = ledger.open();
        for (const { which, ...each } of steps) ledger.record(refiners[which] ?? node, each);
        const stats = account(node, bits, graph.ball);
        const isWasted = ({ which, before, late }: (typeof steps)[number]): boolean =>
          late || before >= (demand.get(refiners[which] ?? node) ?? Number.NaN);
        const wasted = steps.filter(isWasted);
        expect(stats.steps).toBe(steps.length);
        expect(stats.wastedSteps).toBe(wasted.length);
        expect(stats.wastedMs).toBe(wasted.reduce((sum, { ms }) => sum + ms, 0));
        for (const { id, steps: count, thread, overshoot } of stats.refiners) {
          const own = steps.filter(({ which }) => refiners[which]?.id === id);
          expect(count).toBe(own.length);
          expect(thread).toBe(own.at(-1)?.thread);
          const refiner = refiners.find((each) => each.id === id) ?? node;
          const over = ball.accuracy(graph.ball(refiner)) - Math.ceil(demand.get(refiner) ?? 0);
          expect(overshoot).toBe(Math.max(0, over));
        }
      }),
      { numRuns: 50 },
    );
  });

  it('starts anew with each statement', () => {
    const { node, graph } = trial(SAMPLES['one constant'] as Sample, { strategy: auto, hosts: undefined });
    const ledger = createLedger();
    const first = ledger.open();
    ledger.record(node, { before: 0, ms: 1, late: false, thread: 0 });
    ledger.park(2);
    expect(ledger.now()).toEqual({ steps: 1, refiner: 'pi' });
    expect(first(node, 10, graph.ball)).toMatchObject({ steps: 1, parked: 2 });
    const second = ledger.open();
    expect(ledger.now()).toEqual({ steps: 0, refiner: null });
    expect(second(node, 10, graph.ball)).toMatchObject({ steps: 0, parked: 0, refiners: [] });
  });
});
