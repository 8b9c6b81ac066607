import { CancelledError, InternalError, RealError } from '../errors.ts';
import type { Stats } from '../outcome.ts';
import { STRATEGIES } from '../schedule/strategies.ts';
import type { Strategy } from '../schedule/strategy.ts';
import type { Engine, Finish, Request } from './engine.ts';

/** What a strategy made of an evaluation. */
export interface Trial {
  readonly strategy: string;
  readonly ms: number;
  /** What it came to, or why it came to nothing. */
  readonly result: { readonly text: string; readonly stats: Stats } | { readonly failure: RealError };
}

/** A short evaluation is made so often, and the quickest counts: one is at the mercy of the compiler. */
const ROUNDS = 7;
/** No further round is begun after so many milliseconds. */
const ENOUGH = 500;

/**
 * One evaluation under every strategy, each from nothing: no enclosure, no decision, no constant is kept from one to the
 * next. The first begins a second time if that is quick, since it compiled what the others use, and every other round goes
 * backwards. Throws InternalError where two values differ, and what the first threw where none has a value. Once it is
 * cancelled it gives what there is.
 */
export const tryStrategies = async (
  engine: Engine,
  request: Omit<Request, 'strategy'>,
  finish: Finish<{ readonly text: string; readonly wanted: number }>,
): Promise<readonly Trial[]> => {
  const best = new Map<string, Trial>();
  const attempt = async (strategy: Strategy): Promise<Trial> => {
    const trial = await tryOnce(await engine.afresh(), { ...request, strategy }, finish);
    refuseDifference([...best.values(), trial]);
    const earlier = best.get(trial.strategy);
    if (earlier === undefined || trial.ms < earlier.ms) best.set(trial.strategy, trial);
    return trial;
  };
  try {
    await attemptAll(attempt, best);
  } catch (error) {
    if (!(error instanceof CancelledError) || ![...best.values()].some(hasValue)) throw error;
  }
  const trials = [...STRATEGIES.keys()].flatMap((name) => best.get(name) ?? []);
  const failure = trials.map(failureOf).find((each) => each !== undefined);
  if (failure !== undefined && !trials.some(hasValue)) throw failure;
  return trials;
};

const attemptAll = async (
  attempt: (strategy: Strategy) => Promise<Trial>,
  best: ReadonlyMap<string, Trial>,
): Promise<void> => {
  const begun = performance.now();
  const [first, ...others] = [...STRATEGIES.values()] as [Strategy, ...Strategy[]];
  const rehearsal = await attempt(first);
  let order = rehearsal.ms < ENOUGH && hasValue(rehearsal) ? [first, ...others] : others;
  for (let round = 0; round < ROUNDS && (round === 0 || performance.now() - begun < ENOUGH); round += 1) {
    for (const strategy of order) await attempt(strategy);
    order = order.filter(({ name }) => hasValue(best.get(name))).reverse();
  }
};

const hasValue = (trial: Trial | undefined): boolean => trial !== undefined && 'text' in trial.result;

const failureOf = ({ result }: Trial): RealError | undefined => ('failure' in result ? result.failure : undefined);

const tryOnce = async (
  engine: Engine,
  request: Request & { readonly strategy: Strategy },
  finish: Finish<{ readonly text: string; readonly wanted: number }>,
): Promise<Trial> => {
  const strategy = request.strategy.name;
  const started = performance.now();
  try {
    const { value, stats } = await engine.evaluate(request, finish);
    return { strategy, ms: performance.now() - started, result: { text: value.text, stats: stats(value.wanted) } };
  } catch (error) {
    // What a strategy gives up may be within the reach of another.
    if (!(error instanceof RealError) || (error.code !== 'LIMIT' && error.code !== 'UNDECIDED')) throw error;
    return { strategy, ms: performance.now() - started, result: { failure: error } };
  }
};

const refuseDifference = (trials: readonly Trial[]): void => {
  const values = new Map(trials.flatMap(({ strategy, result }) => ('text' in result ? [[result.text, strategy]] : [])));
  if (values.size > 1) throw new InternalError(`strategies disagree: ${[...values.values()].join(', ')}`);
};
