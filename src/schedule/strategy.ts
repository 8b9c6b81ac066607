/**
 * What a strategy sees of a refiner: precisions and a cost, never a value, so that a strategy can cost time and cannot
 * change a digit. Bits are significant bits, counted from the magnitude that the number showed when the run began.
 */
export interface Refiner {
  /** What is certain of the number. */
  readonly reached: number;
  /** The next rung of its natural ladder above that. */
  readonly rung: number;
  /** What is demanded of it, once its own operands have what is demanded of them; until then −Infinity. */
  readonly cap: number;
  /** Predicted milliseconds of the step to the cap. */
  readonly cost: number;
  /**
   * The logarithm to base 2 of how many bits the root would gain by that step, over what was known when the demands were
   * last pushed down; a logarithm because it may be too small for a double.
   */
  readonly gain: number;
}

/** A rule by which refiners are stepped until the root is known as well as asked. */
export interface Strategy {
  readonly name: string;
  /** What it does, in a line. */
  readonly help: string;
  /** Whether steps go to demands, which the coordinator pushes down from the root, or along the natural ladders. */
  readonly directed: boolean;
  /**
   * Who begins a step. In `rounds` the coordinator orders one step of every refiner that may step, and the next ones when
   * all of them are over. By `grants` it gives each idle thread one step at a time. `free` refiners step on their own.
   */
  readonly pacing: 'rounds' | 'grants' | 'free';
  /** Whether steps may run at the same time, where there are threads for it. */
  readonly parallel: boolean;
  /** When answers are taken in, and the root is looked at. What is left of a round is skipped once the root is met. */
  readonly checks: 'round' | 'answer';
  /** Whether a free refiner may only answer while fewer answers wait to be taken in than there are refiners. */
  readonly bounded: boolean;
  /** Steps that are predicted to take fewer milliseconds are not granted: the coordinator takes them itself. */
  readonly keeps: number;
  /**
   * Short steps are granted together, in messages of so many predicted milliseconds at least; what is ready and comes to
   * less the coordinator takes itself. 0: each thread gets one step at a time.
   */
  readonly grain: number;
  /** How far the refiner may go in its next step; one that is there already has to wait. */
  readonly limit: (refiner: Refiner, target: number) => number;
  /** Which refiner is granted a step first: the one with the highest. */
  readonly priority: (refiner: Refiner) => number;
  /** What the target that all share becomes when nothing moves and the root is `short` bits short. */
  readonly raise: (target: number, short: number) => number;
}

/** What is natural for most strategies: ladders, everything at once, no target. */
export const NATURAL: Strategy = {
  name: 'natural',
  help: '',
  directed: false,
  pacing: 'free',
  parallel: true,
  checks: 'answer',
  bounded: false,
  keeps: 0,
  grain: 0,
  limit: ({ rung }) => rung,
  priority: () => 0,
  raise: (target) => target,
};

/** The same, for strategies that follow the demands. */
export const DIRECTED: Strategy = { ...NATURAL, name: 'directed', directed: true, limit: ({ cap }) => cap };
