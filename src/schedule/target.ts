import { NATURAL, type Strategy } from './strategy.ts';

/**
 * Approach B: refiners run freely, but none goes past a target that all share. It starts at what is asked of the root and
 * rises by what the root is short of when everyone has arrived there, so it asks of all what one of them needs.
 */
export const target: Strategy = {
  ...NATURAL,
  name: 'target',
  limit: ({ rung }, shared) => Math.min(rung, shared),
  raise: (shared, short) => shared + Math.max(1, short),
};
