import { parseStatement } from '../grammar/parse.ts';
import type { Directive, Expr, Statement } from './ast.ts';
import { type CommandContext, runCommand } from './commands.ts';
import { assertDefinable, build, type Scope, type UserFunction } from './dag/build.ts';
import { bracket, quoted } from './dag/describe.ts';
import { numberKind } from './dag/kind.ts';
import { bounds, errorBound } from './digits/bounds.ts';
import { InternalError, NameError, ParseError, RealError, type Span, UndecidedError } from './errors.ts';
import { FARTHER, smallness } from './exact/decide.ts';
import type { Node } from './node.ts';
import * as ball from './number/ball.ts';
import { size } from './number/rational.ts';
import type { Answer, Format, Outcome, Precision, Progress, Reason, Truth } from './outcome.ts';
import { CONSTANTS, FUNCTIONS } from './refine/functions.ts';
import { bitsAsked, write } from './run/answer.ts';
import { createEngine, type Engine } from './run/engine.ts';
import { reasonText } from './run/reasons.ts';
import { STRATEGIES } from './schedule/strategies.ts';
import type { Strategy } from './schedule/strategy.ts';
import { DEFAULT_PRECISION, defaultSettings, findSetting, named, type Settings } from './settings.ts';

/** So many of the last results can be named as %n. */
const KEPT_RESULTS = 1000;
/** `exact` in an answer is given up to this many bits. */
const EXACT_BITS = 4096;

export interface SessionOptions {
  readonly settings?: Partial<Settings>;
  /** Whether the calling thread has a screen to draw: long steps are then always computed by others. */
  readonly interactive?: boolean;
}

export interface RunOptions {
  readonly signal?: AbortSignal | undefined;
  /** Called once a second while the statement is computed. */
  readonly onProgress?: ((progress: Progress) => void) | undefined;
  /** How often that is, in milliseconds, if not once a second. */
  readonly progressEvery?: number | undefined;
}

/** Names, results and settings over one engine: reads statements and answers each with an Outcome. */
export class Session {
  readonly settings: Settings;
  #engine: Engine;
  #names: Map<string, Node | UserFunction> = new Map();
  #results: (Node | undefined)[] = [];
  #why: () => readonly Reason[] = () => [];
  #lastFormat: Format | undefined;

  constructor(options: SessionOptions = {}) {
    this.settings = { ...defaultSettings(), ...options.settings };
    this.#engine = createEngine(this.settings, options.interactive);
  }

  /** Runs one statement. Never rejects: what goes wrong is an outcome of kind 'failure'. */
  async run(line: string, options: RunOptions = {}): Promise<Outcome> {
    try {
      return await this.#execute(parseStatement(line), line, options);
    } catch (error) {
      return { kind: 'failure', error: asRealError(error) };
    } finally {
      this.#engine.tidy(this.#roots(), !this.settings.cache);
    }
  }

