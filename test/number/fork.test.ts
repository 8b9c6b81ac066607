import fc from 'fast-check';
import { afterEach, describe, expect, test } from 'vitest';
import { fork, forkEach, runTask, setFork, type Task, work } from '../../src/number/fork.ts';
import { OFFERS } from '../support/offers.ts';

afterEach(() => setFork(() => undefined));

const done: string[] = [];
const square = work('test: square', (x: bigint) => {
  done.push(`square ${x}`);
  return x * x;
});
const failing = work('test: failing', (x: bigint): bigint => {
  throw new RangeError(`no ${x}`);
});

/** Takes every task and does it when it is joined, as another thread would: on copies. */
const takeAll = (taken: Task[]) =>
  setFork((task) => {
    taken.push(task);
    return () => structuredClone(runTask(structuredClone(task)));
  });

describe('fork', () => {
  test('without another thread the work is done when its result is asked for', () => {
    done.length = 0;
    const result = fork(square, 7n);
    expect(done).toEqual([]);
    expect(result()).toBe(49n);
    expect(done).toEqual(['square 7']);
  });

  test('a task that is taken says by plain data what is to be done', () => {
    const taken: Task[] = [];
    takeAll(taken);
    expect(fork(square, 7n)()).toBe(49n);
    expect(taken).toEqual([{ name: 'test: square', args: 7n }]);
  });

  test('what another thread lost is done here, and fails here if it must', () => {
    setFork(() => () => undefined);
    expect(fork(square, 8n)()).toBe(64n);
    expect(() => fork(failing, 8n)()).toThrow('no 8');
    expect(forkEach(square, [1n, 2n, 3n])).toEqual([1n, 4n, 9n]);
  });

  test('what a join throws passes through, and the work is not done again', () => {
    setFork(() => () => {
      throw new Error('stop');
    });
    done.length = 0;
    expect(() => fork(square, 9n)()).toThrow('stop');
    expect(() => forkEach(square, [9n, 10n])).toThrow('stop');
    expect(done).toEqual(['square 10']);
  });
});

describe('forkEach', () => {
  test('gives the results in order, whatever is taken', () => {
    fc.assert(
      fc.property(
        fc.array(fc.bigInt(-50n, 50n)),
        fc.constantFrom(...Object.keys(OFFERS)),
        fc.nat(),
        (list, name, seed) => {
          setFork(OFFERS[name]?.(seed) ?? (() => undefined));
          expect(forkEach(square, list)).toEqual(list.map((x) => x * x));
        },
      ),
    );
  });

  test('keeps the last for this thread, and does what is not taken at once', () => {
    const taken: Task[] = [];
    let isIdle = true;
    setFork((task) => {
      if (!isIdle) return undefined;
      isIdle = false;
      taken.push(task);
      return () => runTask(task);
    });
    done.length = 0;
    forkEach(square, [1n, 2n, 3n]);
    expect(taken.map(({ args }) => args)).toEqual([1n]);
    expect(done).toEqual(['square 2', 'square 3', 'square 1']);
    forkEach(square, [4n]);
    expect(taken).toHaveLength(1);
  });
});

test('a name stands for one work', () => {
  expect(() => work('test: square', (x: bigint) => x)).toThrow("two works have the name 'test: square'");
  expect(() => runTask({ name: 'test: unheard of', args: 1n })).toThrow("no work has the name 'test: unheard of'");
});
