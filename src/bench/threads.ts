import { parseStatement } from '../../grammar/parse.ts';
import { build } from '../dag/build.ts';
import { InternalError } from '../errors.ts';
import { bitsAsked, type Written, write } from '../run/answer.ts';
import { createEngine, type Engine, type Finish } from '../run/engine.ts';
import { auto } from '../schedule/auto.ts';
import { formatOf } from '../session/asked.ts';
import { createNames } from '../session/names.ts';
import { defaultSettings } from '../settings.ts';
import { median, run, shuffled } from './measure.ts';

/** One thing done in one way, medians over the runs. */
export interface ThreadTime {
  readonly what: string;
  /** What it runs on; 'auto' where the program is not told. */
  readonly threads: number | 'auto';
  /** By the clock. */
  readonly ms: number;
  /** Of the process and all its threads, or of all processes. */
  readonly cpuMs: number;
  /** How many times as fast as on one thread, by the clock; null for that itself. */
  readonly factor: number | null;
}

export interface ThreadExperiment {
  readonly runs: number;
  /** All sizes are multiplied by this. */
  readonly scale: number;
  /** The file that is started for whole processes. */
  readonly program: string;
}

interface Measured {
  readonly ms: number;
  readonly cpuMs: number;
}

/** One way of doing something; the first that bears its name is what the others are compared with. */
interface Cell {
  readonly what: string;
  readonly threads: number | 'auto';
  readonly measure: () => Promise<Measured> | Measured;
}

const LOGARITHMS = [7, 11, 13, 17, 19, 23, 29, 31].map((prime) => `ln(${prime})`).join(' + ');
const COMPOUND = Array.from({ length: 8 }, (_, i) => `ln(pi + ${i + 1})`).join(' + ');
/** What it is called, what it is, and its digits. */
const IN_PROCESS = [
  ['sqrt(2) + pi', 'sqrt(2) + pi', 300_000],
  ['ln(7) + ln(11) + … + ln(31)', LOGARITHMS, 100_000],
  ['ln(pi + 1) + … + ln(pi + 8)', COMPOUND, 100_000],
  ['pi', 'pi', 1_000_000],
] as const;
const WHOLE_DIGITS = 1_000_000;
/** Squarings of a number of 10,000 digits in the control: about as long as what it stands beside. */
const SQUARINGS = 3000;
/** Seconds of CPU. */
const LIMIT = 600;

/**
 * The same work on one thread and on two, the runs in an order that is drawn anew for every round, beside a control that
 * shows what the machine has to give: two independent loops, one after the other against both at once.
 */
export const timeThreads = async ({ runs, scale, program }: ThreadExperiment): Promise<ThreadTime[]> => {
  const sized = (size: number): number => Math.max(1, Math.round(scale * size));
  const engines = [0, 2].map((threads) => createEngine({ ...defaultSettings(), threads }));
  const [one, two] = engines as [Engine, Engine];
  const cells: Cell[] = [
    ...IN_PROCESS.flatMap(([name, expression, digits]) => {
      const line = `${expression} @ ${sized(digits)}`;
      const what = `${name} @ ${sized(digits)}`;
      return [
        { what, threads: 0, measure: () => inProcess(one, line) },
        { what, threads: 2, measure: () => inProcess(two, line) },
      ];
    }),
    { what: 'control, two loops', threads: 0, measure: () => loops('"$@"; "$@"', sized(SQUARINGS)) },
    { what: 'control, two loops', threads: 2, measure: () => loops('"$@" & "$@"; wait', sized(SQUARINGS)) },
    ...([0, 2, 'auto'] as const).map((threads): Cell => {
      const line = `pi @ ${sized(WHOLE_DIGITS)}`;
      const told = threads === 'auto' ? [] : ['--threads', String(threads)];
      return {
        what: `${line}, whole process`,
        threads,
        measure: () => ofProgram([process.execPath, program, ...told, line]),
      };
    }),
  ];
  try {
    // The first round compiles what all others run.
    for (const { measure } of cells) await measure();
    const measured = new Map<Cell, Measured[]>(cells.map((cell) => [cell, []]));
    for (let round = 0; round < runs; round += 1) {
      for (const cell of shuffled(cells)) measured.get(cell)?.push(await cell.measure());
    }
    const medianOf = (cell: Cell | undefined, of: (each: Measured) => number): number =>
      median((cell === undefined ? [] : (measured.get(cell) ?? [])).map(of));
    return cells.map((cell) => {
      const { what, threads } = cell;
      const ms = medianOf(cell, (each) => each.ms);
      const alone = cells.find((other) => other.what === what);
      const factor = alone === cell ? null : medianOf(alone, (each) => each.ms) / ms;
      return { what, threads, ms, cpuMs: medianOf(cell, (each) => each.cpuMs), factor };
    });
  } finally {
    for (const { threads } of engines) await threads.close();
  }
};

/** One evaluation that knows nothing of those before it; its threads, if any, were there before and stay. */
const inProcess = async (engine: Engine, line: string): Promise<Measured> => {
  const fresh = await engine.afresh();
  const cpu = process.cpuUsage();
  const started = performance.now();
  await evaluate(fresh, line);
  const ms = performance.now() - started;
  const { user, system } = process.cpuUsage(cpu);
  // Threads that rest are ended after a while, unless they have been asked for.
  await engine.threads.relief(Number.POSITIVE_INFINITY);
  return { ms, cpuMs: (user + system) / 1000 };
};

const evaluate = async (engine: Engine, line: string): Promise<void> => {
  const statement = parseStatement(line);
  if (statement.kind !== 'expression') throw new InternalError(`no expression: ${line}`);
  const { scope } = createNames();
  const { node: written, spans } = build(statement.body, { table: engine.table, scope, result: noResult });
  const format = formatOf(defaultSettings(), statement.at);
  const finish: Finish<Written> = function* (structure, resolved) {
    return yield* write(structure, resolved, format);
  };
  await engine.evaluate({ written, spans, line, bits: bitsAsked(format.precision), strategy: auto }, finish);
};

const noResult = (): never => {
  throw new InternalError('no result to go back to');
};

/** Two processes that square so many times each, started as the script for the shell says. */
const loops = (script: string, squarings: number): Measured => {
  const loop = `const x = 3n ** 20959n; for (let i = 0; i < ${squarings}; i += 1) x * x`;
  return ofProgram(['bash', '-c', script, 'bash', process.execPath, '-e', loop]);
};

const ofProgram = (argv: readonly string[]): Measured => {
  const started = performance.now();
  const done = run({ argv }, LIMIT);
  return { ms: performance.now() - started, cpuMs: done?.cpu ?? Number.NaN };
};
