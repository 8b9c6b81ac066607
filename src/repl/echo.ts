import { visible } from '../cli/display-text.ts';
import { grouped } from '../cli/figures.ts';
import { PROMPTS } from '../cli/prompts.ts';
import type { Style } from '../cli/style.ts';
import type { Mark, Paint } from './highlight.ts';
import { painted } from './paint.ts';

/** A terminal takes some megabytes a second. What would keep it busy for longer than a moment is shown as its two ends. */
const MAX_ECHOED = 100_000;
const HEAD = 800;
const TAIL = 160;

/** A statement as it stands above its answer: in its colours, each of its lines in one piece however long it is. */
export const echo = (text: string, marksOf: (text: string) => readonly Mark[], style: Style): string => {
  if (text.length <= MAX_ECHOED) return whole(text, marksOf(text), style);
  const ends = `${text.slice(0, HEAD)} … ${text.slice(-TAIL)}`;
  const note = `${grouped(text.length - HEAD - TAIL)} of ${grouped(text.length)} characters are not shown`;
  return `${whole(ends, [], style)}\n${style.dim(note)}`;
};

const whole = (text: string, marks: readonly Mark[], style: Style): string => {
  let written = painted({ text: PROMPTS.first, paint: 'prompt' }, style);
  let at = 0;
  const put = (end: number, paint: Paint | undefined): void => {
    const [first = '', ...rest] = text.slice(at, end).split('\n');
    written += shown(first, paint, style);
    for (const line of rest)
      written += `\n${painted({ text: PROMPTS.next, paint: 'prompt' }, style)}${shown(line, paint, style)}`;
    at = end;
  };
  for (const { start, end, paint } of marks) {
    put(start, undefined);
    put(end, paint);
  }
  put(text.length, undefined);
  return written;
};

const shown = (text: string, paint: Paint | undefined, style: Style): string =>
  text === '' ? '' : painted({ text: visible(text), paint }, style);
