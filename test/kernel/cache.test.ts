import fc from 'fast-check';
import { expect, test } from 'vitest';
import { cached } from '../../src/kernel/cache.ts';

/** A cache of numbers that are their own precision, and a record of what was computed. */
const recorded = () => {
  const computed: number[] = [];
  const cache = cached(
    (wp: number) => {
      computed.push(wp);
      return wp;
    },
    (kept, drop) => kept - drop,
  );
  return { cache, computed };
};

test('every request is answered at its own precision, from one computation while it is not wider', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: -50, max: 5000 }), { maxLength: 30 }), (requests) => {
      const { cache, computed } = recorded();
      for (const wp of requests) {
        const before = computed.length;
        const covered = cache.covers(wp);
        expect(cache.at(wp)).toBe(wp);
        expect(computed.length - before).toBe(covered ? 0 : 1);
        expect(cache.covers(wp)).toBe(true);
      }
      expect(computed).toEqual([...computed].sort((a, b) => a - b));
    }),
  );
});

test('a few more bits cost nothing, and a rising sequence at most five times its last request', () => {
  const { cache, computed } = recorded();
  cache.at(1000);
  cache.at(1060);
  expect(computed).toHaveLength(1);
  for (let wp = 1000; wp <= 100_000; wp += 97) cache.at(wp);
  const work = computed.reduce((sum, wp) => sum + wp, 0);
  expect(work).toBeLessThanOrEqual(5 * (computed.at(-1) as number));
});

test('a computation that throws leaves the cache as it was', () => {
  let fail = false;
  const cache = cached(
    (wp: number) => {
      if (fail) throw new Error('stop');
      return wp;
    },
    (kept, drop) => kept - drop,
  );
  cache.at(100);
  fail = true;
  expect(() => cache.at(10_000)).toThrow('stop');
  expect(cache.covers(10_000)).toBe(false);
  expect(cache.at(100)).toBe(100);
});
