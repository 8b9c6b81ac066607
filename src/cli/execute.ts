import { InternalError, RealError } from '../errors.ts';
import type { Outcome } from '../outcome.ts';
import { EXIT_CODES } from './exit-code.ts';
import type { Output } from './output.ts';
import { type Presentation, present } from './present.ts';
import type { Statement } from './statement.ts';

/** The part of a session that a front end needs. */
export interface Runner {
  run(line: string, options?: { signal?: AbortSignal }): Promise<Outcome>;
}

/** A session, and where and how its outcomes are shown. */
export interface Shell {
  readonly session: Runner;
  readonly how: Presentation;
  readonly stats: boolean;
  /** Whether an internal error shows where it happened. */
  readonly debug: boolean;
  readonly out: Output;
  readonly err: Output;
}

/** Runs a statement and shows what it came to. */
export const execute = async (shell: Shell, statement: Statement, signal?: AbortSignal): Promise<Outcome> => {
  const outcome = await outcomeOf(shell.session, statement, signal);
  const shown = present(statement, outcome, shell.how);
  if (shown.out !== '') await shell.out.write(shown.out);
  if (shown.err !== '') await shell.err.write(shown.err);
  if (shell.stats && !shell.how.json && (outcome.kind === 'answer' || outcome.kind === 'truth')) {
    const { statsTable } = await import('./stats-table.ts');
    await shell.err.write(statsTable(outcome.stats, outcome.elapsedMs));
  }
  if (shell.debug && outcome.kind === 'failure' && outcome.error.code === 'INTERNAL')
    await shell.err.write(`${stackOf(outcome.error)}\n`);
  return outcome;
};

const outcomeOf = async (session: Runner, statement: Statement, signal?: AbortSignal): Promise<Outcome> => {
  if (statement.problem !== undefined) return { kind: 'failure', error: statement.problem };
  try {
    return await session.run(statement.text, signal === undefined ? {} : { signal });
  } catch (error) {
    return { kind: 'failure', error: asRealError(error) };
  }
};

export const asRealError = (error: unknown): RealError =>
  error instanceof RealError
    ? error
    : new InternalError(error instanceof Error ? error.message : String(error), { cause: error });

/** Where an error came from, with what caused it. */
export const stackOf = (error: Error): string =>
  [error, error.cause].flatMap((each) => (each instanceof Error ? [each.stack ?? each.message] : [])).join('\n');

export const exitCodeOf = (outcome: Outcome): number =>
  outcome.kind === 'failure' ? EXIT_CODES[outcome.error.code] : 0;
