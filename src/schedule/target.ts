import { NATURAL, type Strategy } from './strategy.ts';

/** A rise of so many bits is never too much. */
const LEAST_RISE = 64;

/**
 * Approach B: refiners run freely, but none goes past a target that all share. It starts at what is asked of the root and
 * rises by what the root is short of when everyone has arrived there, so it asks of all what one of them needs. While the
 * enclosure of the root says nothing yet, what it is short of is no measure: the target at most doubles.
 */
export const target: Strategy = {
  ...NATURAL,
  name: 'target',
  help: 'refiners run freely, up to one target that all share',
  limit: ({ rung }, shared) => Math.min(rung, shared),
  raise: (shared, short) => shared + Math.max(1, Math.min(short, Math.max(LEAST_RISE, shared))),
};
