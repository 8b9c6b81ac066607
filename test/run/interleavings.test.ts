import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as ball from '../../src/number/ball.ts';
import * as extent from '../../src/number/extent.ts';
import { auto } from '../../src/schedule/auto.ts';
import { STRATEGIES } from '../../src/schedule/strategies.ts';
import { SAMPLES } from '../schedule/samples.ts';
import { type Sample, trial } from '../schedule/trial.ts';
import { type Schedule, simulate } from './simulated-workers.ts';

/** What happens next, and what comes of it, is up to the scheduler. */
const by =
  (scheduler: fc.Scheduler): Schedule =>
  (what, act) => {
    void scheduler.schedule(Promise.resolve(), what).then(act);
  };

const samples = fc.constantFrom(...Object.values(SAMPLES));
const threads = fc.integer({ min: 1, max: 3 });
const plain = (sample: Sample, count: number): Promise<string> =>
  trial(sample, { strategy: auto, hosts: undefined }).digits(count);

describe.each([...STRATEGIES.values()])('all interleavings under $name', (named) => {
  // The coordinator gives every step away, short ones together.
  const strategy = { ...named, keeps: 0, grain: named.grain === 0 ? 0 : 1e-6 };

  it('come to the same digits, in an enclosure that is as narrow as asked', async () => {
    await fc.assert(
      fc.asyncProperty(fc.scheduler(), samples, threads, async (scheduler, sample, count) => {
        const { hosts } = simulate(count, by(scheduler));
        const { digits, tightened } = trial(sample, { strategy, hosts });
        expect(await scheduler.waitFor(digits(60))).toBe(await plain(sample, 60));
        const enclosure = await scheduler.waitFor(tightened(400));
        expect(ball.accuracy(enclosure)).toBeGreaterThanOrEqual(400);
        const reference = await trial(sample, { strategy: auto, hosts: undefined }).tightened(800);
        // Where a step has overshot, the enclosure is narrower than the reference.
        expect(extent.overlaps(enclosure, reference)).toBe(true);
      }),
      { numRuns: 25 },
    );
  });

  it('lose nothing to workers that die', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.scheduler(),
        samples,
        fc.array(fc.integer({ min: 1, max: 2 }), { minLength: 1, maxLength: 2 }),
        async (scheduler, sample, victims) => {
          const { hosts, kill } = simulate(2, by(scheduler));
          for (const victim of victims) by(scheduler)(`${victim} dies`, () => kill(victim));
          const { digits } = trial(sample, { strategy, hosts });
          expect(await scheduler.waitFor(digits(60))).toBe(await plain(sample, 60));
        },
      ),
      { numRuns: 25 },
    );
  });
});
