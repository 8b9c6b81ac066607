import { Command, CommanderError, Option } from 'commander';
import { InputOutputError, UsageError } from '../errors.ts';
import { milliseconds, table } from '../reports/table.ts';
import { STRATEGIES } from '../schedule/strategies.ts';
import { type Cell, compare } from './compare.ts';
import { EXPRESSIONS } from './expressions.ts';
import { type KernelTime, timeKernels } from './kernels.ts';
import { type LibraryTime, timeLibrary } from './library.ts';
import { LONG_SUMS, MOMENTS, STATEMENTS, timeLive, timeLongSum, timeStarts } from './live.ts';
import {
  count,
  counts,
  expressions,
  listOption,
  scale,
  strategies,
  sums,
  threadCounts,
  words,
  workloads,
} from './options.ts';
import { type Calculator, installedPeers, OURS } from './peers.ts';
import { hasPty } from './pty.ts';
import { type Experiment, type StrategyTime, timeStrategies, traceStrategies } from './strategies.ts';
import { crateTable, eventsTable, groupTable, markdown, summaryTable, workTable } from './strategy-tables.ts';
import { type ThreadTime, timeThreads } from './threads.ts';
import { WORKLOADS } from './workloads.ts';

type Write = (text: string) => Promise<void>;

/** `real bench …`: experiments on the speed of `real`. Gives the exit code. */
export const runBench = async (args: readonly string[], write: Write): Promise<number> => {
  let help = '';
  const bench = new Command('real bench').exitOverride().configureOutput({
    writeOut: (text) => {
      help += text;
    },
    writeErr: () => {},
  });
  bench.description('Experiments on the speed of real. Times are CPU milliseconds unless a clock is named, medians.');
  bench
    .command('peers', { isDefault: true })
    .description('whole programs beside the other calculators that are installed here')
    .option('--digits <list>', 'digit counts', counts, [50, 500, 10_000, 100_000])
    .addOption(listOption('--expressions', Object.keys(EXPRESSIONS), expressions, Object.keys(EXPRESSIONS)))
    .option('--peers <list>', 'names of the peers (default: all that are installed)', words)
    .option('--runs <n>', 'runs of each program', count, 5)
    .option('--limit <seconds>', 'give a program up after so much CPU', count, 10)
    .option('--json', 'one JSON object for each time')
    .action((options) => benchPeers(options, write));
  bench
    .command('kernels')
    .description("the kernels on their own, beside Arb's times where a program arbtime prints them")
    .option('--digits <list>', 'digit counts', counts, [50, 500, 1000, 5000, 10_000])
    .option('--budget <ms>', 'for each time', count, 500)
    .option('--json', 'one JSON object for each time')
    .action((options) => benchKernels(options, write));
  bench
    .command('strategies')
    .description('the strategies beside each other, on graphs without folding or rules; all times in process')
    .addOption(
      listOption(
        '--workloads',
        WORKLOADS.map(({ name }) => name),
        workloads,
        WORKLOADS,
      ),
    )
    .option(
      '--bits <list>',
      'accuracies asked, in bits after the binary point (default: those of each workload)',
      counts,
    )
    .addOption(listOption('--strategies', [...STRATEGIES.keys()], strategies, [...STRATEGIES.values()]))
    .option('--threads <list>', '0: on the calling thread', threadCounts, [0, 2])
    .option('--runs <n>', 'runs of each, interleaved', count, 9)
    .option('--patience <seconds>', 'fewer runs where they take longer together', count, 60)
    .option('--json', 'one JSON object for each')
    .option('--markdown', 'the tables of docs/strategies.md')
    .option('--trace', 'how far refiners go, in one run of each on this thread')
    .action((options) => benchStrategies(options, write));
  bench
    .command('library')
    .description('the smallest evaluation, and how soon a product of 10,000,000 digits is cancelled')
    .option('--runs <n>', 'runs of each', count, 9)
    .option('--json', 'one JSON object for each')
    .action((options) => benchLibrary(options, write));
  bench
    .command('threads')
    .description('long work on one thread and on two, beside a control that shows what the machine has to give')
    .option('--runs <n>', 'runs of each, interleaved', count, 9)
    .option('--scale <factor>', 'multiplies all sizes', scale, 1)
    .option('--json', 'one JSON object for each')
    .action((options) => benchThreads(options, write));
  bench
    .command('repl')
    .description(
      'the live session in a terminal: how soon it is there, gives its prompt back, and what it does meanwhile; by the clock',
    )
    .option('--runs <n>', 'runs of each', count, 5)
    .addOption(
      new Option('--statements <list>', 'split at semicolons')
        .argParser((text) => text.split(';'))
        .default(STATEMENTS, `'${STATEMENTS.join('; ')}'`),
    )
    .addOption(listOption('--sums', Object.keys(LONG_SUMS), sums, Object.keys(LONG_SUMS)))
    .action((options) => benchLive(options, write));
  try {
    await bench.parseAsync(args, { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.exitCode !== 0) throw new UsageError(error.message.replace(/^error: /, ''));
  }
  await write(help);
  return 0;
};

interface PeerOptions {
  readonly digits: readonly number[];
  readonly expressions: readonly string[];
  readonly peers?: readonly string[];
  readonly runs: number;
  readonly limit: number;
  readonly json?: true;
}

const benchPeers = async (options: PeerOptions, write: Write): Promise<void> => {
  const installed = installedPeers();
  const missing = options.peers?.find((name) => installed.every((peer) => peer.name !== name));
  if (missing !== undefined) throw new UsageError(`'${missing}' is no peer that is installed here`);
  const peers = installed.filter(({ name }) => options.peers?.includes(name) ?? true);
  const givenUp = new Set<string>();
  for (const digits of options.digits) {
    const cells = await compare(digits, { ...options, peers, givenUp });
    if (options.json) await write(jsonLines(cells));
    else await write(`${peerTable(digits, cells, options.expressions, [OURS, ...peers])}\n`);
  }
  if (!options.json) await write(LEGEND);
};

const LEGEND = `CPU ms, medians: whole process | net, which is less an idle run; in process: through the library, warm.
–: no such function, or given up; ✗: wrong digits.
`;

const peerTable = (
  digits: number,
  cells: readonly Cell[],
  expressionIds: readonly string[],
  calculators: readonly Calculator[],
): string => {
  const cellOf = (id: string, name: string): Cell | undefined =>
    cells.find(({ expression, calculator }) => expression === id && calculator === name);
  const show = (cell: Cell | undefined): string =>
    cell === undefined
      ? '–'
      : `${milliseconds(cell.whole)} | ${milliseconds(Math.max(0, cell.net))}${cell.right ? '' : ' ✗'}`;
  return table([
    [`${digits.toLocaleString('en-US')} digits`, 'in process', ...calculators.map(({ name }) => name)],
    ...expressionIds.map((id) => {
      const inProcess = cellOf(id, OURS.name)?.inProcess;
      return [
        id,
        inProcess === undefined || inProcess === null ? '–' : milliseconds(inProcess),
        ...calculators.map(({ name }) => show(cellOf(id, name))),
      ];
    }),
  ]);
};

interface KernelOptions {
  readonly digits: readonly number[];
  readonly budget: number;
  readonly json?: true;
}

const benchKernels = async ({ digits, budget, json }: KernelOptions, write: Write): Promise<void> => {
  const times: KernelTime[] = [];
  for await (const time of timeKernels(digits, budget)) {
    times.push(time);
    if (json) await write(jsonLines([time]));
  }
  if (!json) await write(kernelTable(times, digits));
};

/** A row for each kernel, and for each digit count our time and, where known, how many times Arb's it is. */
const kernelTable = (times: readonly KernelTime[], digitCounts: readonly number[]): string => {
  const show = ({ ms, arb }: KernelTime): string =>
    arb === null ? milliseconds(ms) : `${milliseconds(ms)} (${(ms / arb).toFixed(1)} ×)`;
  return table([
    ['CPU ms (× Arb)', ...digitCounts.map((digits) => digits.toLocaleString('en-US'))],
    ...[...new Set(times.map(({ name }) => name))].map((name) => [
      name,
      ...times.filter((time) => time.name === name).map(show),
    ]),
  ]);
};

interface StrategyOptions extends Experiment {
  readonly json?: true;
  readonly markdown?: true;
  readonly trace?: true;
}

const benchTrace = async (options: StrategyOptions, write: Write): Promise<void> => {
  const rows = [['workload @ bits', 'strategy', 'bits reached', 'refiners', 'steps', 'wasted']];
  for await (const row of traceStrategies(options)) {
    if (options.json) await write(jsonLines([row]));
    const { workload, bits, strategy, reached, refiners, steps, wasted } = row;
    const range = reached === null ? 'exact' : `${reached} to ${2 * reached - 1}`;
    rows.push([`${workload} @ ${bits}`, strategy, range, String(refiners), String(steps), String(wasted)]);
  }
  if (!options.json) await write(table(rows));
};

const benchStrategies = async (options: StrategyOptions, write: Write): Promise<void> => {
  if (options.trace) return await benchTrace(options, write);
  const all: StrategyTime[] = [];
  const size = options.strategies.length * options.threads.length;
  for await (const time of timeStrategies(options)) {
    if (options.json) {
      const { runs: _, spread: __, ...row } = time;
      await write(jsonLines([row]));
      continue;
    }
    all.push(time);
    if (all.length % size === 0 && !options.markdown) await write(`${groupTable(all.slice(-size))}\n`);
  }
  if (options.json) return;
  for (const threads of options.threads) {
    const summary = summaryTable(all.filter((time) => time.threads === threads));
    await write(options.markdown ? `\`\`\`text\n${summary}\`\`\`\n\n` : `${summary}\n`);
  }
  const crate = crateTable(all);
  if (options.markdown) await write([workTable(all), eventsTable(all), crate].map(markdown).join('\n'));
  else if (crate.length > 1) await write(table(crate));
};

interface ThreadOptions {
  readonly runs: number;
  readonly scale: number;
  readonly json?: true;
}

const benchThreads = async ({ json, ...experiment }: ThreadOptions, write: Write): Promise<void> => {
  const times = await timeThreads({ ...experiment, program: process.argv[1] ?? '' });
  if (json) return await write(jsonLines(times));
  const row = ({ what, threads, ms, cpuMs, factor }: ThreadTime): string[] => {
    const faster = factor === null ? '' : factor.toFixed(2);
    return [what, String(threads), milliseconds(ms), milliseconds(cpuMs), faster];
  };
  await write(table([['', 'threads', 'ms', 'CPU ms', 'times as fast'], ...times.map(row)]));
};

const benchLibrary = async (options: { readonly runs: number; readonly json?: true }, write: Write): Promise<void> => {
  const times: LibraryTime[] = [];
  for await (const time of timeLibrary(options.runs)) {
    times.push(time);
    if (options.json) await write(jsonLines([time]));
  }
  if (options.json) return;
  const rows = times.map(({ name, ms, worst }) => [name, milliseconds(ms), worst === null ? '' : milliseconds(worst)]);
  await write(table([['ms', 'median', 'longest'], ...rows]));
};

interface LiveOptions {
  readonly runs: number;
  readonly statements: readonly string[];
  readonly sums: readonly string[];
}

const benchLive = async ({ runs, statements, sums: names }: LiveOptions, write: Write): Promise<void> => {
  if (!hasPty()) throw new InputOutputError("this needs util-linux's script, which opens terminals");
  const { node, prompt, ink } = await timeStarts(runs);
  const beside = (ms: number): string => `${(ms / node).toFixed(2)} ×`;
  await write(
    `${table([
      ['start', 'ms', 'of node -e 0'],
      ['node -e 0', milliseconds(node), beside(node)],
      ['prompt on the screen', milliseconds(prompt), beside(prompt)],
      ['drawn by Ink', milliseconds(ink), beside(ink)],
    ])}\n`,
  );
  const rows: string[][] = [];
  for (const statement of statements) {
    const live = await timeLive(statement, runs);
    rows.push([statement, toPrompt(live.prompt), milliseconds(live.block), `${(100 * live.share).toFixed(1)} %`]);
  }
  await write(`${table([['statement', 'Ctrl-C to prompt, ms', 'longest block, ms', 'of a core'], ...rows])}\n`);
  const moments: string[][] = [];
  for (const name of names) moments.push([name, ...(await timeLongSum(name, runs)).map(toPrompt)]);
  await write(table([['Ctrl-C to prompt, ms, after', ...MOMENTS.map((ms) => `${ms / 1000} s`)], ...moments]));
};

/** A dash where it was answered before. */
const toPrompt = (ms: number | undefined): string => (ms === undefined ? '–' : milliseconds(ms));

const jsonLines = (rows: readonly unknown[]): string => rows.map((row) => `${JSON.stringify(row)}\n`).join('');
