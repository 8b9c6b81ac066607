import { DIRECTED, type Strategy } from './strategy.ts';

/** To wake a thread and to hear from it takes 0.05 ms; a step ten times as long can be worth that. */
const KEPT = 0.5;

/**
 * The selected approach: each refiner is granted one step, to the demand on it, as soon as its operands have what is
 * demanded of them; the longest first, so that no thread is left waiting for it at the end, and the short ones not at all.
 * On one thread that is the plain evaluation, operands first, and nothing has to be scheduled.
 */
export const auto: Strategy = {
  ...DIRECTED,
  name: 'auto',
  pacing: 'grants',
  keeps: KEPT,
  priority: ({ cost }) => cost,
};
