import { parseStatement } from '../grammar/parse.ts';
import type { Directive, Expr, Statement } from './ast.ts';
import { type CommandContext, type PastStatement, runCommand, type Shown } from './commands.ts';
import { assertDefinable, build, type Scope, type UserFunction } from './dag/build.ts';
import { magnitudeOf } from './dag/demand.ts';
import { numberKind } from './dag/kind.ts';
import { bounds, errorBound } from './digits/bounds.ts';
import { InternalError, NameError, ParseError, RealError, type Span } from './errors.ts';
import type { Node } from './node.ts';
import { size } from './number/rational.ts';
import type { Answer, Format, Outcome, Precision, Progress, Reason, Stats, Times, Truth } from './outcome.ts';
import { partsBelow } from './run/anatomy.ts';
import { bitsAsked, type Written as Digits, write } from './run/answer.ts';
import { createEngine, type Engine, type Evaluated, type Finish, type Request, type Written } from './run/engine.ts';
import { reasonText } from './run/reasons.ts';
import { decide, differenceOf, nameOfDifference } from './run/relation.ts';
import { tryStrategies } from './run/trials.ts';
import { STRATEGIES } from './schedule/strategies.ts';
import type { Strategy } from './schedule/strategy.ts';
import { DEFAULT_PRECISION, defaultSettings, type Settings } from './settings.ts';

/** So many of the last results can be named as %n. */
const KEPT_RESULTS = 1000;
/** So many of the last statements are listed by `:history`, each up to so many characters. */
const KEPT_STATEMENTS = 1000;
const KEPT_CHARACTERS = 1000;
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

/** A name that the user defined; `params` are those of a function. */
export interface Definition {
  readonly name: string;
  readonly params: readonly string[] | undefined;
}

/** The last question that was answered, for the commands that are about it. */
interface Last {
  readonly resolved: Node;
  /** Where it stands in the line that was typed; commands such as `:more` ask for it once more. */
  readonly words: Written;
  /** How many bits it was to show. */
  readonly asked: number;
  /** The accuracy, in bits after the binary point, that it asked for; null where it needed none. */
  readonly bits: number | null;
  readonly finish: Finish<{ readonly text: string; readonly wanted: number }>;
  readonly why: () => readonly Reason[];
  readonly elapsedMs: number;
  readonly times: Times;
  readonly stats: () => Stats;
}

/** Names, results and settings over one engine: reads statements and answers each with an Outcome. */
export class Session {
  readonly settings: Settings;
  #engine: Engine;
  #names: Map<string, Node | UserFunction> = new Map();
  #results: (Node | undefined)[] = [];
  #last: Last | undefined;
  /** The last answer, which a relation does not replace. */
  #lastAnswer: (Shown & { readonly words: Written }) | undefined;
  /** How a definition asked its value to be shown, by the name; where it did not ask, there is no entry. */
  #previews: Map<string, readonly Directive[]> = new Map();
  #history: PastStatement[] = [];
  /** Resolves when the statement that was handed in last is answered. */
  #turn: Promise<unknown> = Promise.resolve();

  constructor(options: SessionOptions = {}) {
    this.settings = { ...defaultSettings(), ...options.settings };
    this.#engine = createEngine(this.settings, options.interactive);
  }

  /**
   * Runs one statement, after those that were handed in before it. Never rejects: what goes wrong is an outcome of kind
   * 'failure'.
   */
  run(line: string, options: RunOptions = {}): Promise<Outcome> {
    const turn = this.#turn.then(() => this.#answerTo(line, options));
    this.#turn = turn;
    return turn;
  }

