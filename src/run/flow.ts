import type { Plan } from './plan.ts';

/** How news of a node travels up the graph, through the combinators, to the refiners that read it and to the root. */
export interface Flow {
  /** Starts anew, with new demands. */
  readonly begin: () => void;
  /** The node has answered: its enclosure is as good as it gets for now. */
  readonly answered: (place: number) => void;
  /**
   * Computes the combinator that is due next, or finds the refiner there ready, and tells whether anything was due: one at
   * a time, since all of them may take long. What `combine` hands to a host comes back as `answered`.
   */
  readonly advance: () => boolean;
}

/** What a flow needs of the run. */
export interface Course {
  /** Whether the node has what is demanded of it. */
  readonly isMet: (place: number) => boolean;
  /** Computes a combinator over its operands, and tells whether that tightened it; undefined if a host computes it. */
  readonly combine: (place: number) => boolean | undefined;
  /** The operands of a refiner have answered; tells whether it is going to take a step. */
  readonly ready: (refiner: number) => boolean;
}

/**
 * The flow of directed strategies. A node is due when all its operands have answered, which is counted and not polled:
 * so each is computed once, and no refiner steps over operands that are half updated.
 */
export const createWave = ({ nodes, users, operands, refinerAt }: Plan, { isMet, combine, ready }: Course): Flow => {
  const missing = new Int32Array(nodes.length);
  const hasAnswered = new Uint8Array(nodes.length);
  let due: number[] = [];

  const answered = (place: number): void => {
    if (hasAnswered[place]) return;
    hasAnswered[place] = 1;
    for (const user of users[place] ?? []) {
      const left = (missing[user] ?? 0) - 1;
      missing[user] = left;
      if (left === 0) due.push(user);
    }
  };

  return {
    begin: () => {
      missing.set(operands);
      hasAnswered.fill(0);
      // The last is taken first, so the order is that of the graph.
      due = nodes.flatMap((_, place) => (operands[place] === 0 ? [place] : [])).reverse();
    },
    answered,
    advance: () => {
      const place = due.pop();
      if (place === undefined) return false;
      const refiner = refinerAt[place] ?? -1;
      const isGoing = !isMet(place) && (refiner < 0 ? combine(place) === undefined : ready(refiner));
      if (!isGoing) answered(place);
      return true;
    },
  };
};
