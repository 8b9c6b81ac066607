import { type Join, runTask, type Task } from '../../src/number/fork.ts';

type Offer = (task: Task) => Join | undefined;

/** The same whole numbers below n for the same seed. */
const randomFrom = (seed: number): ((n: number) => number) => {
  let state = seed >>> 0;
  return (n) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * n);
  };
};

/** What the other thread would send back. */
const doElsewhere = (task: Task): unknown => structuredClone(runTask(structuredClone(task)));

/**
 * What other threads may do with tasks: take them all and do them at once, when they are joined, or in random order before
 * that; take or lose some at random.
 */
export const OFFERS: Readonly<Record<string, (seed: number) => Offer>> = {
  'at once': () => (task) => {
    const result = doElsewhere(task);
    return () => result;
  },
  'at join': () => (task) => () => doElsewhere(task),
  'in random order': (seed) => {
    const random = randomFrom(seed);
    const waiting: Task[] = [];
    const results = new Map<Task, unknown>();
    return (task) => {
      waiting.push(task);
      return () => {
        while (!results.has(task)) {
          const [next] = waiting.splice(random(waiting.length), 1) as [Task];
          results.set(next, doElsewhere(next));
        }
        return results.get(task);
      };
    };
  },
  'some, at random': (seed) => {
    const random = randomFrom(seed);
    return (task) => (random(2) === 0 ? undefined : () => doElsewhere(task));
  },
  'with losses': (seed) => {
    const random = randomFrom(seed);
    return (task) => () => (random(2) === 0 ? undefined : doElsewhere(task));
  },
};
