import { auto } from './auto.ts';
import { caps } from './caps.ts';
import { events } from './events.ts';
import { hybrid } from './hybrid.ts';
import { lockstep } from './lockstep.ts';
import { pull } from './pull.ts';
import { rounds } from './rounds.ts';
import type { Strategy } from './strategy.ts';
import { target } from './target.ts';

/** Every strategy by its name, the default first. */
export const STRATEGIES: ReadonlyMap<string, Strategy> = new Map(
  [auto, lockstep, events, target, pull, rounds, caps, hybrid].map((strategy) => [strategy.name, strategy]),
);