  /** What a name stands for, as an answer that leaves no trace: `ans`, %n and `:why` stay what they were. */
  async preview(name: string, options: RunOptions = {}): Promise<Outcome> {
    const [results, why, format] = [[...this.#results], this.#why, this.#lastFormat];
    const outcome = await this.run(name, options);
    [this.#results, this.#why, this.#lastFormat] = [results, why, format];
    return outcome;
  }

  /** Ends the threads that it has started. */
  async close(): Promise<void> {
    await this.#engine.threads.close();
  }

  /** The names that can stand at a place where `prefix` was typed. */
  completions(prefix: string): string[] {
    const names = [
      ...FUNCTIONS.map(({ name }) => `${name}(`),
      ...CONSTANTS.map(({ name }) => name),
      ...this.#names.keys(),
      'ans',
    ];
    return names.filter((name) => name.startsWith(prefix)).sort();
  }

  async #execute(statement: Statement, line: string, options: RunOptions): Promise<Outcome> {
    switch (statement.kind) {
      case 'empty':
        return { kind: 'nothing' };
      case 'command':
        return await runCommand(statement, this.#commandContext(options));
      case 'define': {
        assertDefinable(statement.name, statement.nameSpan);
        const { node } = build(statement.body, this.#buildContext());
        this.#define(statement.name, node);
        return { kind: 'defined', name: statement.name };
      }
      case 'function': {
        assertDefinable(statement.name, statement.nameSpan);
        const scope: Scope = { names: new Map(this.#names) };
        const callee: UserFunction = { params: statement.params, body: statement.body, scope };
        this.#checkBody(callee);
        this.#define(statement.name, callee);
        return { kind: 'defined', name: statement.name };
      }
      case 'expression':
        return await this.#answer(statement.body, this.#format(statement.at), line, options, statement.at);
      case 'relation':
        return await this.#compare(statement, line, options);
    }
  }

  /** Builds the body once with its parameters as unknown numbers, so that a wrong name is reported where it was written. */
  #checkBody(callee: UserFunction): void {
    const context = this.#buildContext();
    const names = new Map(callee.params.map((param) => [param, context.table.node(`parameter ${param}`, [])]));
    build(callee.body, { ...context, scope: { names, outer: callee.scope } });
  }

  #define(name: string, value: Node | UserFunction): void {
    this.#names.set(name, value);
  }

  async #answer(
    body: Expr,
    format: Format,
    line: string,
    options: RunOptions,
    at: readonly Directive[] = [],
  ): Promise<Answer> {
    const started = performance.now();
    const strategy = this.#strategy(at);
    const { node: written, spans } = this.#build(body);
    const result = await this.#engine.evaluate(
      {
        written,
        spans,
        line,
        bits: bitsAsked(format.precision),
        strategy,
        ...options,
      },
      function* (structure, resolved) {
        return yield* write(structure, resolved, format);
      },
    );
    const { resolved, enclosure, value, reasons, stats } = result;
    this.#remember(written);
    this.#lastFormat = format;
    const exact = resolved.value !== undefined && size(resolved.value) <= EXACT_BITS ? resolved.value : undefined;
    const known = resolved.value ?? enclosure;
    // What stands beside the digits can cost as much as they do, so it is computed where somebody looks at it.
    const ends = once(() => bounds(known, value.digits));
    const bound = once(() => errorBound(known, format, value));
    const account = once(() => stats(value.bits));
    const why = once(reasons);
    this.#why = why;
    return {
      kind: 'answer',
      value: value.text,
      form: format.form,
      get numberKind() {
        return numberKind(resolved);
      },
      exact: exact === undefined ? null : exact.den === 1n ? `${exact.num}` : `${exact.num}/${exact.den}`,
      get lo() {
        return ends().lo;
      },
      get hi() {
        return ends().hi;
      },
      get errorBound() {
        return bound();
      },
      rounding: value.rounding,
      digits: value.digits,
      bits: Number.isFinite(value.bits) ? value.bits : 0,
      base: format.base,
      strategy: strategy.name,
      elapsedMs: performance.now() - started,
      get stats() {
        return account();
      },
      get why() {
        return why().length === 0 ? null : why();
      },
      warnings: value.warnings,
    };
  }

  #build(body: Expr): ReturnType<typeof build> {
    return build(body, this.#buildContext());
  }

  async #compare(
    statement: Extract<Statement, { kind: 'relation' }>,
    line: string,
    options: RunOptions,
  ): Promise<Truth> {
    const started = performance.now();
    const strategy = this.#strategy([]);
    const { left, right, op } = statement;
    const span = { start: left.span.start, end: right.span.end };
    const difference: Expr = {
      kind: 'chain',
      first: left,
      rest: [{ op: '-', opSpan: statement.opSpan, operand: right }],
      span,
    };
    const { node: written, spans } = this.#build(difference);
    const [a, b] = [left, right].map((side) => quoted(line.slice(side.span.start, side.span.end))) as [string, string];
    const name = `${a} - ${bracket(b, TERM)}`;
    const {
      value: sign,
      reasons,
      stats,
    } = await this.#engine.evaluate(
      {
        written,
        spans,
        line,
        name,
        bits: bitsAsked(this.#precision()),
        strategy,
        ...options,
      },
      function* (structure, resolved) {
        const known = yield* structure.sign(resolved);
        if (known !== undefined) return known;
        const enclosure = structure.graph.ball(resolved);
        throw new UndecidedError(`cannot tell whether '${a}' ${op} '${b}': ${smallness(name, enclosure)}`, {
          span,
          hint: FARTHER,
          ...(ball.isUnbounded(enclosure) ? {} : bounds(enclosure, 5)),
        });
      },
    );
    const why = once(reasons);
    this.#why = why;
    const truths = {
      '<': sign < 0,
      '<=': sign <= 0,
      '>': sign > 0,
      '>=': sign >= 0,
      '==': sign === 0,
      '!=': sign !== 0,
    };
    return {
      kind: 'truth',
      value: truths[statement.op],
      strategy: strategy.name,
      elapsedMs: performance.now() - started,
      stats: stats(0),
      get why() {
        return why().length === 0 ? null : why();
      },
      warnings: [],
    };
  }

  #precision(): Precision {
    return this.settings.precision ?? DEFAULT_PRECISION;
  }

  #format(at: readonly Directive[]): Format {
    const { form, base, round, group, precision } = this.settings;
    let format: Format = { precision: this.#precision(), asked: precision !== null, form, base, round, group };
    for (const directive of at) format = { ...format, ...changeOf(directive) };
    return format;
  }

