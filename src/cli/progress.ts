import type { Progress } from '../outcome.ts';
import { ERASE_LINE } from './controls.ts';
import type { Output } from './output.ts';
import type { Statement } from './statement.ts';

/** When a batch says what it is doing: `auto` is where stderr is a terminal. */
export type ProgressChoice = 'auto' | 'always' | 'never' | 'json';
export const PROGRESS_CHOICES: readonly ProgressChoice[] = ['auto', 'always', 'never', 'json'];

/** Shows one statement's progress, and takes it away again once the answer is there. */
export interface Reporter {
  readonly report: (progress: Progress) => void;
  readonly end: () => Promise<void>;
}

/** The digits that are certain are shown up to here, so that the line stays one. */
const SHOWN_DIGITS = 20;

/**
 * One line on stderr that is written over each second on a terminal that can, a line each elsewhere, or an event a line as JSON;
 * undefined where nothing is to be shown.
 */
export const reporterFor = (
  choice: ProgressChoice,
  statement: Statement,
  err: Output,
  { onTerminal, dumb = false }: { readonly onTerminal: () => boolean; readonly dumb?: boolean },
): Reporter | undefined => {
  if (choice === 'never' || (choice === 'auto' && !onTerminal())) return undefined;
  const overwrite = choice !== 'json' && onTerminal() && !dumb;
  let shown = false;
  return {
    report: (progress) => {
      shown = true;
      const line = choice === 'json' ? json(statement, progress) : text(statement, progress);
      void err.write(overwrite ? `${ERASE_LINE}${line}` : `${line}\n`);
    },
    end: async () => {
      if (shown && overwrite) await err.write(ERASE_LINE);
    },
  };
};

const text = ({ source, line }: Statement, progress: Progress): string => {
  const { elapsedMs, steps, wastedSteps, certain } = progress;
  const doing = progress.activity?.name ?? progress.refiner;
  return [
    `${source}:${line}: ${Math.round(elapsedMs / 1000)} s`,
    `step ${steps}${wastedSteps === 0 ? '' : `, ${wastedSteps} wasted`}`,
    ...(doing === null ? [] : [doing]),
    ...(certain === null ? [] : [`${certain.slice(0, SHOWN_DIGITS)}…`]),
  ].join(' · ');
};

const json = ({ number }: Statement, progress: Progress): string =>
  JSON.stringify({ v: 1, event: 'progress', line: number, ...progress, elapsedMs: Math.round(progress.elapsedMs) });