  async #answerTo(line: string, options: RunOptions): Promise<Outcome> {
    const outcome = await this.#attempt(() => this.#execute(parseStatement(line), line, options));
    this.#keep(line, outcome);
    this.#engine.tidy(this.#roots());
    return outcome;
  }

  async #attempt(run: () => Promise<Outcome>): Promise<Outcome> {
    try {
      return await run();
    } catch (error) {
      return { kind: 'failure', error: asRealError(error) };
    }
  }

  /**
   * What a name stands for, shown as its definition asks, as an answer that leaves no trace: `ans`, %n and `:why` stay
   * what they were.
   */
  async preview(name: string, options: RunOptions = {}): Promise<Outcome> {
    const [results, last, lastAnswer] = [[...this.#results], this.#last, this.#lastAnswer];
    const body: Expr = { kind: 'name', name, span: { start: 0, end: name.length } };
    const statement: Statement = { kind: 'expression', body, at: this.#previews.get(name) ?? [] };
    const outcome = await this.#attempt(() => this.#execute(statement, name, options));
    [this.#results, this.#last, this.#lastAnswer] = [results, last, lastAnswer];
    this.#engine.tidy(this.#roots());
    return outcome;
  }

  /** Ends the threads that it has started. */
  async close(): Promise<void> {
    await this.#engine.threads.close();
  }

  /** The names that the user defined. */
  *definitions(): Iterable<Definition> {
    for (const [name, value] of this.#names) yield { name, params: 'params' in value ? value.params : undefined };
  }

  isDefined(name: string): boolean {
    return this.#names.has(name);
  }

  async #execute(statement: Statement, line: string, options: RunOptions): Promise<Outcome> {
    switch (statement.kind) {
      case 'empty':
        return { kind: 'nothing' };
      case 'command':
        return await runCommand(statement, this.#commandContext(statement, line, options));
      case 'define': {
        assertDefinable(statement.name, statement.nameSpan);
        this.#strategy(statement.at);
        const { node } = build(statement.body, this.#buildContext());
        this.#define(statement.name, node, statement.at);
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
        return await this.#answer(() => this.#written(statement.body, line), this.#format(statement.at), options, {
          strategy: this.#strategy(statement.at),
        });
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

  #define(name: string, value: Node | UserFunction, at: readonly Directive[] = []): void {
    this.#names.set(name, value);
    if (at.length > 0) this.#previews.set(name, at);
    else this.#previews.delete(name);
  }

  /** The number as it is written; `words` is where the user wrote it, if that is elsewhere. */
  async #answer(
    toWrite: () => Written,
    format: Format,
    options: RunOptions,
    { strategy = this.#strategy([]), words }: { readonly strategy?: Strategy; readonly words?: Written } = {},
  ): Promise<Answer> {
    const started = performance.now();
    const source = toWrite();
    const asked = bitsAsked(format.precision);
    const finish: Finish<Digits> = function* (structure, resolved) {
      return yield* write(structure, resolved, format);
    };
    const result = await this.#evaluate({ ...source, bits: asked, strategy, ...options }, finish);
    const { resolved, enclosure, value, reasons, stats } = result;
    const elapsedMs = performance.now() - started;
    const known = resolved.value ?? enclosure;
    const needed = value.bits === 0 ? null : value.wanted;
    const account = once(() => stats(value.wanted));
    const why = once(reasons);
    this.#remember(source.written);
    this.#lastAnswer = { text: value.text, format, exact: value.rounding === 'exact', words: words ?? source };
    this.#note(result, { words: words ?? source, asked, bits: needed, finish, elapsedMs, stats: account, why });
    const exact = resolved.value !== undefined && size(resolved.value) <= EXACT_BITS ? resolved.value : undefined;
    // What stands beside the digits can cost as much as they do, so it is computed where somebody looks at it.
    const ends = once(() => bounds(known, value.digits));
    const bound = once(() => errorBound(known, format, value));
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
      elapsedMs,
      get stats() {
        return account();
      },
      get why() {
        return why().length === 0 ? null : why();
      },
      warnings: value.warnings,
    };
  }

  #written(body: Expr, line: string): Written {
    const { node: written, spans } = build(body, this.#buildContext());
    return { written, spans, line };
  }

  async #evaluate<T>(request: Request, finish: Finish<T>): Promise<Evaluated<T>> {
    if (!this.settings.cache) this.#engine.forget();
    return await this.#engine.evaluate(request, finish);
  }

  #note({ resolved, times }: Evaluated<unknown>, last: Omit<Last, 'resolved' | 'times'>): void {
    this.#last = { resolved, times, ...last };
  }

  async #compare(
    statement: Extract<Statement, { kind: 'relation' }>,
    line: string,
    options: RunOptions,
  ): Promise<Truth> {
    const started = performance.now();
    const strategy = this.#strategy([]);
    const name = nameOfDifference(statement, line);
    const source = { ...this.#written(differenceOf(statement), line), name };
    const asked = bitsAsked(this.#precision());
    const decision = decide(statement, line);
    const result = await this.#evaluate({ ...source, bits: asked, strategy, ...options }, decision);
    const { resolved, enclosure, value, reasons, stats } = result;
    const elapsedMs = performance.now() - started;
    // One significant bit tells a sign.
    const bits = resolved.value === undefined ? 1 - magnitudeOf(enclosure) : null;
    const account = stats(bits ?? 0);
    const finish: Last['finish'] = function* (structure, node) {
      return { text: String(yield* decision(structure, node)), wanted: bits ?? 0 };
    };
    const why = once(reasons);
    this.#note(result, { words: source, asked, bits, finish, elapsedMs, stats: () => account, why });
    return {
      kind: 'truth',
      value,
      strategy: strategy.name,
      elapsedMs,
      stats: account,
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
    const few = count === 1 ? 'is only one result' : `are only ${count} results`;
    throw new NameError(index > count ? `there ${few} so far` : `result ${index} is no longer kept`, {
      span,
      hint: ':history lists them',
    });
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
    if (this.#last !== undefined) yield this.#last.words.written;
  }

  #keep(line: string, outcome: Outcome): void {
    if (line.trim() === '') return;
    const text = line.length <= KEPT_CHARACTERS ? line : `${Buffer.from(line.slice(0, KEPT_CHARACTERS))}…`;
    this.#history.push({ text, result: outcome.kind === 'answer' ? this.#results.length : undefined });
    if (this.#history.length > KEPT_STATEMENTS) this.#history.shift();
  }

  #commandContext({ span }: { readonly span: Span }, line: string, options: RunOptions): CommandContext {
    const existing = <T>(found: T | undefined): T => {
      if (found !== undefined) return found;
      throw new NameError('there is no result yet', { span, hint: 'evaluate an expression first' });
    };
    return {
      settings: this.settings,
      span,
      variables: () =>
        [...this.definitions()].map(({ name, params }) =>
          params === undefined ? name : `${name}(${params.join(', ')})`,
        ),
      why: () => (this.#last?.why() ?? []).map(reasonText),
      shown: () => existing(this.#lastAnswer),
      again: async (change) => {
        const last = existing(this.#lastAnswer);
        const { words, format } = last;
        const source = asWhole(words, line);
        return await this.#answer(() => source, { ...format, ...change(last) }, options, { words });
      },
      last: () => {
        const { resolved, bits, words, elapsedMs, times, stats } = existing(this.#last);
        return {
          parts: () => partsBelow(resolved, bits, this.#engine.enclosure),
          wordsOf: this.#wordsIn(words),
          elapsedMs,
          times,
          stats,
        };
      },
      compare: async () => {
        const { words, asked, finish } = existing(this.#last);
        const request = { ...asWhole(words, line), bits: asked, ...options };
        return await tryStrategies(this.#engine, request, finish);
      },
      evaluate: async () => {
        // What stands before it is blanked, so that errors point to where the expression is in the line.
        const text = line.replace(/^\s*:\S+/u, (command) => ' '.repeat(command.length));
        const statement = parseStatement(text);
        if (statement.kind !== 'expression' && statement.kind !== 'relation')
          throw new ParseError('expected an expression', {
            span: { start: text.length - text.trimStart().length, end: line.length },
            hint: 'a definition evaluates nothing until it is used',
          });
        return (await this.#execute(statement, text, options)) as Answer | Truth;
      },
      history: () => this.#history,
      reset: () => {
        this.#names = new Map();
        this.#previews = new Map();
        this.#results = [];
        this.#last = undefined;
        this.#lastAnswer = undefined;
        this.#history = this.#history.map(({ text }) => ({ text, result: undefined }));
      },
    };
  }

  /** The text of a resolved number as it was written; the shortest one where it was written in several ways. */
  #wordsIn({ written: whole, name, spans, line }: Written): (node: Node) => string | undefined {
    const words = new Map<Node, string>();
    for (const [written, { start, end }] of spans) {
      const node = this.#engine.resolved(written);
      if (node === undefined) continue;
      const earlier = words.get(node);
      if (earlier === undefined || earlier.length > end - start)
        words.set(node, written === whole && name !== undefined ? name : line.slice(start, end));
    }
    // A sign is often taken out of what was written: sin(a - b) is computed as -sin(b - a).
    return (node) => words.get(node) ?? words.get(this.#engine.negative(node));
  }
}

/** A number that a command is about: what goes wrong with it is said of the whole line. */
const asWhole = ({ written, name = 'ans' }: Written, line: string): Written => ({
  written,
  name,
  spans: new Map([[written, { start: 0, end: line.length }]]),
  line,
});

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
