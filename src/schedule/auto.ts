import { DIRECTED, type Strategy } from './strategy.ts';

/**
 * The selected approach: each refiner is granted one step, to the demand on it, as soon as its operands have what is
 * demanded of them; the longest first, so that no thread is left waiting for it at the end. On one thread that is the
 * plain evaluation, operands first, and nothing has to be scheduled.
 */
export const auto: Strategy = { ...DIRECTED, name: 'auto', pacing: 'grants', priority: ({ cost }) => cost };
