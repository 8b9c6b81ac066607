import fc from 'fast-check';
import { expect, test } from 'vitest';
import { apery } from '../../src/kernel/apery.ts';
import { atan } from '../../src/kernel/atan.ts';
import { cached, constantNames, forgetConstants, setObtain } from '../../src/kernel/cache.ts';
import { catalan } from '../../src/kernel/catalan.ts';
import { e } from '../../src/kernel/e.ts';
import { eulerGamma } from '../../src/kernel/euler-gamma.ts';
import { exp } from '../../src/kernel/exp.ts';
import { ln } from '../../src/kernel/ln.ts';
import { ln2 } from '../../src/kernel/machin-constants.ts';
import { pi } from '../../src/kernel/pi.ts';
import { remembered } from '../../src/kernel/remembered.ts';
import { sinCos } from '../../src/kernel/sin-cos.ts';
import { setCheckpoint } from '../../src/number/checkpoint.ts';

/** A cache of numbers that are their own precision, and a record of what was computed. */
let count = 0;
const recorded = () => {
  const computed: number[] = [];
  count += 1;
  const cache = cached(
    `test: ${count}`,
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
    'test: failing',
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

test('a long constant is obtained as the hook has it, which may be wider', () => {
  const { cache, computed } = recorded();
  const name = `test: ${count}`;
  const asked: unknown[] = [];
  setObtain((...request) => {
    asked.push(request.slice(0, 2));
    return { wp: 100_000, value: 100_000 };
  });
  expect(cache.at(1000)).toBe(1000);
  expect(asked).toEqual([]);
  expect(cache.at(40_000)).toBe(40_000);
  expect(asked).toEqual([[name, 40_864]]);
  expect(cache.at(100_000)).toBe(100_000);
  setObtain((_name, wp, compute) => ({ wp, value: compute() }));
  expect(cache.at(100_001)).toBe(100_001);
  expect(computed).toEqual([1084, 125_000]);
  expect(constantNames()).toContain(name);
});

test('a name stands for one constant', () => {
  recorded();
  expect(() =>
    cached(
      `test: ${count}`,
      () => 1,
      () => 1,
    ),
  ).toThrow('two constants have the name');
});

test('what is forgotten is computed again, and at no more than what is asked then', () => {
  const { cache, computed } = recorded();
  let calls = 0;
  const last = remembered((wp) => {
    calls += 1;
    return wp;
  });
  cache.at(10_000);
  expect([last(7), last(7), calls]).toEqual([7, 7, 1]);
  forgetConstants();
  expect(cache.covers(100)).toBe(false);
  expect(cache.at(1000)).toBe(1000);
  expect(computed).toEqual([10_264, 1084]);
  expect([last(7), calls]).toEqual([7, 2]);
});

test('all constants and tables are among it', () => {
  const work = (): number => {
    let passed = 0;
    setCheckpoint(() => {
      passed += 1;
    });
    for (const constant of [pi, e, eulerGamma, catalan, apery, ln2]) constant(5000);
    for (const f of [exp, ln, atan]) f({ mid: 5n, exp: -3 }, 3000);
    sinCos({ mid: 5n, exp: -3 }, 3000);
    setCheckpoint(() => {});
    return passed;
  };
  forgetConstants();
  const cold = work();
  expect(work()).toBeLessThan(cold / 2);
  forgetConstants();
  expect(work()).toBe(cold);
});