  /** The strategy that the line asks for, or else the one that is set. */
  #strategy(at: readonly Directive[]): Strategy {
    let strategy = STRATEGIES.get(this.settings.strategy) as Strategy;
    for (const directive of at) {
      if (directive.kind !== 'strategy') continue;
      const asked = STRATEGIES.get(directive.name);
      if (asked === undefined) {
        const hint = `it is one of ${[...STRATEGIES.keys()].join(', ')}`;
        throw new ParseError(`there is no strategy '${directive.name}'`, { span: directive.span, hint });
      }
      strategy = asked;
    }
    return strategy;
  }

  #buildContext(): Parameters<typeof build>[1] {
    return {
      table: this.#engine.table,
      scope: { names: this.#names },
      result: (index, span) => this.#result(index, span),
    };
  }

  #result(index: number, span: Span): Node {
    const count = this.#results.length;
    const node = this.#results[index === 0 ? count - 1 : index - 1];
    if (node !== undefined) return node;
    if (count === 0) {
      const message =
        span.start === span.end
          ? 'expected an operand: there is no result yet to go on from'
          : 'there is no result yet';
      throw span.start === span.end
        ? new ParseError(message, { span: { start: 0, end: 1 } })
        : new NameError(message, { span });
    }
    throw new NameError(
      index > count ? `there are only ${count} results so far` : `result ${index} is no longer kept`,
      { span },
    );
  }

  #remember(node: Node): void {
    this.#results.push(node);
    const expired = this.#results.length - 1 - KEPT_RESULTS;
    if (expired >= 0) this.#results[expired] = undefined;
  }

  *#roots(): Iterable<Node> {
    for (const value of this.#names.values()) if ('id' in value) yield value;
    for (const value of this.#names.values()) if ('params' in value) yield* nodesOf(value.scope);
    for (const node of this.#results.slice(-KEPT_RESULTS)) if (node !== undefined) yield node;
  }

  #commandContext(options: RunOptions): CommandContext {
    return {
      settings: this.settings,
      set: (name, text) => {
        const setting = findSetting(name);
        if (setting === undefined) throw new NameError(`unknown setting '${name}'`);
        Object.assign(
          this.settings,
          named(name, () => setting.parse(text)),
        );
      },
      variables: () =>
        [...this.#names].map(([name, value]) => ('params' in value ? `${name}(${value.params.join(', ')})` : name)),
      why: () => this.#why().map(reasonText),
      again: async (change) => {
        const format = this.#lastFormat;
        if (format === undefined) throw new NameError('there is no result yet');
        const ans: Expr = { kind: 'name', name: 'ans', span: { start: 0, end: 1 } };
        return await this.#answer(ans, { ...format, ...change(format) }, '', options);
      },
      reset: () => {
        this.#names = new Map();
        this.#results = [];
        this.#lastFormat = undefined;
        this.#why = () => [];
      },
    };
  }
}

/** What needs no parentheses to be subtracted. */
const TERM = /^[^-+−]*$/u;

/** A computation that is made when it is first asked for. */
const once = <T>(compute: () => T): (() => T) => {
  let made: { readonly value: T } | undefined;
  return () => {
    made ??= { value: compute() };
    return made.value;
  };
};

/** The names that a function's scope holds on to. */
const nodesOf = function* (scope: Scope): Iterable<Node> {
  for (const value of scope.names.values()) if ('id' in value) yield value;
};

const changeOf = (directive: Directive): Partial<Format> => {
  switch (directive.kind) {
    case 'digits':
    case 'places':
    case 'bits':
      return { precision: { kind: directive.kind, count: directive.count }, asked: true };
    case 'tol': {
      const { num, den, base, exponent } = directive.value;
      const factor = BigInt(base) ** (exponent < 0n ? -exponent : exponent);
      const precision: Precision =
        exponent < 0n ? { kind: 'tol', num, den: den * factor } : { kind: 'tol', num: num * factor, den };
      return { precision, asked: true };
    }
    case 'base':
      return { base: directive.base };
    case 'form':
      return { form: directive.form };
    case 'strategy':
      return {};
  }
};

/** Errors that V8 throws on its own limits become ours; everything else that is not ours is a defect. */
const asRealError = (error: unknown): RealError => {
  if (error instanceof RealError) return error;
  if (error instanceof RangeError && /BigInt/.test(error.message))
    return new RealError('LIMIT', 'a number here is longer than 2^30 bits');
  if (error instanceof RangeError && /Map|Set|Array|allocation/i.test(error.message))
    return new RealError('LIMIT', 'this needs more memory than there is');
  return new InternalError(error instanceof Error ? error.message : String(error), { cause: error });
};
