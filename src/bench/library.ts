import { Session } from '../session.ts';
import { cpuPerCall, median, run } from './measure.ts';
import { OURS } from './peers.ts';

/** Milliseconds of what is done through the library, or by one start of the program. */
export interface LibraryTime {
  readonly name: string;
  readonly ms: number;
  /** The longest of all runs, where one has to hold for each. */
  readonly worst: number | null;
}

/** The shortest of all evaluations: what it takes is what every other takes besides. */
const ONE_SHOT = '1/3 + sqrt(2)';
const ONE_SHOT_DIGITS = 50;
/** Milliseconds for which a call is repeated. */
const BUDGET = 2000;
/** Seconds. */
const LIMIT = 10;

/** A product of two powers with 10,000,000 digits each: squarings, a product and a conversion of that length. */
const PRODUCT = '7^11832947 * 3^20959032 @ 10000000';
/** It is cancelled at a moment between these, in milliseconds. */
const [SOONEST, LATEST] = [100, 2000] as const;

/** What the smallest evaluation takes, and how soon the largest is given up. */
export async function* timeLibrary(runs: number): AsyncGenerator<LibraryTime> {
  const line = `${ONE_SHOT} @ ${ONE_SHOT_DIGITS}`;
  const inProcess = await cpuPerCall(() => new Session().run(line), BUDGET);
  yield { name: `${line}, in process, CPU`, ms: inProcess, worst: null };
  const whole = timesOf(runs, () => run(OURS.print(ONE_SHOT, ONE_SHOT_DIGITS), LIMIT)?.cpu);
  yield { name: `${line}, whole process, CPU`, ms: median(whole), worst: null };
  const idle = timesOf(runs, () => run(OURS.idle, LIMIT)?.cpu);
  yield { name: 'node that does nothing, CPU', ms: median(idle), worst: null };

  const session = new Session({ settings: { threads: 2 } });
  const cancelled: number[] = [];
  const answered: number[] = [];
  for (let i = 0; i < runs; i += 1) {
    cancelled.push(await cancel(session, SOONEST + Math.random() * (LATEST - SOONEST)));
    const begun = performance.now();
    await session.run(line);
    answered.push(performance.now() - begun);
  }
  await session.close();
  yield { name: `${PRODUCT}, from the abort to the rejection`, ms: median(cancelled), worst: Math.max(...cancelled) };
  yield { name: `${line}, right after that`, ms: median(answered), worst: Math.max(...answered) };
}

const timesOf = (runs: number, measure: () => number | undefined): number[] =>
  Array.from({ length: runs }, () => measure() ?? Number.NaN);

/** Cancels the product after so many milliseconds, and tells how many more it took until it was given up. */
const cancel = async (session: Session, after: number): Promise<number> => {
  const controller = new AbortController();
  let aborted = Number.NaN;
  const timer = setTimeout(() => {
    aborted = performance.now();
    controller.abort();
  }, after);
  const outcome = await session.run(PRODUCT, { signal: controller.signal });
  clearTimeout(timer);
  // One that was done before has not been cancelled.
  return outcome.kind === 'failure' && outcome.error.code === 'CANCELLED' ? performance.now() - aborted : Number.NaN;
};
