import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createWave } from '../../src/run/flow.ts';
import { createRipple } from '../../src/run/ripple.ts';
import { shapes } from './plans.ts';

describe('a wave', () => {
  it('reaches every node once, after all its operands have answered', () => {
    fc.assert(
      fc.property(shapes, fc.array(fc.nat(), { minLength: 200, maxLength: 200 }), ({ plan, below }, choices) => {
        const answered = new Set<number>();
        const reached: number[] = [];
        const pending: number[] = [];
        let next = 0;
        const choose = (count: number): number => (choices[next++] ?? 0) % count;
        const reach = (place: number): void => {
          for (const operand of below[place] ?? []) expect(answered).toContain(operand);
          reached.push(place);
        };
        const wave = createWave(plan, {
          isMet: (place) => {
            const isMet = choose(5) === 0;
            if (isMet) {
              reach(place);
              answered.add(place);
            }
            return isMet;
          },
          combine: (place) => {
            reach(place);
            if (choose(3) === 0) {
              pending.push(place);
              return undefined;
            }
            answered.add(place);
            return choose(2) === 0;
          },
          ready: (refiner) => {
            const place = plan.places[refiner] as number;
            reach(place);
            const isGoing = choose(4) !== 0;
            if (isGoing) pending.push(place);
            else answered.add(place);
            return isGoing;
          },
        });
        const settle = (): void => {
          while (wave.advance());
        };
        for (const _ of [1, 2]) {
          answered.clear();
          reached.length = 0;
          wave.begin();
          settle();
          while (pending.length > 0) {
            const [place] = pending.splice(choose(pending.length), 1);
            answered.add(place as number);
            wave.answered(place as number);
            // A late answer to the same changes nothing.
            if (choose(3) === 0) wave.answered(place as number);
            settle();
          }
          expect([...reached].sort((a, b) => a - b)).toEqual(plan.nodes.map(({ id }) => id));
        }
      }),
    );
  });
});

describe('a ripple', () => {
  it('carries every change to the root through each combinator once, operands first', () => {
    fc.assert(
      fc.property(
        shapes,
        fc.array(fc.array(fc.nat(), { minLength: 1 }), { maxLength: 6 }),
        ({ plan, below }, changes) => {
          const value = plan.nodes.map(() => 0);
          const of = (place: number): number =>
            (below[place] ?? []).reduce((sum, operand) => sum + (value[operand] ?? 0), 1);
          let combined: number[] = [];
          const fed = new Set<number>();
          const ripple = createRipple(plan, {
            isMet: () => false,
            combine: (place) => {
              combined.push(place);
              const changed = value[place] !== of(place);
              value[place] = of(place);
              return changed;
            },
            ready: (refiner) => {
              fed.add(plan.places[refiner] as number);
              return true;
            },
          });
          const settle = (): void => {
            combined = [];
            while (ripple.advance());
            expect(combined).toEqual([...new Set(combined)].sort((a, b) => a - b));
            for (const [place, refiner] of plan.refinerAt.entries())
              if (refiner < 0) expect(value[place]).toBe(of(place));
          };
          ripple.begin();
          settle();
          expect(combined).toEqual(plan.refinerAt.flatMap((refiner, place) => (refiner < 0 ? [place] : [])));
          for (const change of changes) {
            fed.clear();
            const before = [...value];
            for (const pick of change) {
              const place = plan.places[pick % plan.places.length] as number;
              value[place] = (value[place] ?? 0) + 1;
              ripple.answered(place);
            }
            settle();
            for (const place of plan.places) {
              const isStale = (below[place] ?? []).some((operand) => value[operand] !== before[operand]);
              expect(fed.has(place)).toBe(isStale);
            }
          }
        },
      ),
    );
  });
});
