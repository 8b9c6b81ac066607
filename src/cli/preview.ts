import type { Outcome } from '../outcome.ts';
import type { RunOptions } from '../session.ts';
import type { Presentation } from './present.ts';

/** A preview is a courtesy: what takes longer, in milliseconds, is left for when it is asked for. */
const PATIENCE = 300;

/** What gives the number of a name without remembering it as a result. */
export interface Previewer {
  preview(name: string, options: RunOptions): Promise<Outcome>;
}

/** A line that says what a name now stands for; nothing for a function, or where that is not known soon. */
export const previewOf = async (
  session: Previewer,
  name: string,
  signal: AbortSignal,
  columns: number,
  { json, quiet, out }: Pick<Presentation, 'json' | 'quiet' | 'out'>,
): Promise<string> => {
  if (json || quiet) return '';
  const outcome = await session.preview(name, { signal: impatient(signal) });
  if (outcome.kind !== 'answer') return '';
  const { value, rounding } = outcome;
  const head = `${name} ${rounding === 'exact' ? '=' : '≈'} `;
  const room = Math.max(1, columns - head.length - 1);
  return `${out.dim(head + (value.length <= room ? value : `${value.slice(0, room)}…`))}\n`;
};

/** Also aborts by itself after a while, seen by an evaluation on this thread too, which keeps timers from firing. */
const impatient = (signal: AbortSignal): AbortSignal => {
  const deadline = performance.now() + PATIENCE;
  const either = AbortSignal.any([signal, AbortSignal.timeout(PATIENCE)]);
  Object.defineProperty(either, 'aborted', { get: () => signal.aborted || performance.now() > deadline });
  return either;
};
