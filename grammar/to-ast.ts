import type { BinaryOperator, Binding, Directive, Expr, Form, Link, Relation, Statement } from '../src/ast.ts';
import { ParseError, type Span } from '../src/errors.ts';
import { numberLiteral } from './number.ts';
import { Comma, endOf, Name, NumberToken, Paren, type Poll, Result, spanOf, type Token } from './tokens.ts';

/** Operators and levels of brackets that may enclose one operand. */
export const MAX_DEPTH = 100_000;

export const tooDeep = (span: Span): ParseError =>
  new ParseError('this is nested over 100,000 deep', { span, hint: 'name a part of it with x = …' });

const OTHER_NAMES: ReadonlyMap<string, string> = new Map([
  // The operand in front of an operator that starts the line.
  ['', 'ans'],
  ['_', 'ans'],
  ['π', 'pi'],
]);
const nameOf = ({ image }: Token): string => OTHER_NAMES.get(image) ?? image;

const OPERATORS: Readonly<Record<string, BinaryOperator>> = {
  '+': '+',
  '-': '-',
  '−': '-',
  '*': '*',
  '×': '*',
  '·': '*',
  '/': '/',
  '÷': '/',
  '%': '%',
  mod: '%',
  rem: 'rem',
};

/** What the token of a call carries; `inside` is what a definition reads its parameters from. */
export interface CallParts {
  readonly name: Token;
  readonly inside: readonly Token[];
  readonly close: Span | undefined;
  readonly args: readonly Expr[];
}

/** A token that is an operand by itself. */
export const atom = (token: Token, poll?: Poll): Expr => {
  const { image, startOffset, tokenType, payload } = token;
  const span = spanOf(token);
  if (tokenType === NumberToken)
    return { kind: 'number', value: numberLiteral(image, startOffset, poll), text: image, span };
  if (tokenType === Result) return { kind: 'result', index: resultNumber(image, span), span };
  if (tokenType === Name) return { kind: 'name', name: nameOf(token), span };
  // A parenthesis adds nothing but its width.
  if (tokenType === Paren) return { ...(payload as Expr), span };
  const { name, args } = payload as CallParts;
  return { kind: 'call', name: nameOf(name), nameSpan: spanOf(name), args, span };
};

const resultNumber = (image: string, span: Span): number => {
  const index = Number(image.slice(1));
  if (index === 0) throw new ParseError('results are counted from 1', { span, hint: 'the last one is ans' });
  return index;
};

export const factorial = (operand: Expr, bangs: readonly Token[]): Expr => {
  if (bangs.length > MAX_DEPTH) throw tooDeep(operand.span);
  return bangs.reduce<Expr>(
    (inner, bang) => ({ kind: 'factorial', operand: inner, span: { start: operand.span.start, end: endOf(bang) } }),
    operand,
  );
};

/** An operand of `^` with the signs and roots in front of it, which take in all that follows. */
export interface Operand {
  readonly prefixes: readonly Token[];
  readonly value: Expr;
}

interface Tail {
  readonly opSpan: Span;
  readonly exponent: Expr;
}

/** a ^ −b ^ c, folded from the right: the signs in front of an operand apply to the whole power that it begins. */
export const power = (first: Operand, rest: readonly (readonly [Token, Operand])[]): Expr => {
  const depth = rest.reduce((sum, [, { prefixes }]) => sum + 1 + prefixes.length, first.prefixes.length);
  if (depth > MAX_DEPTH) throw tooDeep(first.value.span);
  const tail = rest.reduceRight<Tail | undefined>(
    (exponents, [operator, operand]) => ({ opSpan: spanOf(operator), exponent: raised(operand, exponents) }),
    undefined,
  );
  return raised(first, tail);
};

const raised = ({ prefixes, value: base }: Operand, tail: Tail | undefined): Expr => {
  if (tail === undefined) return prefixed(prefixes, base);
  return prefixed(prefixes, {
    kind: 'power',
    base,
    ...tail,
    span: { start: base.span.start, end: tail.exponent.span.end },
  });
};

const prefixed = (prefixes: readonly Token[], operand: Expr): Expr =>
  prefixes.reduceRight<Expr>((inner, prefix) => {
    const span = { start: prefix.startOffset, end: operand.span.end };
    if (prefix.image === '√') return { kind: 'call', name: 'sqrt', nameSpan: spanOf(prefix), args: [inner], span };
    return prefix.image === '+' ? inner : { kind: 'negate', operand: inner, span };
  }, operand);

export const link = (operator: Token, operand: Expr): Link => ({
  op: OPERATORS[operator.image] ?? '+',
  opSpan: spanOf(operator),
  operand,
});

export const chain = (first: Expr, rest: readonly Link[]): Expr => {
  const last = rest.at(-1);
  if (last === undefined) return first;
  return { kind: 'chain', first, rest, span: { start: first.span.start, end: last.operand.span.end } };
};

