import type { Draft } from './editor/draft.ts';
import { boundaryFrom, graphemes } from './editor/graphemes.ts';
import type { Mark, Paint } from './highlight.ts';
import { glyphOf, widthOf } from './width.ts';

/** What stands before the first row of a text, and before each further line. */
export interface Prompts {
  readonly first: string;
  readonly next: string;
}

/** A piece of a row in one colour. */
export interface Piece {
  readonly text: string;
  readonly paint: Paint | 'prompt' | undefined;
}

export interface Layout {
  readonly rows: readonly (readonly Piece[])[];
  /** Where the cursor stands: column and row. */
  readonly cursor: { readonly x: number; readonly y: number };
}

/**
 * A text broken into rows of so many columns. Of a text that would take more than `height` rows, the rows around the
 * cursor are shown; of one that is longer still, only the neighbourhood of the cursor is looked at.
 */
export const layOut = (
  draft: Draft,
  marks: readonly Mark[],
  prompts: Prompts,
  columns: number,
  height: number,
): Layout => {
  const reach = columns * height;
  const from = draft.text.length <= 2 * reach ? 0 : boundaryFrom(draft.text, draft.cursor - reach);
  const to = boundaryFrom(draft.text, Math.min(draft.text.length, draft.cursor + reach));
  const rows: Piece[][] = [[]];
  let used = 0;
  let cursor = { x: 0, y: 0 };
  let next = marks.findIndex((mark) => mark.end > from);

  const put = (text: string, width: number, paint: Piece['paint']): void => {
    if (used + width > columns && used > 0) newRow();
    const row = rows.at(-1) ?? [];
    const last = row.at(-1);
    if (last !== undefined && last.paint === paint) row[row.length - 1] = { text: last.text + text, paint };
    else row.push({ text, paint });
    used += width;
  };
  const newRow = (): void => {
    rows.push([]);
    used = 0;
  };
  const paintAt = (at: number): Paint | undefined => {
    while (next !== -1 && next < marks.length && (marks[next]?.end ?? 0) <= at) next += 1;
    const mark = marks[next];
    return mark !== undefined && mark.start <= at ? mark.paint : undefined;
  };
  const cursorHere = (): void => {
    if (used >= columns) newRow();
    cursor = { x: used, y: rows.length - 1 };
  };

  put(prompts.first, widthOf(prompts.first), 'prompt');
  if (from > 0) put('…', 1, 'comment');
  let at = from;
  for (const grapheme of graphemes(draft.text.slice(from, to))) {
    if (at === draft.cursor) cursorHere();
    if (grapheme === '\n') {
      newRow();
      put(prompts.next, widthOf(prompts.next), 'prompt');
    } else {
      const { text, width } = glyphOf(grapheme);
      const paint = paintAt(at);
      // Only a run of escapes can be wider than the window; it is broken like the text that it has become.
      if (width <= columns) put(text, width, paint);
      else for (const character of text) put(character, 1, paint);
    }
    at += grapheme.length;
  }
  if (at === draft.cursor) cursorHere();
  if (to < draft.text.length) put('…', 1, 'comment');
  return windowed({ rows, cursor }, height);
};

/** So many rows around the cursor. */
const windowed = ({ rows, cursor }: Layout, height: number): Layout => {
  const first = Math.max(0, Math.min(cursor.y - Math.floor(height / 2), rows.length - height));
  return { rows: rows.slice(first, first + height), cursor: { x: cursor.x, y: cursor.y - first } };
};
