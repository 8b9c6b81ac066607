import { rounds } from './rounds.ts';
import type { Strategy } from './strategy.ts';

/**
 * The baseline of the notes: in each round every unfinished refiner steps once along its ladder, one after the other,
 * over what was known when the round began; then all is taken in and the root is looked at.
 */
export const lockstep: Strategy = {
  ...rounds,
  name: 'lockstep',
  help: 'rounds, in which each refiner steps once, one after the other',
  parallel: false,
};
