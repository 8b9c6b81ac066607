import { DIRECTED, type Strategy } from './strategy.ts';

/** To put a step into a message and its answer into another takes 0.03 ms of all threads together, so that two win with longer ones. */
const KEPT = 0.05;
/** To wake a thread and to hear from it takes 0.05 ms; steps that take ten times as long together can be worth that. */
const GRAIN = 0.5;

/**
 * The selected approach: each refiner is granted one step, to the demand on it, as soon as its operands have what is
 * demanded of them; the longest first, so that no thread is left waiting for it at the end, short ones several at a time,
 * and what is not worth a message not at all. On one thread that is the plain evaluation, operands first, and nothing has to
 * be scheduled.
 */
export const auto: Strategy = {
  ...DIRECTED,
  name: 'auto',
  help: 'each refiner goes to what is demanded of it, operands first',
  pacing: 'grants',
  keeps: KEPT,
  grain: GRAIN,
  priority: ({ cost }) => cost,
};
