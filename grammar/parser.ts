import type { Binding, Directive, Expr, Link, Statement } from '../src/ast.ts';
import type { Engine } from './engine.ts';
import type { Operand } from './to-ast.ts';
import * as ast from './to-ast.ts';
import {
  At,
  Bang,
  Base,
  Call,
  Comma,
  Equals,
  FormWord,
  Let,
  Name,
  NumberToken,
  Paren,
  Power,
  Relation,
  Result,
  Root,
  Sign,
  Strategy,
  Times,
  type Token,
  Tolerance,
  Unit,
} from './tokens.ts';

/**
 * The grammar. No rule reaches itself: what stands in brackets is one token here and was parsed before
 * (see brackets.ts), so no input can exhaust the stack. The rules call to-ast.ts as they go; a syntax tree in between
 * would cost six nodes for each term of a sum.
 *
 * It is written once and run by two engines: one that only reads (reader.ts), and chevrotain, which also says what is wrong.
 */
export const grammarOver = (Parser: new () => Engine) =>
  class extends Parser {
    statement = this.RULE(
      'statement',
      (): Statement =>
        this.OR({
          // A name may begin a definition or an expression; everywhere else one token is enough.
          MAX_LOOKAHEAD: 2,
          DEF: [
            {
              ALT: () => {
                const head = this.CONSUME(Name);
                this.CONSUME(Equals);
                const body = this.SUBRULE(this.expression);
                const at = this.OPTION(() => this.SUBRULE(this.precision)) ?? [];
                return this.ACTION(() => ({ kind: 'define', ...ast.binding(head, body), at }));
              },
            },
            {
              ALT: () => {
                const head = this.CONSUME(Call);
                this.CONSUME2(Equals);
                const body = this.SUBRULE2(this.expression);
                return this.ACTION(() => ({ kind: 'function', params: [], ...ast.binding(head, body) }));
              },
            },
            {
              ALT: () => {
                const body = this.SUBRULE3(this.expression);
                return this.OR2([
                  {
                    ALT: () => {
                      const operator = this.CONSUME(Relation);
                      const right = this.SUBRULE4(this.expression);
                      return this.ACTION(() => ast.relation(body, operator, right));
                    },
                  },
                  {
                    ALT: () => {
                      const at = this.OPTION2(() => this.SUBRULE2(this.precision)) ?? [];
                      return { kind: 'expression', body, at };
                    },
                  },
                ]);
              },
            },
          ],
        }),
    );

    expression = this.RULE('expression', (): Expr => {
      const lets: Token[] = [];
      this.MANY(() => {
        lets.push(this.CONSUME(Let));
      });
      const body = this.SUBRULE(this.sum);
      return this.ACTION(() => ast.scoped(lets, body));
    });

    sum = this.RULE('sum', (): Expr => {
      const rest: Link[] = [];
      const first = this.SUBRULE(this.product);
      this.MANY(() => {
        const operator = this.CONSUME(Sign);
        const operand = this.SUBRULE2(this.product);
        this.ACTION(() => rest.push(ast.link(operator, operand)));
      });
      return this.ACTION(() => ast.chain(first, rest));
    });

    product = this.RULE('product', (): Expr => {
      const rest: Link[] = [];
      const first = this.SUBRULE(this.power);
      this.MANY(() => {
        const operator = this.CONSUME(Times);
        const operand = this.SUBRULE2(this.power);
        this.ACTION(() => rest.push(ast.link(operator, operand)));
      });
      return this.ACTION(() => ast.chain(first, rest));
    });

    power = this.RULE('power', (): Expr => {
      const first = this.SUBRULE(this.operand);
      const rest: [Token, Operand][] = [];
      this.MANY(() => {
        rest.push([this.CONSUME(Power), this.SUBRULE2(this.operand)]);
      });
      return this.ACTION(() => ast.power(first, rest));
    });

    operand = this.RULE('operand', (): Operand => {
      const prefixes: Token[] = [];
      const bangs: Token[] = [];
      this.MANY(() => {
        prefixes.push(this.OR([{ ALT: () => this.CONSUME(Sign) }, { ALT: () => this.CONSUME(Root) }]));
      });
      const value = this.SUBRULE(this.atom);
      this.MANY2(() => {
        bangs.push(this.CONSUME(Bang));
      });
      return this.ACTION(() => ({ prefixes, value: ast.factorial(value, bangs) }));
    });

    atom = this.RULE('atom', (): Expr => {
      const token = this.OR<Token>([
        { ALT: () => this.CONSUME(NumberToken) },
        { ALT: () => this.CONSUME(Name) },
        { ALT: () => this.CONSUME(Result) },
        { ALT: () => this.CONSUME(Paren) },
        { ALT: () => this.CONSUME(Call) },
      ]);
      return this.ACTION(() => ast.atom(token, this.poll));
    });

    precision = this.RULE('precision', (): readonly Directive[] => {
      const at: Directive[] = [];
      this.CONSUME(At);
      this.AT_LEAST_ONE_SEP({
        SEP: Comma,
        DEF: () => {
          at.push(this.SUBRULE(this.directive));
        },
      });
      return this.ACTION(() => ast.distinctDirectives(at));
    });

    directive = this.RULE(
      'directive',
      (): Directive =>
        this.OR([
          {
            ALT: () => {
              const count = this.CONSUME(NumberToken);
              const unit = this.OPTION(() => this.CONSUME(Unit));
              return this.ACTION(() => ast.count(count, unit));
            },
          },
          {
            ALT: () => {
              const word = this.CONSUME(Tolerance);
              const number = this.CONSUME2(NumberToken);
              return this.ACTION(() => ast.tolerance(word, number));
            },
          },
          {
            ALT: () => {
              const word = this.CONSUME(Base);
              const number = this.CONSUME3(NumberToken);
              return this.ACTION(() => ast.base(word, number));
            },
          },
          {
            ALT: () => {
              const word = this.CONSUME(FormWord);
              return this.ACTION(() => ast.form(word));
            },
          },
          {
            ALT: () => {
              const word = this.CONSUME(Strategy);
              const name = this.CONSUME(Name);
              return this.ACTION(() => ast.strategy(word, name));
            },
          },
        ]),
    );

    /** What stands between the parentheses of a call. */
    argumentList = this.RULE('argumentList', (): readonly Expr[] => {
      const args: Expr[] = [];
      this.MANY_SEP({
        SEP: Comma,
        DEF: () => {
          args.push(this.SUBRULE(this.expression));
        },
      });
      return args;
    });

    /** What stands between `let` and `in`. */
    bindings = this.RULE('bindings', (): readonly Binding[] => {
      const bindings: Binding[] = [];
      this.AT_LEAST_ONE_SEP({
        SEP: Comma,
        DEF: () => {
          const head = this.OR([{ ALT: () => this.CONSUME(Name) }, { ALT: () => this.CONSUME(Call) }]);
          this.CONSUME(Equals);
          const body = this.SUBRULE(this.expression);
          this.ACTION(() => bindings.push(ast.binding(head, body)));
        },
      });
      return this.ACTION(() => ast.distinct(bindings));
    });
  };

export type Grammar = InstanceType<ReturnType<typeof grammarOver>>;
