import { Session } from '../session.ts';
import { EXPRESSIONS } from './expressions.ts';
import { type Command, cpuPerCall, median, run, shuffled } from './measure.ts';
import { type Calculator, OURS } from './peers.ts';

export interface Comparison {
  readonly expressions: readonly string[];
  readonly peers: readonly Calculator[];
  /** How often each program is run. */
  readonly runs: number;
  /** Seconds of CPU after which a program is given up. */
  readonly limit: number;
  /** What failed or took too long at fewer digits is not tried at more; names are added. */
  readonly givenUp: Set<string>;
}

/** CPU milliseconds of one calculator on one expression. */
export interface Cell {
  readonly digits: number;
  readonly expression: string;
  readonly calculator: string;
  readonly whole: number;
  /** Less an idle run. */
  readonly net: number;
  /** Through the library, warm; only ours. */
  readonly inProcess: number | null;
  /** Whether its digits are ours, up to one unit in the last place. */
  readonly right: boolean;
}

/** One program of the comparison, and its runs so far; undefined once it has failed. */
interface Job {
  readonly expression: string | null;
  readonly calculator: Calculator;
  readonly command: Command;
  times: number[] | undefined;
  output: string;
}

/** No more runs of a program that has used so many milliseconds. */
const ENOUGH = 10_000;

/**
 * Runs every calculator on every expression, in random order in each round, so that what else happens on the machine
 * falls on all alike. A cell is missing where a calculator lacks a function, fails, or takes too long.
 */
export const compare = async (digits: number, options: Comparison): Promise<Cell[]> => {
  const calculators = [OURS, ...options.peers];
  const jobs = calculators.flatMap((calculator) => [
    createJob(null, calculator, calculator.idle),
    ...options.expressions.flatMap((id) => {
      const text = EXPRESSIONS[id]?.(calculator.dialect);
      return text === undefined || options.givenUp.has(nameOf(id, calculator))
        ? []
        : [createJob(id, calculator, calculator.print(text, digits))];
    }),
  ]);
  for (let round = 0; round < options.runs; round++) for (const job of shuffled(jobs)) step(job, options.limit);
  const cells: Cell[] = [];
  for (const id of options.expressions) {
    const ours = jobs.find(({ expression, calculator }) => expression === id && calculator === OURS);
    for (const calculator of calculators) {
      const job = jobs.find((other) => other.expression === id && other.calculator === calculator);
      if (job?.times === undefined) {
        options.givenUp.add(nameOf(id, calculator));
        continue;
      }
      const idle = jobs.find((other) => other.expression === null && other.calculator === calculator);
      const whole = median(job.times);
      cells.push({
        digits,
        expression: id,
        calculator: calculator.name,
        whole,
        // To the microsecond: the difference of equal times is not always 0.
        net: Math.round(1000 * (whole - median(idle?.times ?? []))) / 1000,
        inProcess: calculator === OURS ? await inProcess(id, digits) : null,
        right: ours?.times === undefined || sameDigits(job.output, ours.output, digits),
      });
    }
  }
  return cells;
};

const nameOf = (expression: string, { name }: Calculator): string => `${expression} ${name}`;

const createJob = (expression: string | null, calculator: Calculator, command: Command): Job => ({
  expression,
  calculator,
  command,
  times: [],
  output: '',
});

const step = (job: Job, limit: number): void => {
  if (job.times === undefined || job.times.reduce((a, b) => a + b, 0) > ENOUGH) return;
  const done = run(job.command, limit);
  if (done === undefined) {
    job.times = undefined;
    return;
  }
  job.times.push(done.cpu);
  job.output = done.output;
};

/** A new session each time: the constants are kept by the kernels, the values by nobody. */
const inProcess = (id: string, digits: number): Promise<number> => {
  const text = EXPRESSIONS[id]?.(OURS.dialect) ?? '';
  return cpuPerCall(() => new Session().run(`${text} @ ${digits} digits`), 2000);
};

/** Whether two decimals agree to so many significant digits, the last of which may differ by one. */
export const sameDigits = (a: string, b: string, digits: number): boolean => {
  const [x, y] = [significant(a, digits), significant(b, digits)];
  if (x === undefined || y === undefined || Math.abs(x.exponent - y.exponent) > 1) return false;
  const difference = x.digits * (x.exponent > y.exponent ? 10n : 1n) - y.digits * (y.exponent > x.exponent ? 10n : 1n);
  return difference >= -1n && difference <= 1n;
};

/** The first digits of a positive decimal as an integer, and the exponent of the first of them. */
const significant = (text: string, digits: number): { digits: bigint; exponent: number } | undefined => {
  const match = /^(\d+)(?:\.(\d*))?(?:[eE]([-+]?\d+))?$/.exec(text.replace(/\\\n|\s/g, ''));
  if (match === null) return undefined;
  const [, whole = '', fraction = '', exponent = '0'] = match;
  const all = whole + fraction;
  const zeros = /^0*/.exec(all)?.[0].length ?? 0;
  const kept = all.slice(zeros, zeros + digits).padEnd(digits, '0');
  return { digits: BigInt(kept), exponent: whole.length - 1 - zeros + Number(exponent) };
};
