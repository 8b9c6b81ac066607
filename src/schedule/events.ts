import { NATURAL, type Strategy } from './strategy.ts';

/**
 * Approach A: refiners run freely up their ladders and push what they find through a bounded channel. The channel holds
 * them up only while the coordinator is behind; nothing tells them how much is enough.
 */
export const events: Strategy = {
  ...NATURAL,
  name: 'events',
  help: 'refiners run freely and push what they find',
  bounded: true,
};
