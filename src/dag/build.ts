import type { Binding, Expr, NumberLiteral } from '../ast.ts';
import { closest } from '../closest.ts';
import { ArityError, LimitError, NameError, type Span } from '../errors.ts';
import { unknownOp } from '../exact/unknowns.ts';
import type { Maker, Node } from '../node.ts';
import { checkpoint } from '../number/checkpoint.ts';
import { bitLength } from '../number/integer.ts';
import * as rat from '../number/rational.ts';
import { CONSTANT_BY_NAME, FUNCTION_BY_NAME } from '../refine/functions.ts';
import { quoted } from './describe.ts';

/** A function that the user defined; it sees the names that were defined when it was. */
export interface UserFunction {
  readonly params: readonly string[];
  readonly body: Expr;
  readonly scope: Scope;
}

/** Names and what they stand for, the innermost first. */
export interface Scope {
  readonly names: ReadonlyMap<string, Node | UserFunction>;
  readonly outer?: Scope;
}

export interface Built {
  readonly node: Node;
  /** Where each number stands in the line, for messages. */
  readonly spans: ReadonlyMap<Node, Span>;
}

export interface BuildContext {
  readonly table: Maker;
  readonly scope: Scope;
  /** The n-th result, for %n and ans (0); throws where there is none. */
  readonly result: (index: number, span: Span) => Node;
}

/** Literals with exponents up to this many bits are written out; longer ones stay powers. */
const LITERAL_BITS = 2 ** 17;
/** A definition that calls itself by way of others can grow an expression without end in sight. */
const MAX_VISITS = 5_000_000;
/** So many operations are visited between two checkpoints. */
const POLL_EVERY = 512;
/** Each further `solve` around one that depends on its unknown multiplies the work by that of a bisection. */
const MAX_NESTING = 8;

type Done = (node: Node, span?: Span) => void;
type Task = (values: Node[], tasks: Task[]) => void;

/**
 * The graph of an expression as it was written: names looked up, user functions and `let` expanded, equal parts shared;
 * nothing is computed. Throws NameError and ArityError. No recursion, so depth costs memory only.
 */
export const build = (expr: Expr, context: BuildContext): Built => {
  const spans = new Map<Node, Span>();
  const values: Node[] = [];
  const tasks: Task[] = [visit(expr, context.scope, true, { ...context, spans, memo: new Map(), level: 0 })];
  let visits = 0;
  for (let task = tasks.pop(); task !== undefined; task = tasks.pop()) {
    visits += 1;
    if (visits % POLL_EVERY === 0) checkpoint();
    if (visits > MAX_VISITS)
      throw new LimitError('the expression grows beyond 5,000,000 operations once its functions are expanded');
    task(values, tasks);
  }
  return { node: values[0] as Node, spans };
};

interface State extends BuildContext {
  readonly spans: Map<Node, Span>;
  /** Calls of user functions that were expanded already, by function and argument ids. */
  readonly memo: Map<UserFunction, Map<string, Node>>;
  /** In the bodies of how many `solve`s this is: the level of the next unknown. */
  readonly level: number;
}

/** Pushes the node of `expr`; `visible` is whether its spans lie in the line at hand and not in an earlier definition. */
const visit =
  (expr: Expr, scope: Scope, visible: boolean, state: State): Task =>
  (values, tasks) => {
    const { table } = state;
    const done: Done = (node, span = expr.span) => {
      if (visible && !state.spans.has(node)) state.spans.set(node, span);
      values.push(node);
    };
    const child = (operand: Expr): Task => visit(operand, scope, visible, state);
    switch (expr.kind) {
      case 'number':
        return done(literal(expr.value, table));
      case 'result':
        return done(state.result(expr.index, expr.span));
      case 'name':
        return done(named(expr.name, expr.span, scope, state));
      case 'negate':
        tasks.push(() => done(table.node('negate', [values.pop() as Node])), child(expr.operand));
        return;
      case 'factorial':
        tasks.push(() => done(table.node('!', [values.pop() as Node])), child(expr.operand));
        return;
      case 'power':
        tasks.push(() => done(table.node('^', values.splice(-2))), child(expr.exponent), child(expr.base));
        return;
      case 'chain': {
        const operands = [expr.first, ...expr.rest.map(({ operand }) => operand)];
        tasks.push(() => joinChain(expr, values.splice(-operands.length), table, done));
        for (let i = operands.length - 1; i >= 0; i -= 1) tasks.push(child(operands[i] as Expr));
        return;
      }
      case 'call': {
        const callee = userFunction(expr.name, scope);
        const arity: readonly [number, number] =
          callee === undefined ? builtinArity(expr, scope) : [callee.params.length, callee.params.length];
        checkArity(expr, arity, callee);
        if (callee === undefined && expr.name === 'solve') {
          const [body, lower, upper] = bracketed(expr, scope, visible, state);
          tasks.push(() => {
            const [f, a, b] = values.splice(-3) as [Node, Node, Node];
            done(table.node('solve', [a, b], state.level, f));
          });
          tasks.push(upper, lower, body);
          return;
        }
        tasks.push(() => {
          const args = values.splice(values.length - expr.args.length);
          if (callee === undefined) done(table.node(expr.name, args));
          else tasks.push(() => done(values.pop() as Node), call(callee, args, state));
        });
        for (let i = expr.args.length - 1; i >= 0; i -= 1) tasks.push(child(expr.args[i] as Expr));
        return;
      }
      case 'let':
        return bind(expr.bindings, 0, scope, visible, state, tasks, (inner) => visit(expr.body, inner, visible, state));
    }
  };

