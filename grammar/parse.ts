import type { Expr, Statement } from '../src/ast.ts';
import { ParseError } from '../src/errors.ts';
import { readByBrackets } from './brackets.ts';
import { firstException } from './chevrotain.ts';
import { parseCommand } from './command.ts';
import { type Lexed, lex } from './lexer.ts';
import { readPart } from './reader.ts';
import { syntaxError } from './syntax-error.ts';
import { Name, type Part, type Poll, token } from './tokens.ts';

/** Operators that, at the start of a line, continue from `ans`. */
const CONTINUING: ReadonlySet<string> = new Set(['*', '×', '·', '/', '÷', '^', '**']);

/**
 * A line of the language; what is wrong with it is a ParseError that points into it. `poll` is called every
 * few hundred tokens while a long line is read, and may throw to end that; one number of a million digits takes 0.1 s.
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

/** So many characters are read in a few milliseconds. */
const QUICKLY_READ = 20_000;

/** All but what opens or closes a parenthesis, and the @ behind which no line goes on. */
const OTHERS = /#[^\n]*|[^()@#]+/g;

/**
 * How many parentheses are open at the end of a line, where `before` were at its beginning, so that the statement goes on;
 * 0 where it ends there, right or wrong. A statement of many lines is told line by line.
 */
export const openAtEnd = (line: string, before = 0): number => {
  try {
    if (before === 0 && parseCommand(line) !== undefined) return 0;
    let depth = before;
    for (const mark of line.replace(OTHERS, '')) {
      depth += mark === '(' ? 1 : -1;
      if (depth < 0 || mark === '@') return 0;
    }
    // What cannot be read is to be said at once, where that takes no time.
    if (depth > 0 && line.length <= QUICKLY_READ) lex(line);
    return depth;
  } catch (error) {
    if (error instanceof ParseError) return 0;
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
