import { EOF, type IRecognitionException } from 'chevrotain';
import { ParseError } from '../src/errors.ts';
import type { CallParts } from './to-ast.ts';
import {
  At,
  Base,
  Call,
  Comma,
  Equals,
  endOf,
  Let,
  Name,
  NumberToken,
  Paren,
  type Part,
  Relation,
  Result,
  Root,
  Strategy,
  spanOf,
  type Token,
} from './tokens.ts';

/** Where something is wanting. */
export interface Missing {
  /** What stands there instead; undefined is the end of the line. */
  readonly found: Token | undefined;
  /** The end of what was read so far. */
  readonly after: number;
  readonly comment: number | undefined;
}

/**
 * Nothing can be pointed at where the line or the expression before an @ just ends: the place is then right behind what was
 * read, or the comment there.
 */
export const expected = (what: string, { found, after, comment }: Missing, hint?: string): ParseError => {
  const fail = (start: number, end: number, instead: string): ParseError =>
    new ParseError(`expected ${what}, found ${instead}`, { span: { start, end }, hint });
  if (found !== undefined && found.tokenType !== At) {
    const { start, end } = spanOf(found);
    return fail(start, end, show(found));
  }
  if (comment !== undefined && comment >= after && comment < (found?.startOffset ?? Number.POSITIVE_INFINITY))
    return fail(comment, comment + 1, 'a comment');
  return fail(after, after, found === undefined ? 'the end of the line' : "'@'");
};

/** What chevrotain says, in the words of the language. */
export const syntaxError = (exception: IRecognitionException, part: Part, comment: number | undefined): ParseError => {
  const isEnd = exception.token.tokenType === EOF;
  const index = isEnd ? part.tokens.length : part.tokens.indexOf(exception.token);
  const previous = part.tokens[index - 1];
  const found = isEnd ? part.closer : exception.token;
  const after = previous === undefined ? part.start : endOf(previous);
  if (exception.name !== 'NotAllInputParsedException' || found === undefined || previous === undefined)
    return expected(
      wanted(exception, previous),
      { found, after, comment },
      isPrecision(exception) ? PRECISION_HINT : undefined,
    );
  const separators = part.rule === 'argumentList' || part.rule === 'bindings' ? "an operator, ','" : 'an operator';
  const inPrecision = part.tokens.some((token, i) => token.tokenType === At && i < index);
  const { start, end } = spanOf(found);
  return new ParseError(`expected ${inPrecision ? "','" : separators} or ${part.until}, found ${show(found)}`, {
    span: { start, end },
    hint: inPrecision ? PRECISION_HINT : hintFor(previous, found),
  });
};

const PRECISION_HINT = 'as in @ 50 digits, @ 20 places, @ 100 bits, @ tol 1e-50';

const isPrecision = ({ context }: IRecognitionException): boolean =>
  ['directive', 'precision'].includes(context.ruleStack.at(-1) ?? '');

const wanted = (exception: IRecognitionException, previous: Token | undefined): string => {
  const { name, context } = exception;
  if (context.ruleStack.at(-1) === 'bindings') return name === 'MismatchedTokenException' ? "'='" : 'a name';
  if (!isPrecision(exception)) return 'an operand';
  if (name !== 'MismatchedTokenException') return 'a number of digits or a directive';
  if (previous?.tokenType === Strategy) return 'the name of a strategy';
  return previous?.tokenType === Base ? 'a base' : 'a number';
};

const OPERANDS: ReadonlySet<Token['tokenType']> = new Set([NumberToken, Name, Result, Paren, Call]);

/** Advice for a token that cannot follow a whole expression. */
const hintFor = (previous: Token, { image, tokenType }: Token): string | undefined => {
  if (OPERANDS.has(tokenType) || tokenType === Root) {
    const isShort = OPERANDS.has(previous.tokenType) && tokenType !== Root && previous.image.length + image.length < 40;
    const product = isShort ? `${previous.image}*${image}` : '';
    // What is inside of parentheses may hold line breaks and comments.
    if (!/^[^\p{C}\p{Z}#]+$/u.test(product)) return 'write * to multiply';
    return previous.tokenType === Name
      ? `write ${previous.image}(${image}) to call a function, ${product} to multiply`
      : `write ${product} to multiply`;
  }
  if (tokenType === Equals) return 'write == to compare; a definition is name = … or name(x) = …';
  if (tokenType === Relation) return 'a comparison has two sides and stands alone on its line';
  if (tokenType === Comma) return 'a number has a decimal point, as in 0.5, and no other separator than _';
  if (tokenType === At)
    return 'an @ ends a line that gives a number: a comparison and the definition of a function take none';
  return tokenType === Let ? 'put the let in parentheses' : undefined;
};

const LONGEST_SHOWN = 30;

const show = ({ image, tokenType, payload }: Token): string => {
  const text =
    tokenType === Paren
      ? '('
      : tokenType === Let
        ? 'let'
        : tokenType === Call
          ? (payload as CallParts).name.image
          : image;
  return text.length <= LONGEST_SHOWN ? `'${text}'` : `'${text.slice(0, LONGEST_SHOWN)}…'`;
};
