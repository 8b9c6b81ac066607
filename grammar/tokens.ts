import type { IToken, TokenType } from 'chevrotain';
import type { Span } from '../src/errors.ts';

/** A lexeme, or a bracketed part of the line that was parsed on its own; `image` is the text that it covers. */
export interface Token extends Pick<IToken, 'image' | 'startOffset' | 'tokenType' | 'tokenTypeIdx'> {
  readonly payload?: unknown;
}

/** Like chevrotain's createToken; the number that chevrotain compares types by is added where it runs. */
const type = (name: string, label: string): TokenType => ({ name, LABEL: label });

export const NumberToken = type('Number', 'number');
export const Name = type('Name', 'name');
export const Result = type('Result', '%number');
export const Sign = type('Sign', '+ -');
export const Times = type('Times', '* / % mod rem');
export const Power = type('Power', '^ **');
export const Root = type('Root', '√');
export const Bang = type('Bang', '!');
export const Relation = type('Relation', '< <= > >= == !=');
export const Equals = type('Equals', '=');
export const Comma = type('Comma', ',');

/** A part in brackets: (expression), name(arguments), let bindings in. */
export const Paren = type('Paren', '( expression )');
export const Call = type('Call', 'name( arguments )');
export const Let = type('Let', 'let bindings in');

export const At = type('At', '@');
export const Unit = type('Unit', 'digits sf places dp bits');
export const Tolerance = type('Tolerance', 'tol ± +-');
export const Base = type('Base', 'base');
export const FormWord = type('Form', 'frac sci eng repeat cf interval hexfloat');
export const Strategy = type('Strategy', 'strategy');

/** What the parser sees. */
export const VOCABULARY: TokenType[] = [
  NumberToken,
  Name,
  Result,
  Sign,
  Times,
  Power,
  Root,
  Bang,
  Relation,
  Equals,
  Comma,
  Paren,
  Call,
  Let,
  At,
  Unit,
  Tolerance,
  Base,
  FormWord,
  Strategy,
];

/** The brackets themselves are gone before the parser looks. */
export const Open = type('Open', '(');
export const Close = type('Close', ')');
export const LetWord = type('LetWord', 'let');
export const In = type('In', 'in');

export const token = (tokenType: TokenType, image: string, startOffset: number, payload?: unknown): Token => ({
  image,
  startOffset,
  tokenType,
  tokenTypeIdx: tokenType.tokenTypeIdx ?? 0,
  payload,
});

export const endOf = ({ startOffset, image }: Pick<IToken, 'startOffset' | 'image'>): number =>
  startOffset + image.length;

export const spanOf = (of: Pick<IToken, 'startOffset' | 'image'>): Span => ({
  start: of.startOffset,
  end: endOf(of),
});

/** A stretch of the line without brackets in it. */
export interface Part {
  readonly rule: 'statement' | 'expression' | 'argumentList' | 'bindings';
  /** Where it begins, just after the bracket that opens it. */
  readonly start: number;
  readonly tokens: Token[];
  /** What is to end it. */
  readonly until: "')'" | "'in'" | 'the end of the line';
  /** What does end it; undefined is the end of the line. */
  closer?: Token | undefined;
}

/** Called now and then while a long line is read; what it throws ends the reading. */
export type Poll = () => void;

/** So many tokens are read between two polls: a fraction of a millisecond; long numbers are polled in themselves. */
export const POLL_EVERY = 512;
