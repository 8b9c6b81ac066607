import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { demandBelow } from '../../src/dag/demand.ts';
import * as ball from '../../src/number/ball.ts';
import { createLedger } from '../../src/run/ledger.ts';
import { auto } from '../../src/schedule/auto.ts';
import type { Session } from '../../src/session.ts';
import { SAMPLES } from '../schedule/samples.ts';
import { type Sample, trial } from '../schedule/trial.ts';
import { answerOf, sessionWith } from './sessions.ts';

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
        expect(stats.busyMs).toBe(steps.reduce((sum, { ms }) => sum + ms, 0));
        expect(stats.wastedShare).toBe(stats.busyMs === 0 ? 0 : stats.wastedMs / stats.busyMs);
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

  it('counts every step of a refiner on which there is no demand, and none that only decided what the root is', async () => {
    const { node, graph, tightened, stats } = trial(
      (s, { node: make }) => {
        const zero = make('mul', [s.rational({ num: 0n, den: 1n }), s.constant('pi')]);
        return make('add', [make('mul', [zero, s.radical(2, s.integer(2))]), s.exp(s.fraction(1, 3))]);
      },
      { strategy: auto, hosts: undefined },
    );
    graph.ball(graph.node('catalan', []));
    await tightened(200);
    expect(node.op).toBe('add');
    const wasted = new Map(stats(200).refiners.map(({ node: name, steps, wasted: count }) => [name, [steps, count]]));
    expect(wasted.get('pi')).toEqual([1, 1]);
    expect(wasted.get('root#2')).toEqual([1, 1]);
    expect(wasted.get('catalan')).toEqual([1, 0]);
    expect(wasted.get('exp')?.[1]).toBe(0);
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

  it('records what a run leaves when it is asked, once, and for the statement of the run', () => {
    const { node, graph } = trial(SAMPLES['one constant'] as Sample, { strategy: auto, hosts: undefined });
    const ledger = createLedger();
    const first = ledger.open();
    let ms = 1;
    const note = (): void => ledger.record(node, { before: 0, ms, late: true, thread: 1 });
    ledger.later(note);
    ms = 7;
    for (const _ of [1, 2]) expect(first(node, 10, graph.ball)).toMatchObject({ wastedSteps: 1, wastedMs: 7 });
    ledger.later(note);
    const second = ledger.open();
    expect(first(node, 10, graph.ball)).toMatchObject({ wastedSteps: 2 });
    expect(second(node, 10, graph.ball)).toMatchObject({ steps: 0 });
  });
});

describe('the account of a statement', () => {
  const demandOf = async (session: Session, line: string, name: string): Promise<number | null | undefined> =>
    (await answerOf(session, line)).stats.refiners.find(({ node }) => node === name)?.demand;

  it('is against what this statement asks, whatever earlier ones have reached', async () => {
    const first = sessionWith({ threads: 0 });
    const asked = await demandOf(first, 'pi + exp(1/3) @ 300', 'exp');
    expect(asked).toBeGreaterThan(300 * Math.log2(10));
    expect(asked).toBeLessThan(300 * Math.log2(10) + 40);
    const later = sessionWith({ threads: 0, strategy: 'lockstep' });
    await later.run('pi + exp(1/3) @ 3000');
    // The sine is new, so that there is something to account for.
    const { stats } = await answerOf(later, 'pi + exp(1/3) + sin(1) @ 300');
    const { demand, bits } = stats.refiners.find(({ node }) => node === 'sin') ?? expect.fail('no sine');
    expect(demand).toBeLessThan(300 * Math.log2(10) + 40);
    expect(bits).toBeGreaterThanOrEqual(demand ?? 0);
  });

  it('is against the digits of an exact number as well', async () => {
    const demand = await demandOf(sessionWith({ threads: 0 }), '0*pi + 1/3 @ 20', 'rational');
    expect(demand).toBeGreaterThan(20 * Math.log2(10));
    expect(demand).toBeLessThan(20 * Math.log2(10) + 30);
  });

  it.each([
    ['pi @ 5', 'pi', 5 * Math.log2(10)],
    ['pi @ 8 places', 'pi', 8 * Math.log2(10)],
    ['pi @ 40 bits', 'pi', 40],
    ['pi @ 10, base 16', 'pi', 40],
  ])('%s: asks no more than the digits need, where the first enclosure has more', async (line, name, bits) => {
    const demand = await demandOf(sessionWith({ threads: 0 }), line, name);
    expect(demand).toBeGreaterThan(bits - 3);
    expect(demand).toBeLessThan(bits + 24);
  });
});
