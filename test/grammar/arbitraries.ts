import fc from 'fast-check';
import { parseExpression } from '../../grammar/parse.ts';
import type { BinaryOperator, Binding, Expr, Link } from '../../src/ast.ts';

const NOWHERE = { start: 0, end: 0 };

const number = fc
  .constantFrom('0', '12', '0.5', '.75', '6.', '1e-3', '5E+2', '1_000', '0x1.8p3', 'base7:0.123', '0.(142857)')
  .map((text) => parseExpression(text));

const identifier = fc.constantFrom('x', 'y', 'pi', 'ans', 'sin', "f'", 'naïve', 'bits', 'e', 'λ_1');

const linked = (operators: readonly BinaryOperator[], operand: fc.Arbitrary<Expr>): fc.Arbitrary<Link> =>
  fc.record({ op: fc.constantFrom(...operators), opSpan: fc.constant(NOWHERE), operand });

/** Trees of every kind, with spans that point nowhere. */
export const expressions: fc.Arbitrary<Expr> = fc.letrec<{ expr: Expr }>((tie) => {
  const expr = tie('expr');
  const chain = (operators: readonly BinaryOperator[]): fc.Arbitrary<Expr> =>
    fc
      .tuple(expr, fc.array(linked(operators, expr), { minLength: 1, maxLength: 3 }))
      .map(([first, rest]) => ({ kind: 'chain', first, rest, span: NOWHERE }));
  const binding: fc.Arbitrary<Binding> = fc
    .tuple(identifier, fc.option(fc.uniqueArray(identifier, { minLength: 1, maxLength: 3 })), expr)
    .map(([name, params, body]) => ({ name, nameSpan: NOWHERE, ...(params === null ? {} : { params }), body }));
  return {
    expr: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      number,
      identifier.map((name): Expr => ({ kind: 'name', name, span: NOWHERE })),
      fc.integer({ min: 1, max: 9 }).map((index): Expr => ({ kind: 'result', index, span: NOWHERE })),
      chain(['+', '-']),
      chain(['*', '/', '%', 'rem']),
      expr.map((operand): Expr => ({ kind: 'negate', operand, span: NOWHERE })),
      expr.map((operand): Expr => ({ kind: 'factorial', operand, span: NOWHERE })),
      fc.tuple(expr, expr).map(
        ([base, exponent]): Expr => ({
          kind: 'power',
          base,
          exponent,
          opSpan: NOWHERE,
          span: NOWHERE,
        }),
      ),
      fc.tuple(identifier, fc.array(expr, { maxLength: 3 })).map(
        ([name, args]): Expr => ({
          kind: 'call',
          name,
          nameSpan: NOWHERE,
          args,
          span: NOWHERE,
        }),
      ),
      fc
        .tuple(fc.uniqueArray(binding, { selector: ({ name }) => name, minLength: 1, maxLength: 2 }), expr)
        .map(([bindings, body]): Expr => ({ kind: 'let', bindings, body, span: NOWHERE })),
    ),
  };
}).expr;

/** Lines that are nearly right: words of the language in any order. */
export const tokenLines: fc.Arbitrary<string> = fc
  .array(
    fc.constantFrom(
      ...[
        '1',
        '0.5',
        '0.(3)',
        'base7:1',
        'x',
        'sin',
        'sin(',
        '(',
        ')',
        ')',
        ',',
        '=',
        '==',
        '<',
        '+',
        '-',
        '*',
        '/',
        '^',
      ],
      ...['%', '%3', 'mod', 'rem', '!', '√', 'π', '_', 'let', 'in', '@', '@ 30', 'digits', 'tol', '±', '+-', 'base'],
      ...['sci', 'strategy', ':', '#', '\n', '½', '\u0007', '\u{1d465}', '1e', '0x', '1_'],
    ),
    { maxLength: 25 },
  )
  .chain((words) => fc.constantFrom('', ' ').map((gap) => words.join(gap)));

/** A tree without its spans, for comparison. */
export const bare = (expr: Expr): unknown =>
  JSON.parse(
    JSON.stringify(expr, (key, value: unknown) =>
      ['span', 'opSpan', 'nameSpan'].includes(key) ? undefined : typeof value === 'bigint' ? `${value}n` : value,
    ),
  );
