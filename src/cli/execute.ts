import { CancelledError, RealError } from '../errors.ts';
import { withCheckpoint } from '../number/checkpoint.ts';
import type { Outcome } from '../outcome.ts';
import { asRealError } from '../session/failure.ts';
import type { RunOptions } from '../session.ts';
import { EXIT_CODES } from './exit-code.ts';
import type { Output } from './output.ts';
import { type Presentation, present, type Shown } from './present.ts';
import { type ProgressChoice, reporterFor } from './progress.ts';
import type { Statement } from './statement.ts';

/** The part of a session that a front end needs. */
export interface Runner {
  run(line: string, options?: RunOptions): Promise<Outcome>;
}

/** A session, and where and how its outcomes are shown. */
export interface Shell {
  readonly session: Runner;
  readonly how: Presentation;
  readonly stats: boolean;
  readonly progress: ProgressChoice;
  /** Whether stderr is a terminal. */
  readonly onTerminal: () => boolean;
  /** Whether the terminal obeys no control sequences. */
  readonly dumb?: boolean;
  /** Whether an internal error shows where it happened. */
  readonly debug: boolean;
  readonly out: Output;
  readonly err: Output;
}

/** Runs a statement and shows what it came to. A session never throws for bad input: what it throws is a defect of ours. */
export const execute = async (shell: Shell, statement: Statement, signal?: AbortSignal): Promise<Outcome> => {
  try {
    const reporter = reporterFor(shell.progress, statement, shell.err, shell);
    const outcome = await outcomeOf(shell.session, statement, signal, reporter?.report);
    await reporter?.end();
    await write(shell, await show(shell, statement, outcome, signal));
    return outcome;
  } catch (error) {
    if (error instanceof RealError && error.code === 'IO') throw error;
    const outcome: Outcome = { kind: 'failure', error: asRealError(error) };
    await write(shell, await show(shell, statement, outcome));
    return outcome;
  }
};

const outcomeOf = async (
  session: Runner,
  statement: Statement,
  signal: AbortSignal | undefined,
  onProgress: RunOptions['onProgress'],
): Promise<Outcome> =>
  statement.problem === undefined
    ? await session.run(statement.text, { signal, onProgress })
    : { kind: 'failure', error: statement.problem };

const show = async (shell: Shell, statement: Statement, outcome: Outcome, signal?: AbortSignal): Promise<Shown> => {
  const { out, err } = presented(statement, outcome, shell.how, signal);
  return { out, err: err + (await appendixOf(shell, outcome)) };
};

/** The account of a line of many thousand terms takes a while; once the signal is given, its answer stands alone. */
const presented = (statement: Statement, outcome: Outcome, how: Presentation, signal?: AbortSignal): Shown => {
  const check = (): void => {
    if (signal?.aborted) throw new CancelledError();
  };
  try {
    return withCheckpoint(check, () => present(statement, outcome, how));
  } catch (error) {
    if (!(error instanceof CancelledError)) throw error;
    return present(statement, outcome, { ...how, quiet: true, why: false });
  }
};

const appendixOf = async (shell: Shell, outcome: Outcome): Promise<string> => {
  if (shell.debug && outcome.kind === 'failure' && outcome.error.code === 'INTERNAL')
    return `${stackOf(outcome.error)}\n`;
  if (!shell.stats || shell.how.json || (outcome.kind !== 'answer' && outcome.kind !== 'truth')) return '';
  const { statsTable } = await import('./stats-table.ts');
  return statsTable(outcome.stats, outcome.elapsedMs);
};

const write = async (shell: Shell, { out, err }: Shown): Promise<void> => {
  if (out !== '') await shell.out.write(out);
  if (err !== '') await shell.err.write(err);
};

/** Where an error came from, with what caused it. */
export const stackOf = (error: Error): string =>
  [error, error.cause].flatMap((each) => (each instanceof Error ? [each.stack ?? each.message] : [])).join('\n');

export const exitCodeOf = (outcome: Outcome): number =>
  outcome.kind === 'failure' ? EXIT_CODES[outcome.error.code] : 0;