/** The body of a `solve`, in which its second argument is the unknown, and the ends, in which it is not. */
const bracketed = (
  expr: Extract<Expr, { kind: 'call' }>,
  scope: Scope,
  visible: boolean,
  state: State,
): readonly [body: Task, lower: Task, upper: Task] => {
  const [body, unknown, lower, upper] = expr.args as [Expr, Expr, Expr, Expr];
  if (unknown.kind !== 'name') {
    throw new NameError('the second argument of solve is the name of its unknown', {
      span: unknown.span,
      hint: 'write solve(cos(x) - x, x, 0, 1)',
    });
  }
  assertDefinable(unknown.name, unknown.span);
  if (state.level === MAX_NESTING) {
    throw new LimitError(`solve is nested more than ${MAX_NESTING} deep`, { span: expr.nameSpan });
  }
  const names = new Map([[unknown.name, state.table.node(unknownOp(unknown.name), [], state.level)]]);
  return [
    visit(body, { names, outer: scope }, visible, { ...state, level: state.level + 1 }),
    visit(lower, scope, visible, state),
    visit(upper, scope, visible, state),
  ];
};

/** Evaluates the bindings of a `let` one after the other, each in the scope of those before it. */
const bind = (
  bindings: readonly Binding[],
  index: number,
  scope: Scope,
  visible: boolean,
  state: State,
  tasks: Task[],
  then: (scope: Scope) => Task,
): void => {
  const binding = bindings[index];
  if (binding === undefined) {
    tasks.push(then(scope));
    return;
  }
  assertDefinable(binding.name, binding.nameSpan);
  const next = (value: Node | UserFunction): void =>
    bind(bindings, index + 1, { names: new Map([[binding.name, value]]), outer: scope }, visible, state, tasks, then);
  if (binding.params !== undefined) {
    tasks.push(() => next({ params: binding.params as readonly string[], body: binding.body, scope }));
    return;
  }
  tasks.push((values) => next(values.pop() as Node), visit(binding.body, scope, visible, state));
};

/** Expands a call of a user function, once for equal arguments. */
const call =
  (callee: UserFunction, args: readonly Node[], state: State): Task =>
  (values, tasks) => {
    const key = args.map(({ id }) => id).join();
    let calls = state.memo.get(callee);
    if (calls === undefined) {
      calls = new Map();
      state.memo.set(callee, calls);
    }
    const known = calls.get(key);
    if (known !== undefined) {
      values.push(known);
      return;
    }
    const expanded = calls;
    const names = new Map(callee.params.map((param, i) => [param, args[i] as Node]));
    tasks.push(
      () => expanded.set(key, values.at(-1) as Node),
      visit(callee.body, { names, outer: callee.scope }, false, state),
    );
  };

const literal = ({ num, den, base, exponent }: NumberLiteral, table: Maker): Node => {
  const mantissa = table.rational(rat.rational(num, den));
  if (exponent === 0n || num === 0n) return mantissa;
  const size = (exponent < 0n ? -exponent : exponent) * BigInt(bitLength(BigInt(base)));
  if (size + BigInt(bitLength(num)) <= LITERAL_BITS) {
    const factor = BigInt(base) ** (exponent < 0n ? -exponent : exponent);
    return table.rational(exponent < 0n ? rat.rational(num, den * factor) : rat.rational(num * factor, den));
  }
  const power = table.node('^', [table.rational(rat.rational(BigInt(base))), table.rational(rat.rational(exponent))]);
  return table.node('*', [mantissa, power]);
};

