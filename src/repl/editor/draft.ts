import { boundaryAfter, boundaryBefore, boundaryFrom } from './graphemes.ts';

/** A text that is being written, and the cursor in it: a UTF-16 offset on a grapheme boundary. */
export interface Draft {
  readonly text: string;
  readonly cursor: number;
}

export const EMPTY: Draft = { text: '', cursor: 0 };

/** A half-open range of UTF-16 offsets. */
export interface Range {
  readonly start: number;
  readonly end: number;
}

/** What is inserted may join what follows into one character; then the cursor stands behind that. */
export const replace = ({ text }: Draft, { start, end }: Range, by: string): Draft => {
  const changed = text.slice(0, start) + by + text.slice(end);
  return { text: changed, cursor: boundaryFrom(changed, start + by.length) };
};

export const insert = (draft: Draft, by: string): Draft =>
  replace(draft, { start: draft.cursor, end: draft.cursor }, by);

export const moveTo = ({ text }: Draft, at: number): Draft => ({ text, cursor: boundaryFrom(text, at) });

export const left = ({ text, cursor }: Draft): number => boundaryBefore(text, cursor);
export const right = ({ text, cursor }: Draft): number => boundaryAfter(text, cursor);

export const lineStart = ({ text, cursor }: Draft): number =>
  cursor === 0 ? 0 : text.lastIndexOf('\n', cursor - 1) + 1;

export const lineEnd = ({ text, cursor }: Draft): number => {
  const end = text.indexOf('\n', cursor);
  return end === -1 ? text.length : end;
};

const WORD = /^[\p{L}\p{N}\p{M}_]/u;

const isWord = (text: string, start: number, end: number): boolean => WORD.test(text.slice(start, end));

/** Where Alt-b goes: to the start of the word before the cursor. */
export const wordLeft = ({ text, cursor }: Draft): number => {
  let at = cursor;
  let inWord = false;
  while (at > 0) {
    const before = boundaryBefore(text, at);
    const word = isWord(text, before, at);
    if (inWord && !word) break;
    inWord = word;
    at = before;
  }
  return at;
};

/** Where Alt-f goes: to the end of the word after the cursor. */
export const wordRight = ({ text, cursor }: Draft): number => {
  let at = cursor;
  let inWord = false;
  while (at < text.length) {
    const after = boundaryAfter(text, at);
    const word = isWord(text, at, after);
    if (inWord && !word) break;
    inWord = word;
    at = after;
  }
  return at;
};

/** Where Ctrl-W goes: past blanks, then past what is not blank. */
export const blankLeft = ({ text, cursor }: Draft): number => {
  const blanks = text.slice(0, cursor).trimEnd().length;
  const words = /\S*$/.exec(text.slice(0, blanks))?.[0].length ?? 0;
  return blanks - words;
};

/** The same column of the line above, counted in UTF-16 units and put on a boundary; undefined on the first line. */
export const lineAbove = (draft: Draft): number | undefined => {
  const start = lineStart(draft);
  if (start === 0) return undefined;
  const above = lineStart(moveTo(draft, start - 1));
  return Math.min(above + draft.cursor - start, start - 1);
};

export const lineBelow = (draft: Draft): number | undefined => {
  const end = lineEnd(draft);
  if (end === draft.text.length) return undefined;
  const below = { text: draft.text, cursor: end + 1 };
  return Math.min(end + 1 + draft.cursor - lineStart(draft), lineEnd(below));
};

/** Ctrl-T: swaps the characters around the cursor, at the end the last two, and steps over them. */
export const transpose = (draft: Draft): Draft => {
  const { text } = draft;
  const end = draft.cursor === lineEnd(draft) ? draft.cursor : right(draft);
  const middle = boundaryBefore(text, end);
  const start = boundaryBefore(text, middle);
  if (start < lineStart(draft) || start === middle) return draft;
  return replace(draft, { start, end }, text.slice(middle, end) + text.slice(start, middle));
};
