import { accessSync, constants, realpathSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { InputOutputError, type RealError, type Span } from '../errors.ts';
import type { Outcome } from '../outcome.ts';
import { execute, type Runner, type Shell } from './execute.ts';
import { statementsOf } from './sources.ts';
import type { Statement } from './statement.ts';
import { systemReason } from './system-error.ts';

/**
 * Runs a statement and shows what it came to; where it loads a file, the statements of that file too, one after the
 * other, as long as the caller asks for the next outcome and nothing was cancelled.
 */
export const runStatement = (shell: Shell, statement: Statement, signal?: AbortSignal): AsyncGenerator<Outcome> =>
  runBelow([], shell, statement, signal);

/** `loading` are the files that this statement stands in, the outermost first. */
async function* runBelow(
  loading: readonly string[],
  shell: Shell,
  statement: Statement,
  signal: AbortSignal | undefined,
): AsyncGenerator<Outcome> {
  const outcome = await execute({ ...shell, session: withFiles(shell.session, loading) }, statement, signal);
  yield outcome;
  if (outcome.kind !== 'message' || outcome.action !== 'load' || outcome.path === undefined) return;
  const inner = [...loading, identityOf(outcome.path)];
  for await (const next of statementsOf([{ kind: 'file', path: outcome.path }], signal)) {
    yield* runBelow(inner, shell, next, signal);
    if (signal?.aborted) return;
  }
}

/** A session that refuses to load what cannot be read, and what is being loaded already. */
const withFiles = (session: Runner, loading: readonly string[]): Runner => ({
  run: async (line, options) => {
    const outcome = await session.run(line, options);
    if (outcome.kind !== 'message' || outcome.action !== 'load' || outcome.path === undefined) return outcome;
    const error = refusalOf(outcome.path, loading, outcome.span);
    return error === undefined ? outcome : { kind: 'failure', error };
  },
});

const refusalOf = (path: string, loading: readonly string[], span: Span | undefined): RealError | undefined => {
  try {
    accessSync(path, constants.R_OK);
    if (statSync(path).isDirectory()) return new InputOutputError(`cannot read ${path}: it is a directory`, { span });
  } catch (error) {
    return new InputOutputError(`cannot read ${path}: ${systemReason(error)}`, { span, cause: error });
  }
  const identity = identityOf(path);
  if (!loading.includes(identity)) return undefined;
  const circle = [...loading.slice(loading.indexOf(identity)), identity].join(' → ');
  return new InputOutputError(`${path} is being loaded already`, { span, hint: `it loads itself: ${circle}` });
};

/** The file behind a name, whichever way it is written. */
const identityOf = (path: string): string => {
  try {
    return realpathSync(path);
  } catch {
    return resolve(path);
  }
};
