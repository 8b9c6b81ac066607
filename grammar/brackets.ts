import type { ParseError } from '../src/errors.ts';
import type { Lexed } from './lexer.ts';
import { expected, type Missing } from './syntax-error.ts';
import { type CallParts, MAX_DEPTH, tooDeep } from './to-ast.ts';
import {
  At,
  Call,
  Close,
  endOf,
  In,
  Let,
  LetWord,
  Name,
  Open,
  Paren,
  type Part,
  spanOf,
  type Token,
  token,
} from './tokens.ts';

interface Bracket extends Part {
  readonly opener: Token;
  /** Present for a call. */
  readonly name?: Token | undefined;
}

const isBracket = (part: Part): part is Bracket => 'opener' in part;

/**
 * Reads what stands in brackets, the innermost first, so that each part is one token of the part around it, and the
 * outermost last. `read` turns a part into a value, which becomes the payload of that token. A bracket without a partner
 * is reported and ends everything that is open there.
 */
export const readByBrackets = (
  line: string,
  { tokens, comment }: Lexed,
  outermost: Part,
  read: (part: Part) => unknown,
  report: (error: ParseError) => void,
): unknown => {
  const around: Part[] = [];
  let part = outermost;

  const close = (bracket: Bracket, closer: Token | undefined): void => {
    bracket.closer = closer;
    const start = (bracket.name ?? bracket.opener).startOffset;
    const end = closer === undefined ? line.length : endOf(closer);
    const made = token(typeOf(bracket), line.slice(start, end), start, payload(bracket, read(bracket)));
    part = around.pop() ?? outermost;
    part.tokens.push(made);
  };

  /** Ends all that is open, at the end of the line or at a token that cannot stand where it does. */
  const finish = (at: Token | undefined, index: number): unknown => {
    const before = tokens[index - 1];
    const missing: Missing = { found: at, after: before === undefined ? 0 : endOf(before), comment };
    if (isBracket(part)) {
      const error = expected(part.until, missing, `close the '${part.opener.image}' before it`);
      // What the innermost part wants comes first, as in (1+; what the others want there only follows from the error.
      close(part, at);
      report(error);
    }
    while (isBracket(part)) close(part, at);
    outermost.closer = at;
    const value = read(outermost);
    if (at !== undefined)
      report(expected('an operator or the end of the line', missing, `there is no ${partnerOf(at)} before it`));
    return value;
  };

  for (const [index, next] of tokens.entries()) {
    const type = next.tokenType;
    if (type === Open || type === LetWord) {
      if (around.length === MAX_DEPTH) throw tooDeep(spanOf(next));
      around.push(part);
      part = opened(next, part);
    } else if (type === Close || type === In) {
      if (!isBracket(part) || part.until !== `'${next.image}'`) return finish(next, index);
      close(part, next);
    } else if (type === At && isBracket(part)) {
      return finish(next, index);
    } else {
      part.tokens.push(next);
    }
  }
  return finish(undefined, tokens.length);
};

/** A name in front of a parenthesis is taken out of the part around it. */
const opened = (opener: Token, around: Part): Bracket => {
  const rest = { opener, start: endOf(opener), tokens: [] };
  if (opener.tokenType === LetWord) return { rule: 'bindings', until: "'in'", ...rest };
  const name = around.tokens.at(-1)?.tokenType === Name ? around.tokens.pop() : undefined;
  return { rule: name === undefined ? 'expression' : 'argumentList', until: "')'", name, ...rest };
};

const typeOf = ({ rule }: Part) => (rule === 'bindings' ? Let : rule === 'expression' ? Paren : Call);

const payload = ({ name, tokens, closer }: Bracket, value: unknown): unknown => {
  if (name === undefined) return value;
  const parts: CallParts = { name, inside: tokens, close: closer && spanOf(closer), args: value as CallParts['args'] };
  return parts;
};

const partnerOf = (closer: Token | undefined): string => (closer?.tokenType === In ? "'let'" : "'('");
