import type { TokenType } from 'chevrotain';
import type { Poll, Token } from './tokens.ts';

type Action<T> = () => T;

export interface Alternative<T> {
  readonly ALT: Action<T>;
}

export interface Separated {
  readonly SEP: TokenType;
  readonly DEF: Action<void>;
}

/** What the rules ask of the parser that runs them, in the terms of chevrotain: the digits tell uses in one rule apart. */
export interface Engine {
  /** What actions that take long are to call. */
  readonly poll: Poll | undefined;
  RULE<T>(name: string, body: Action<T>): Action<T>;
  ACTION<T>(action: Action<T>): T;
  SUBRULE<T>(rule: Action<T>): T;
  SUBRULE2<T>(rule: Action<T>): T;
  SUBRULE3<T>(rule: Action<T>): T;
  SUBRULE4<T>(rule: Action<T>): T;
  CONSUME(type: TokenType): Token;
  CONSUME2(type: TokenType): Token;
  CONSUME3(type: TokenType): Token;
  OPTION<T>(body: Action<T>): T | undefined;
  OPTION2<T>(body: Action<T>): T | undefined;
  MANY(body: Action<void>): void;
  MANY2(body: Action<void>): void;
  MANY_SEP(of: Separated): void;
  AT_LEAST_ONE_SEP(of: Separated): void;
  OR<T>(alternatives: readonly Alternative<T>[] | { MAX_LOOKAHEAD: number; DEF: readonly Alternative<T>[] }): T;
  OR2<T>(alternatives: readonly Alternative<T>[]): T;
}