/** `lets` are tokens whose payload is their bindings. */
export const scoped = (lets: readonly Token[], body: Expr): Expr =>
  lets.reduceRight<Expr>(
    (inner, token) => ({
      kind: 'let',
      bindings: token.payload as readonly Binding[],
      body: inner,
      span: { start: token.startOffset, end: body.span.end },
    }),
    body,
  );

/** What stands before `=`: a name, or a call whose arguments are to be parameters. */
export const binding = (head: Token, body: Expr): Binding => {
  if (head.tokenType === Name) return { name: nameOf(head), nameSpan: spanOf(head), body };
  const { name, inside, close } = head.payload as CallParts;
  return { name: nameOf(name), nameSpan: spanOf(name), params: parameters(inside, close), body };
};

const parameters = (inside: readonly Token[], close: Span | undefined): readonly string[] => {
  const names: Token[] = [];
  for (let i = 0; i === 0 || i < inside.length; i += 2) {
    const token = inside[i];
    if (token?.tokenType !== Name)
      throw new ParseError('expected the name of a parameter', { span: token === undefined ? close : spanOf(token) });
    const after = inside[i + 1];
    if (after !== undefined && after.tokenType !== Comma)
      throw new ParseError("expected ',' or ')' after the name of a parameter", { span: spanOf(after) });
    names.push(token);
  }
  return distinct(names.map((token) => ({ name: nameOf(token), nameSpan: spanOf(token) }))).map(({ name }) => name);
};

export const distinct = <T extends Pick<Binding, 'name' | 'nameSpan'>>(named: readonly T[]): readonly T[] => {
  const seen = new Set<string>();
  for (const { name, nameSpan } of named) {
    if (seen.has(name)) throw new ParseError(`'${name}' is bound twice here`, { span: nameSpan });
    seen.add(name);
  }
  return named;
};

export const relation = (left: Expr, operator: Token, right: Expr): Statement => ({
  kind: 'relation',
  op: operator.image as Relation,
  opSpan: spanOf(operator),
  left,
  right,
});

const UNITS: Readonly<Record<string, 'digits' | 'places' | 'bits'>> = {
  digits: 'digits',
  sf: 'digits',
  places: 'places',
  dp: 'places',
  bits: 'bits',
};

export const count = (amount: Token, unit: Token | undefined): Directive => {
  const kind = UNITS[unit?.image ?? 'digits'] ?? 'digits';
  const count = wholeNumber(amount, `a whole number of ${kind}`);
  if (kind === 'digits' && count === 0)
    throw new ParseError('expected at least one digit', {
      span: spanOf(amount),
      hint: 'for an integer, write @ 0 places',
    });
  return { kind, count, span: { start: amount.startOffset, end: endOf(unit ?? amount) } };
};

export const tolerance = (word: Token, amount: Token): Directive => {
  const value = numberLiteral(amount.image, amount.startOffset);
  if (value.num === 0n) throw new ParseError('expected a tolerance above zero', { span: spanOf(amount) });
  return { kind: 'tol', value, span: { start: word.startOffset, end: endOf(amount) } };
};

export const base = (word: Token, amount: Token): Directive => {
  const base = wholeNumber(amount, 'a base');
  if (base < 2 || base > 36) throw new ParseError('expected a base from 2 to 36', { span: spanOf(amount) });
  return { kind: 'base', base, span: { start: word.startOffset, end: endOf(amount) } };
};

export const form = (word: Token): Directive => ({ kind: 'form', form: word.image as Form, span: spanOf(word) });

export const strategy = (word: Token, name: Token): Directive => ({
  kind: 'strategy',
  name: name.image,
  span: { start: word.startOffset, end: endOf(name) },
});

const wholeNumber = ({ image, startOffset }: Token, what: string): number => {
  const count = /^\d(?:_?\d)*$/.test(image) ? Number(image.replaceAll('_', '')) : Number.NaN;
  if (Number.isSafeInteger(count)) return count;
  throw new ParseError(Number.isNaN(count) ? `expected ${what}, found '${image}'` : 'this number is over 2^53', {
    span: spanOf({ image, startOffset }),
  });
};

const SUBJECTS: Readonly<Record<Directive['kind'], string>> = {
  digits: 'the precision',
  places: 'the precision',
  bits: 'the precision',
  tol: 'the precision',
  base: 'the base',
  form: 'the form',
  strategy: 'the strategy',
};

/** A second precision, base, form or strategy would have to be ignored. */
export const distinctDirectives = (at: readonly Directive[]): readonly Directive[] => {
  const seen = new Set<string>();
  for (const { kind, span } of at) {
    if (seen.has(SUBJECTS[kind])) throw new ParseError(`${SUBJECTS[kind]} is given twice`, { span });
    seen.add(SUBJECTS[kind]);
  }
  return at;
};
