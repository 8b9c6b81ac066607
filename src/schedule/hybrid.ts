import { rounds } from './rounds.ts';
import type { Strategy } from './strategy.ts';

/**
 * Approach F: as `rounds`, but the root is looked at after each answer. Once it is met the board says stop: the steps of the
 * round that have not begun are skipped, on every thread, and those under way are left at their next checkpoint.
 */
export const hybrid: Strategy = {
  ...rounds,
  name: 'hybrid',
  help: 'as rounds, but it stops within a round once the answer is known',
  checks: 'answer',
};
