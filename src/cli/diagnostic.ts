import type { RealError, Span } from '../errors.ts';
import { type Cell, cellsOf, visible, widthOf } from './display-text.ts';
import type { Statement } from './statement.ts';
import type { Style } from './style.ts';

/** A place in a statement, which in a session may have been typed in several lines. */
export interface Place {
  /** The 1-based line of the source. */
  readonly line: number;
  /** The 1-based column, in code points. */
  readonly column: number;
}

export const locate = (statement: Statement, number: number, span: Span): Place => {
  const start = lineStart(statement.text, span);
  const before = start === 0 ? 0 : statement.text.slice(0, start).split('\n').length - 1;
  return { line: number + before, column: codePoints(statement.text, start, span.start) + 1 };
};

const lineStart = (text: string, span: Span): number =>
  span.start === 0 ? 0 : text.lastIndexOf('\n', span.start - 1) + 1;

const lineEnd = (text: string, span: Span): number => {
  const end = text.indexOf('\n', span.start);
  return end === -1 ? text.length : end;
};

/** How many code points a span covers. */
export const lengthOf = (text: string, span: Span): number => codePoints(text, span.start, span.end);

const codePoints = (text: string, start: number, end: number): number => {
  let count = 0;
  for (let at = start; at < Math.min(end, text.length); count++) at += (text.codePointAt(at) ?? 0) > 0xffff ? 2 : 1;
  return count;
};

/** The leading cells that fit in `room` columns. */
const fitting = (cells: readonly Cell[], room: number): readonly Cell[] => {
  let used = 0;
  const end = cells.findIndex((cell) => {
    used += cell.width;
    return used > room;
  });
  return end === -1 ? cells : cells.slice(0, end);
};

const joined = (cells: readonly Cell[]): string => cells.map((cell) => cell.text).join('');

/**
 * The part of `text` around `span` that fits in `columns`, and the carets to print below it. Only the neighbourhood
 * of the span is laid out, so the length of the line does not matter.
 */
const excerpt = (text: string, span: Span, columns: number): { line: string; carets: string } => {
  const start = Math.min(span.start, text.length);
  const [first, last] = [lineStart(text, span), lineEnd(text, span)];
  const from = Math.max(first, start - columns);
  const to = Math.min(last, start + columns);
  const before = cellsOf(text.slice(from, start));
  const after = cellsOf(text.slice(start, to));

  const half = Math.floor(columns / 2);
  const roomBefore = Math.min(widthOf(before), Math.max(half, columns - widthOf(after)));
  const left = fitting(before.toReversed(), roomBefore).toReversed();
  const right = fitting(after, columns - roomBefore);
  const prefix = from > first || left.length < before.length ? '…' : '';
  const suffix = to < last || right.length < after.length ? '…' : '';

  let covered = 0;
  const marked = right.filter((cell) => {
    const inside = covered < span.end - start;
    covered += cell.units;
    return inside;
  });
  const indent = ' '.repeat(prefix.length + widthOf(left));
  return {
    line: `${prefix}${joined(left)}${joined(right)}${suffix}`,
    carets: indent + '^'.repeat(Math.max(1, widthOf(marked))),
  };
};

/** `<stdin>:3:3`, or less where the place is not known; line 0 stands for the whole source. */
export const placeOf = (statement: Statement, span?: Span | undefined): string => {
  const source = visible(statement.source);
  if (span === undefined) return statement.line === 0 ? source : `${source}:${statement.line}`;
  const { line, column } = locate(statement, statement.line, span);
  return `${source}:${line}:${column}`;
};

/** The block that a failure is reported with: place, code and message; the line and a caret; what to do instead. */
export const diagnosticOf = (
  statement: Statement,
  error: RealError,
  options: { readonly style: Style; readonly columns: number; readonly hints: boolean },
): string => {
  const { bold, red } = options.style;
  const lines = [
    `${bold(placeOf(statement, error.span))}: ${red(`error[${error.code}]`)}: ${bold(visible(error.message))}`,
  ];
  if (error.span !== undefined && statement.text.trim() !== '') {
    const { line, carets } = excerpt(statement.text, error.span, Math.max(20, options.columns - 4));
    lines.push(`  ${line}`, `  ${red(carets)}`);
  }
  const soFar = enclosureSoFar(error);
  if (soFar !== undefined) lines.push(`  so far: ${soFar}`);
  if (options.hints && error.hint !== undefined) lines.push(`  hint: ${visible(error.hint)}`);
  return `${lines.join('\n')}\n`;
};

/** What a cancelled evaluation had found out; other errors say it in their message. */
const enclosureSoFar = (error: RealError): string | undefined => {
  if (error.code !== 'CANCELLED' || !('lo' in error) || !('hi' in error)) return undefined;
  return typeof error.lo === 'string' && typeof error.hi === 'string' ? `[${error.lo}, ${error.hi}]` : undefined;
};
