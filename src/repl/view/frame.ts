import { stripVTControlCharacters } from 'node:util';
import { PROMPTS } from '../../cli/prompts.ts';
import type { Style } from '../../cli/style.ts';
import type { Snapshot } from '../conversation.ts';
import type { EditorState, Menu } from '../editor/state.ts';
import { evaluationRows } from '../evaluation.ts';
import type { Mark } from '../highlight.ts';
import { layOut, type Prompts } from '../layout.ts';
import { painted } from '../paint.ts';
import { fit, padEnd, widthOf } from '../width.ts';

/** The live part of the screen: rows that fit in the window, and where the cursor stands in them. */
export interface Frame {
  readonly rows: readonly string[];
  /** The columns that each row takes. */
  readonly widths: readonly number[];
  readonly cursor: { readonly x: number; readonly y: number };
}

export interface Size {
  readonly columns: number;
  readonly rows: number;
}

const MENU_ROWS = 8;
/** An evaluation takes half of the window, or so many rows: what a window that shrinks pushes out at its top is lost to us. */
const EVALUATION_ROWS = 8;

/** An evaluation at work above, the statement that is written, and below it what Tab offers or what there is to say. */
export const frameOf = (
  { editor, evaluation, notice }: Snapshot,
  { columns, rows }: Size,
  highlight: (text: string, cursor: number) => readonly Mark[],
  style: Style,
): Frame => {
  const height = Math.max(1, rows - 2);
  const below = [
    ...(editor.menu === null ? [] : menuRows(editor.menu, columns, Math.min(MENU_ROWS, Math.floor(height / 2)), style)),
    ...(notice === null ? [] : [style.dim(fit(notice, columns))]),
  ].slice(0, height - 1);
  const room = height - below.length;
  const prompt = layOut(
    editor,
    highlight(editor.text, editor.cursor),
    promptsOf(editor),
    columns,
    evaluation === null ? room : Math.max(1, Math.floor(room / 3)),
  );
  const most = Math.max(EVALUATION_ROWS, Math.floor(rows / 2));
  const left = Math.min(most, room - prompt.rows.length);
  const above = evaluation === null ? [] : evaluationRows(evaluation, columns, left, style);
  const written = prompt.rows.map((row) => row.map((piece) => painted(piece, style)).join(''));
  const shown = [...above, ...written, ...below];
  return {
    rows: shown,
    widths: shown.map(visibleWidth),
    cursor: { x: prompt.cursor.x, y: prompt.cursor.y + above.length },
  };
};

const visibleWidth = (row: string): number => widthOf(stripVTControlCharacters(row));

const promptsOf = ({ search }: EditorState): Prompts => {
  if (search === null) return PROMPTS;
  const { query, index, missing } = search;
  const state = query !== '' && index === null ? 'not found' : missing === null ? 'search' : `nothing ${missing}`;
  return { ...PROMPTS, first: `${state} '${query}': ` };
};

/** The signature and the help of each candidate, those around the chosen one where there are many. */
const menuRows = ({ candidates, chosen }: Menu, columns: number, height: number, style: Style): readonly string[] => {
  const room = candidates.length <= height ? height : height - 1;
  const first = Math.max(0, Math.min((chosen ?? 0) - Math.floor(room / 2), candidates.length - room));
  const shown = candidates.slice(first, first + room);
  const width = Math.min(28, Math.max(...shown.map(({ signature }) => widthOf(signature))));
  const rows = shown.map(({ signature, help }, index) => {
    const row = fit(`  ${padEnd(fit(signature, width), width)}  ${help}`.trimEnd(), columns);
    return first + index === chosen ? style.bold(row) : style.dim(row);
  });
  const hidden = candidates.length - shown.length;
  return hidden > 0 && height > 0 ? [...rows, style.dim(fit(`  +${hidden} more`, columns))] : rows;
};
