import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createGrants } from '../../src/run/grants.ts';
import { auto } from '../../src/schedule/auto.ts';
import { pull } from '../../src/schedule/pull.ts';
import { seen } from '../schedule/trial.ts';

const costs = fc.array(fc.double({ min: 1e-3, max: 8, noNaN: true }), { maxLength: 60 });
const threads = fc.integer({ min: 1, max: 4 });

it('gives each refiner out once: what is too short, alone or all together, to the coordinator', () => {
  fc.assert(
    fc.property(costs, threads, (all, count) => {
      const grants = createGrants(auto);
      for (const [refiner, cost] of all.entries()) grants.add(refiner, seen({ cost }));
      const costOf = (refiner: number): number => all[refiner] as number;
      const total = (refiners: readonly number[]): number => refiners.reduce((sum, each) => sum + costOf(each), 0);
      const granted: number[] = [];
      for (let batch = grants.next(count); batch.length > 0; batch = grants.next(count)) {
        for (const refiner of batch) expect(costOf(refiner)).toBeGreaterThanOrEqual(auto.keeps);
        if (batch.length > 1) expect(total(batch)).toBeLessThanOrEqual(2);
        granted.push(...batch);
      }
      // The longest first.
      expect(granted.map(costOf)).toEqual(granted.map(costOf).sort((a, b) => b - a));
      const kept: number[] = [];
      for (let own = grants.kept(); own !== undefined; own = grants.kept()) kept.push(own);
      expect(total(kept.filter((refiner) => costOf(refiner) >= auto.keeps))).toBeLessThan(auto.grain);
      expect([...granted, ...kept].sort((a, b) => a - b)).toEqual(all.map((_, refiner) => refiner));
    }),
  );
});

it('keeps nothing that is worth a message, and puts short steps together to make one', () => {
  const grants = createGrants(auto);
  for (let refiner = 0; refiner < 100; refiner += 1) grants.add(refiner, seen({ cost: 0.1 }));
  expect(grants.kept()).toBeUndefined();
  const sizes: number[] = [];
  for (let batch = grants.next(2); batch.length > 0; batch = grants.next(2)) sizes.push(batch.length);
  expect(sizes[0]).toBeGreaterThan(10);
  expect(Math.min(...sizes)).toBeGreaterThanOrEqual(4);
  expect(sizes.length).toBeLessThan(20);
});

it('grants one step at a time where the strategy has no grain, by its priority', () => {
  fc.assert(
    fc.property(costs, threads, (all, count) => {
      const grants = createGrants(pull);
      for (const [refiner, cost] of all.entries()) grants.add(refiner, seen({ cost }));
      const granted = all.map(() => grants.next(count));
      for (const batch of granted) expect(batch.length).toBe(1);
      const ranks = granted.flat().map((refiner) => pull.priority(seen({ cost: all[refiner] as number })));
      expect(ranks).toEqual([...ranks].sort((a, b) => b - a));
      expect(granted.flat().sort((a, b) => a - b)).toEqual(all.map((_, refiner) => refiner));
      expect([grants.next(count), grants.kept()]).toEqual([[], undefined]);
    }),
  );
});
