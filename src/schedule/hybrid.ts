import { rounds } from './rounds.ts';
import type { Strategy } from './strategy.ts';

/** Approach F: as `rounds`, but the root is looked at after each answer, and once it is met the rest of the round is skipped. */
export const hybrid: Strategy = { ...rounds, name: 'hybrid', checks: 'answer' };
