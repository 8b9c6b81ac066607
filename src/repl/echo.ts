import { visible } from '../cli/display-text.ts';
import { PROMPTS } from '../cli/prompts.ts';
import type { Style } from '../cli/style.ts';
import type { Mark, Paint } from './highlight.ts';
import { painted } from './paint.ts';

/** A statement as it stands above its answer: in its colours, each of its lines in one piece however long it is. */
export const echo = (text: string, marks: readonly Mark[], style: Style): string => {
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
