import { describe, expect, it } from 'vitest';
import { createInlineHosts, seededPick } from '../../src/run/hosts.ts';
import { auto } from '../../src/schedule/auto.ts';
import { caps } from '../../src/schedule/caps.ts';
import { events } from '../../src/schedule/events.ts';
import { hybrid } from '../../src/schedule/hybrid.ts';
import { pull } from '../../src/schedule/pull.ts';
import { rounds } from '../../src/schedule/rounds.ts';
import { STRATEGIES } from '../../src/schedule/strategies.ts';
import type { Strategy } from '../../src/schedule/strategy.ts';
import { target } from '../../src/schedule/target.ts';
import { contract } from './contract.ts';
import { SAMPLES } from './samples.ts';
import { type Sample, seen, trial, watched } from './trial.ts';

describe.each([...STRATEGIES.values()])('$name', contract);

const taken = async (strategy: Strategy, sample: Sample, bits: number, pick: (count: number) => number) => {
  const { tightened, stats } = trial(sample, { strategy, hosts: createInlineHosts(pick) });
  await tightened(bits);
  return stats(bits);
};

const LOPSIDED = SAMPLES['terms of different size'] as Sample;

describe('strategies that differ', () => {
  it('events goes past what is needed, and the account shows it', async () => {
    const [free, directed] = await Promise.all([
      taken(events, LOPSIDED, 1200, seededPick(5)),
      taken(auto, LOPSIDED, 1200, seededPick(5)),
    ]);
    expect(directed.wastedSteps).toBe(0);
    expect(free.wastedSteps).toBeGreaterThan(0);
    expect(free.overshootBits).toBeGreaterThan(directed.overshootBits + 500);
  });

  it('hybrid leaves the rest of a round once the root is met, and rounds does not', async () => {
    // Of the two steps in the last round the first one meets the root: the small term has been known well enough before.
    const [all, some] = await Promise.all([
      taken(rounds, LOPSIDED, 1200, () => 0),
      taken(hybrid, LOPSIDED, 1200, () => 0),
    ]);
    expect(some.steps).toBe(all.steps - 1);
    expect([all.wastedSteps, some.wastedSteps]).toEqual([1, 0]);
  });

  it('target asks of all what one of them needs, and caps of each what it needs', async () => {
    const [shared, own] = await Promise.all([
      taken(target, LOPSIDED, 1200, seededPick(2)),
      taken(caps, LOPSIDED, 1200, seededPick(2)),
    ]);
    const [most, least] = [Math.max, Math.min].map((of) => of(...shared.refiners.map(({ overshoot }) => overshoot)));
    expect(least).toBeLessThan(40);
    expect(most).toBeGreaterThan(300);
    expect(own.overshootBits).toBeLessThan(40);
  });

  it('pull takes first what gains most for its cost, and auto what takes longest', () => {
    const short = seen({ cost: 1, gain: 3 });
    const long = seen({ cost: 9, gain: 5 });
    expect(pull.priority(short)).toBeGreaterThan(pull.priority(long));
    expect(pull.priority(seen({ cost: 9, gain: 7 }))).toBeGreaterThan(pull.priority(short));
    expect(auto.priority(long)).toBeGreaterThan(auto.priority(short));
  });

  it('pull begins with what hides the rest from the root, whatever it costs', async () => {
    // The root is known no better than the large term: the small one has nearly as many bits to go and would gain nothing.
    for (const [large, small] of [
      ['eulergamma', 'pi'],
      ['pi', 'eulergamma'],
    ] as const) {
      const { hosts, events: seenOf } = watched(createInlineHosts(seededPick(1)));
      const sample: Sample = (s) => s.add(s.constant(large), s.quotient(s.constant(small), s.integer(2n ** 200n)));
      await trial(sample, { strategy: pull, hosts }).tightened(3000);
      const ordered = seenOf.flatMap((event) => (event.kind === 'order' ? [event.order.node.op] : []));
      expect(ordered.slice(0, 2)).toEqual([large, small]);
    }
  });
});
