import { DIRECTED, type Strategy } from './strategy.ts';

/** Approach E: each refiner goes in one step, on its own, to a cap that the coordinator sets from the demand on it. */
export const caps: Strategy = {
  ...DIRECTED,
  name: 'caps',
  help: 'each refiner goes at once, by itself, to what is demanded of it',
};
