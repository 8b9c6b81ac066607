import { describe, expect, it } from 'vitest';
import { CancelledError } from '../../src/errors.ts';
import { auto } from '../../src/schedule/auto.ts';
import { type Sample, trial } from '../schedule/trial.ts';
import { simulate } from './simulated-workers.ts';

const COUNT = 1000;
/** Sines of a tenth of a millisecond each, which the coordinator is to take itself, and one step that it is not. */
const BITS = 4000;
const strategy = { ...auto, keeps: 1 };
const sample: Sample = (s, graph) => {
  const sines = Array.from({ length: COUNT }, (_, i) => s.sin(s.fraction(i + 1, 1024)));
  return graph.node('add', [...sines, s.constant('eulergamma')]);
};

describe('many short steps of the coordinator', () => {
  it('let the event loop have its turn, so that an abort is seen', async () => {
    const { hosts } = simulate(1, (_, act) => setImmediate(act));
    const controller = new AbortController();
    const { tightened, stats } = trial(sample, { strategy, hosts, signal: controller.signal });
    const running = tightened(BITS);
    let turns = 0;
    const tick = (): void => {
      turns += 1;
      if (turns === 3) controller.abort();
      else setImmediate(tick);
    };
    setImmediate(tick);
    await expect(running).rejects.toThrow(CancelledError);
    // Each was enclosed once before the run began.
    expect(stats(BITS).steps).toBeLessThan(2 * COUNT);
  });

  it('begin when the long ones are ordered', async () => {
    const { hosts } = simulate(1, (_, act) => setImmediate(act));
    const taken: number[] = [];
    const { tightened, stats } = trial(sample, {
      strategy,
      hosts: {
        ...hosts,
        order: (orders) => {
          taken.push(stats(BITS).steps);
          hosts.order(orders);
        },
      },
    });
    await tightened(BITS);
    expect(taken).toEqual([COUNT + 1]);
    expect(stats(BITS).steps).toBe(2 * (COUNT + 1));
  });
});
