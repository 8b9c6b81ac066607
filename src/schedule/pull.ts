import { DIRECTED, type Strategy } from './strategy.ts';

/**
 * Approach C: an idle thread gets the step, among those that are ready, that gains the root most bits for its predicted
 * cost. What a step gains the root follows from what its refiner adds to the error of the root now, and what it will
 * add once it has its demand (`run/gain.ts`); that is worked out once for each push of the demands, and not at each answer.
 */
export const pull: Strategy = {
  ...DIRECTED,
  name: 'pull',
  help: 'an idle thread takes the step that gains most for its cost',
  pacing: 'grants',
  priority: ({ gain, cost }) => gain - Math.log2(cost),
};