/** A run of + and − is one sum; a run of * and / is joined from the left. */
const joinChain = (
  expr: Extract<Expr, { kind: 'chain' }>,
  operands: readonly Node[],
  table: Maker,
  done: Done,
): void => {
  const additive = expr.rest[0]?.op === '+' || expr.rest[0]?.op === '-';
  if (additive) {
    const terms = operands.map((operand, i) =>
      expr.rest[i - 1]?.op === '-' ? table.node('negate', [operand]) : operand,
    );
    done(table.node('+', terms));
    return;
  }
  let product = operands[0] as Node;
  for (const [i, link] of expr.rest.entries()) product = table.node(link.op, [product, operands[i + 1] as Node]);
  done(product);
};

const lookUp = (name: string, scope: Scope): Node | UserFunction | undefined => {
  for (let level: Scope | undefined = scope; level !== undefined; level = level.outer) {
    const found = level.names.get(name);
    if (found !== undefined) return found;
  }
  return undefined;
};

const isFunction = (value: Node | UserFunction | undefined): value is UserFunction =>
  value !== undefined && 'params' in value;

const userFunction = (name: string, scope: Scope): UserFunction | undefined => {
  const value = lookUp(name, scope);
  return isFunction(value) ? value : undefined;
};

const named = (name: string, span: Span, scope: Scope, state: State): Node => {
  if (name === 'ans') return state.result(0, span);
  const value = lookUp(name, scope);
  if (isFunction(value))
    throw new ArityError(`'${quoted(name)}' is a function and needs its arguments`, {
      span,
      hint: `write ${name}(${value.params.join(', ')})`,
    });
  if (value !== undefined) return value;
  if (CONSTANT_BY_NAME.has(name)) return state.table.node(name, []);
  const row = FUNCTION_BY_NAME.get(name);
  if (row !== undefined)
    throw new ArityError(`'${name}' is a function and needs its arguments`, { span, hint: `write ${row.signature}` });
  throw unknown(name, span, scope);
};

const builtinArity = (expr: Extract<Expr, { kind: 'call' }>, scope: Scope): readonly [number, number] => {
  const row = FUNCTION_BY_NAME.get(expr.name);
  if (row !== undefined) return row.arity;
  if (lookUp(expr.name, scope) !== undefined || CONSTANT_BY_NAME.has(expr.name) || expr.name === 'ans') {
    throw new NameError(`'${quoted(expr.name)}' is a number, not a function`, {
      span: expr.nameSpan,
      hint: `write ${expr.name}*(…) to multiply`,
    });
  }
  throw unknown(expr.name, expr.nameSpan, scope);
};

const checkArity = (
  expr: Extract<Expr, { kind: 'call' }>,
  [least, most]: readonly [number, number],
  callee: UserFunction | undefined,
): void => {
  const count = expr.args.length;
  if (count >= least && count <= most) return;
  const wanted =
    least === most ? `${least}` : most === Number.POSITIVE_INFINITY ? `at least ${least}` : `${least} to ${most}`;
  const signature =
    callee === undefined ? FUNCTION_BY_NAME.get(expr.name)?.signature : `${expr.name}(${callee.params.join(', ')})`;
  throw new ArityError(
    `'${quoted(expr.name)}' takes ${wanted} argument${(Number.isFinite(most) ? most : least) === 1 ? '' : 's'}, not ${count}`,
    {
      span: expr.nameSpan,
      ...(signature === undefined ? {} : { hint: `write ${signature}` }),
    },
  );
};

const unknown = (name: string, span: Span, scope: Scope): NameError => {
  const known = new Set([...FUNCTION_BY_NAME.keys(), ...CONSTANT_BY_NAME.keys(), ...visibleNames(scope)]);
  const near = closest(name, known);
  return new NameError(
    `unknown name '${quoted(name)}'`,
    near === undefined ? { span } : { span, hint: `did you mean '${near}'?` },
  );
};

/** Every name that the scope defines. */
export const visibleNames = (scope: Scope): string[] => {
  const names = new Set<string>();
  for (let level: Scope | undefined = scope; level !== undefined; level = level.outer)
    for (const name of level.names.keys()) names.add(name);
  return [...names];
};

/** Throws NameError where the language itself owns the name. */
export const assertDefinable = (name: string, span: Span): void => {
  if (FUNCTION_BY_NAME.has(name) || CONSTANT_BY_NAME.has(name) || name === 'ans' || name === '_') {
    throw new NameError(`'${name}' is built in and cannot be redefined`, { span });
  }
};
