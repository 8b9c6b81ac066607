import type { Span } from './errors.ts';

/** (num / den) · base^exponent, exactly what was written; the exponent may be of any length. */
export interface NumberLiteral {
  readonly num: bigint;
  readonly den: bigint;
  readonly base: number;
  readonly exponent: bigint;
}

export type BinaryOperator = '+' | '-' | '*' | '/' | '%' | 'rem' | '^';
export type Relation = '<' | '<=' | '>' | '>=' | '==' | '!=';

/** One further operand of a left-associative run such as a + b − c. */
export interface Link {
  readonly op: BinaryOperator;
  readonly opSpan: Span;
  readonly operand: Expr;
}

export interface Binding {
  readonly name: string;
  readonly nameSpan: Span;
  /** Present for a function. */
  readonly params?: readonly string[];
  readonly body: Expr;
}

/**
 * An expression. A run of operators of one precedence is one `chain`, so a sum of 200,000 terms has depth 1;
 * `^` is a chain of two that associates to the right.
 */
export type Expr =
  | { readonly kind: 'number'; readonly value: NumberLiteral; readonly text: string; readonly span: Span }
  | { readonly kind: 'name'; readonly name: string; readonly span: Span }
  | { readonly kind: 'result'; readonly index: number; readonly span: Span }
  | {
      readonly kind: 'call';
      readonly name: string;
      readonly nameSpan: Span;
      readonly args: readonly Expr[];
      readonly span: Span;
    }
  | { readonly kind: 'negate'; readonly operand: Expr; readonly span: Span }
  | { readonly kind: 'factorial'; readonly operand: Expr; readonly span: Span }
  | { readonly kind: 'power'; readonly base: Expr; readonly exponent: Expr; readonly opSpan: Span; readonly span: Span }
  | { readonly kind: 'chain'; readonly first: Expr; readonly rest: readonly Link[]; readonly span: Span }
  | { readonly kind: 'let'; readonly bindings: readonly Binding[]; readonly body: Expr; readonly span: Span };

export type Form = 'decimal' | 'sci' | 'eng' | 'frac' | 'repeat' | 'cf' | 'interval' | 'hexfloat';

export type Directive =
  | { readonly kind: 'digits' | 'places' | 'bits'; readonly count: number; readonly span: Span }
  | { readonly kind: 'tol'; readonly value: NumberLiteral; readonly span: Span }
  | { readonly kind: 'base'; readonly base: number; readonly span: Span }
  | { readonly kind: 'form'; readonly form: Form; readonly span: Span }
  | { readonly kind: 'strategy'; readonly name: string; readonly span: Span };

export type Statement =
  | { readonly kind: 'empty' }
  | {
      readonly kind: 'command';
      readonly name: string;
      readonly argument: string;
      /** The colon and the name. */
      readonly span: Span;
      /** The argument, or where it would stand. */
      readonly argumentSpan: Span;
    }
  | {
      readonly kind: 'define';
      readonly name: string;
      readonly nameSpan: Span;
      readonly body: Expr;
      readonly at: readonly Directive[];
    }
  | {
      readonly kind: 'function';
      readonly name: string;
      readonly nameSpan: Span;
      readonly params: readonly string[];
      readonly body: Expr;
    }
  | { readonly kind: 'expression'; readonly body: Expr; readonly at: readonly Directive[] }
  | {
      readonly kind: 'relation';
      readonly op: Relation;
      readonly opSpan: Span;
      readonly left: Expr;
      readonly right: Expr;
    };
