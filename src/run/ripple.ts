import TinyQueue from 'tinyqueue';
import type { Course, Flow } from './flow.ts';
import type { Plan } from './plan.ts';

/**
 * The flow of undirected strategies: whatever tightens is carried on at once. What is due waits in a heap in topological
 * order, so that a combinator which two of its operands reach is computed after both.
 */
export const createRipple = ({ nodes, users, refinerAt }: Plan, { combine, ready }: Course): Flow => {
  const due = new TinyQueue<number>();
  const isDue = new Uint8Array(nodes.length);

  const carry = (place: number): void => {
    const refiner = refinerAt[place] ?? -1;
    if (refiner >= 0) ready(refiner);
    else if (!isDue[place]) {
      isDue[place] = 1;
      due.push(place);
    }
  };
  const answered = (place: number): void => {
    for (const user of users[place] ?? []) carry(user);
  };

  return {
    begin: () => {
      for (const [place, refiner] of refinerAt.entries()) if (refiner < 0) carry(place);
    },
    answered,
    advance: () => {
      const place = due.pop();
      if (place === undefined) return false;
      isDue[place] = 0;
      if (combine(place)) answered(place);
      return true;
    },
  };
};
