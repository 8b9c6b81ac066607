import { lex } from '../../grammar/lexer.ts';
import {
  At,
  Base,
  Close,
  FormWord,
  In,
  LetWord,
  Name,
  NumberToken,
  Open,
  Result,
  Strategy,
  type Token,
  Tolerance,
  Unit,
} from '../../grammar/tokens.ts';
import type { Span } from '../errors.ts';

/** What a piece of a statement is, which decides its colour. */
export type Paint = 'number' | 'known' | 'word' | 'comment' | 'match' | 'fault';

export interface Mark extends Span {
  readonly paint: Paint;
}

/** Longer texts are shown as they are: nobody reads them, and reading them at every key takes time. */
const MAX_LENGTH = 20_000;

/** The pieces of a statement that have a colour, in order; the parenthesis at the cursor and its partner stand out. */
export const highlight = (text: string, cursor: number, isKnown: (name: string) => boolean): readonly Mark[] => {
  if (text.length > MAX_LENGTH) return [];
  const command = /^\s*:[\p{L}\d-]*/u.exec(text)?.[0];
  if (command !== undefined) return [{ start: command.indexOf(':'), end: command.length, paint: 'word' }];
  const { tokens, comment, fault } = read(text);
  const pair = pairAt(tokens, cursor);
  const marks = tokens.flatMap((token): Mark[] => {
    const paint = pair.includes(token) ? 'match' : paintOf(token, isKnown);
    const { startOffset: start, image } = token;
    return paint === undefined ? [] : [{ start, end: start + image.length, paint }];
  });
  const comments: Mark[] =
    comment === undefined ? [] : [{ start: comment, end: endOfLine(text, comment), paint: 'comment' }];
  const faults: Mark[] = fault === undefined ? [] : [{ ...fault, paint: 'fault' }];
  return [...marks, ...comments, ...faults].sort((one, other) => one.start - other.start);
};

interface Reading {
  readonly tokens: readonly Token[];
  readonly comment?: number | undefined;
  /** The first character that belongs to no token. */
  readonly fault?: Span;
}

const read = (text: string): Reading => {
  try {
    return lex(text);
  } catch (error) {
    const fault = spanOf(error);
    if (fault === undefined) throw error;
    return { ...lex(text.slice(0, fault.start)), fault };
  }
};

const spanOf = (error: unknown): Span | undefined =>
  error instanceof Error && 'span' in error ? (error.span as Span | undefined) : undefined;

const endOfLine = (text: string, start: number): number => {
  const end = text.indexOf('\n', start);
  return end === -1 ? text.length : end;
};

const WORDS: ReadonlySet<unknown> = new Set([At, Unit, Tolerance, Base, FormWord, Strategy, LetWord, In]);

const paintOf = ({ tokenType, image }: Token, isKnown: (name: string) => boolean): Paint | undefined => {
  if (tokenType === NumberToken || tokenType === Result) return 'number';
  if (tokenType === Name) return isKnown(image) ? 'known' : undefined;
  return WORDS.has(tokenType) ? 'word' : undefined;
};

/** The bracket under the cursor, else the one before it, and the bracket that it belongs to. */
const pairAt = (tokens: readonly Token[], cursor: number): readonly Token[] => {
  const brackets = tokens.filter(({ tokenType }) => tokenType === Open || tokenType === Close);
  const near = [cursor, cursor - 1].map((at) => brackets.findIndex(({ startOffset }) => startOffset === at));
  const index = near.find((found) => found !== -1);
  if (index === undefined) return [];
  const step = brackets[index]?.tokenType === Open ? 1 : -1;
  let depth = 0;
  for (let at = index; at >= 0 && at < brackets.length; at += step) {
    depth += brackets[at]?.tokenType === Open ? 1 : -1;
    if (depth === 0) return [brackets[index] as Token, brackets[at] as Token];
  }
  return [];
};
