import type { Expr, Statement } from '../src/ast.ts';
import { ParseError } from '../src/errors.ts';
import { readByBrackets } from './brackets.ts';
import { firstException } from './chevrotain.ts';
import { parseCommand } from './command.ts';
import { type Lexed, lex } from './lexer.ts';
import { readPart } from './reader.ts';
import { syntaxError } from './syntax-error.ts';
import { At, Close, Name, Open, type Part, type Poll, token } from './tokens.ts';

/** Operators that, at the start of a line, continue from `ans`. */
const CONTINUING: ReadonlySet<string> = new Set(['*', '×', '·', '/', '÷', '^', '**']);

/**
 * A line of the language; what is wrong with it is a ParseError that points into it. `poll` is called every millisecond
 * or so while a long line is read, and may throw to end that.
 */
export const parseStatement = (line: string, poll?: Poll): Statement => {
  const command = parseCommand(line);
  if (command !== undefined) return command;
  const lexed = lex(line, poll);
  const [first] = lexed.tokens;
  if (first === undefined) return { kind: 'empty' };
  const tokens = CONTINUING.has(first.image) ? [token(Name, '', 0), ...lexed.tokens] : lexed.tokens;
  return parse<Statement>(line, { ...lexed, tokens }, 'statement', poll);
};

export const parseExpression = (text: string): Expr => parse<Expr>(text, lex(text), 'expression');

/** Whether the line could go on: a parenthesis is open at its end. */
export const isOpen = (line: string): boolean => {
  try {
    if (parseCommand(line) !== undefined) return false;
    let depth = 0;
    for (const { tokenType } of lex(line).tokens) {
      if (tokenType === Open) depth++;
      if (tokenType === Close) depth--;
      if (depth < 0 || tokenType === At) return false;
    }
    return depth > 0;
  } catch (error) {
    if (error instanceof ParseError) return false;
    throw error;
  }
};

const parse = <T>(line: string, lexed: Lexed, rule: 'statement' | 'expression', poll?: Poll): T => {
  const whole: Part = { rule, start: 0, tokens: [], until: 'the end of the line' };
  let fault: ParseError | undefined;

  // Of several errors the leftmost counts. What stands to the right of one is not read, and what is made of the rest is
  // thrown away, so that a part with an error may come to nothing.
  const report = (error: ParseError): void => {
    if (startOf(error) < startOf(fault)) fault = error;
  };
  const read = (part: Part): unknown => {
    if (part.start > startOf(fault)) return undefined;
    try {
      const done = readPart(part, poll);
      if (done !== undefined) return done.value;
      report(syntaxError(firstException(part, poll), part, lexed.comment));
    } catch (error) {
      if (!(error instanceof ParseError)) throw error;
      report(error);
    }
    return undefined;
  };

  const value = readByBrackets(line, lexed, whole, read, report);
  if (fault !== undefined) throw fault;
  return value as T;
};

const startOf = (error: ParseError | undefined): number => error?.span?.start ?? Number.POSITIVE_INFINITY;
