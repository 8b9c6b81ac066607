import { DIRECTED, type Strategy } from './strategy.ts';

/** Approach C: an idle thread gets the step, among those that are ready, that gains the root most bits for its predicted cost. */
export const pull: Strategy = {
  ...DIRECTED,
  name: 'pull',
  pacing: 'grants',
  priority: ({ cap, reached, cost }) => (cap - reached) / cost,
};
