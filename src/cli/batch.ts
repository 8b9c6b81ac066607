import { exitCodeOf, type Shell } from './execute.ts';
import { runStatement } from './run-statement.ts';
import type { Statement } from './statement.ts';

/** Runs statements in order until they end, one asks to quit, or nobody reads the answers; gives the largest exit code. */
export const runBatch = async (
  shell: Shell,
  statements: AsyncIterable<Statement>,
  options: { readonly failFast: boolean },
): Promise<number> => {
  let exitCode = 0;
  for await (const statement of statements) {
    for await (const outcome of runStatement(shell, statement)) {
      exitCode = Math.max(exitCode, exitCodeOf(outcome));
      const quit = outcome.kind === 'message' && outcome.action === 'quit';
      if (quit || shell.out.closed || (options.failFast && exitCode > 0)) return exitCode;
    }
  }
  return exitCode;
};
