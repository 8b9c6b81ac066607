import { NATURAL, type Strategy } from './strategy.ts';

/** Approach D: the rounds of `lockstep`, whose steps run at the same time. The slowest step of a round is a barrier for all. */
export const rounds: Strategy = {
  ...NATURAL,
  name: 'rounds',
  help: 'rounds, in which each refiner steps once, all at the same time',
  pacing: 'rounds',
  checks: 'round',
};
