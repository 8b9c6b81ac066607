import { parseStatement } from '../grammar/parse.ts';
import type { Expr, Statement } from './ast.ts';
import { type CommandContext, type PastStatement, runCommand, type Shown } from './commands.ts';
import { assertDefinable, type Built, build, type Scope, type UserFunction } from './dag/build.ts';
import { magnitudeOf } from './dag/demand.ts';
import { NameError, ParseError, type Span, UsageError } from './errors.ts';
import type { Node } from './node.ts';
import { checkpoint } from './number/checkpoint.ts';
import type { Answer, Format, Outcome, Progress, Reason, Stats, Times, Truth } from './outcome.ts';
import { partsBelow } from './run/anatomy.ts';
import { bitsAsked, type Written as Digits, write } from './run/answer.ts';
import { createEngine, type Engine, type Evaluated, type Finish, type Request } from './run/engine.ts';
import type { Written } from './run/explain.ts';
import { reasonText } from './run/reasons.ts';
import { decide, differenceOf, nameOfDifference } from './run/relation.ts';
import { tryStrategies } from './run/trials.ts';
import type { Strategy } from './schedule/strategy.ts';
import { answerOf } from './session/answer.ts';
import { formatOf, precisionOf, strategyOf } from './session/asked.ts';
import { asRealError } from './session/failure.ts';
import { settingsGiven } from './session/given.ts';
import { withCommandMeant } from './session/meant.ts';
import { createNames, type Definition } from './session/names.ts';
import { once } from './session/once.ts';
import { withoutResults, withStatement } from './session/past.ts';
import { NO_RESULTS, resultAt, withResult } from './session/results.ts';
import { within } from './session/within.ts';
import { asTyped, asWhole, definitionIn, wordsIn } from './session/words.ts';
import type { Settings } from './settings.ts';

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
  #names = createNames();
  #results = NO_RESULTS;
  #last: Last | undefined;
  /** The last answer; undefined where that to a relation came after it. */
  #lastAnswer: (Shown & { readonly words: Written }) | undefined;
  #past: readonly PastStatement[] = [];
  /** Resolves when the statement that was handed in last is answered. */
  #turn: Promise<unknown> = Promise.resolve();

  /** Throws a UsageError where an option or a setting is unknown, or has no such value. */
  constructor(options: SessionOptions = {}) {
    const { settings = {}, interactive, ...unknown } = options;
    for (const key of Object.keys(unknown)) throw new UsageError(`a session has no option '${key}'`);
    this.settings = settingsGiven(settings);
    this.#engine = createEngine(this.settings, interactive);
  }

  /**
   * Runs one statement, after those that were handed in before it. Never rejects: what goes wrong is an outcome of kind
   * 'failure'.
   */
  run(line: string, options: RunOptions = {}): Promise<Outcome> {
    return this.#inTurn(async () => {
      if (typeof line !== 'string') {
        return { kind: 'failure', error: new UsageError(`a statement is a string, not of type ${typeof line}`) };
      }
      const outcome = await this.#attempt(() => this.#execute(this.#parse(line, options), line, options));
      this.#past = withStatement(this.#past, line, outcome.kind === 'answer' ? this.#results.count : undefined);
      if (outcome.kind !== 'failure') return outcome;
      return { kind: 'failure', error: withCommandMeant(outcome.error, line, (name) => this.isDefined(name)) };
    });
  }

  /**
   * What a name stands for, shown as its definition asks, as an answer that leaves no trace: `ans`, %n and `:why` stay
   * what they were.
   */
  preview(name: string, options: RunOptions = {}): Promise<Outcome> {
    return this.#inTurn(async () => {
      const [results, last, lastAnswer] = [this.#results, this.#last, this.#lastAnswer];
      const body: Expr = { kind: 'name', name, span: { start: 0, end: name.length } };
      const statement: Statement = { kind: 'expression', body, at: this.#names.at(name) };
      const outcome = await this.#attempt(() => this.#execute(statement, name, options));
      [this.#results, this.#last, this.#lastAnswer] = [results, last, lastAnswer];
      return outcome;
    });
  }

  /** Ends the threads that it has started. */
  async close(): Promise<void> {
    await this.#engine.threads.close();
  }

  /** The names that the user defined. */
  definitions(): Iterable<Definition> {
    return this.#names.definitions();
  }

  isDefined(name: string): boolean {
    return this.#names.has(name);
  }

  #inTurn(answer: () => Promise<Outcome>): Promise<Outcome> {
    const outcome = this.#turn.then(answer);
    this.#turn = outcome.then(() => this.#engine.tidy(this.#roots()));
    return outcome;
  }

  async #attempt(run: () => Promise<Outcome>): Promise<Outcome> {
    try {
      return await run();
    } catch (error) {
      return { kind: 'failure', error: asRealError(error) };
    }
  }

  async #execute(statement: Statement, line: string, options: RunOptions): Promise<Outcome> {
    switch (statement.kind) {
      case 'empty':
        return { kind: 'nothing' };
      case 'command':
        return await runCommand(statement, this.#commandContext(statement, line, options));
      case 'define': {
        assertDefinable(statement.name, statement.nameSpan);
        // Both throw where the directives make no sense.
        formatOf(this.settings, statement.at);
        strategyOf(this.settings, statement.at);
        const { node } = this.#build(statement.body, options);
        this.#names.define(statement.name, node, definitionIn(line, statement), statement.at);
        return { kind: 'defined', name: statement.name };
      }
      case 'function': {
        assertDefinable(statement.name, statement.nameSpan);
        const { params, body } = statement;
        this.#checkBody({ params, body, scope: this.#names.scope }, options);
        const value = { params, body, scope: this.#names.seenBy(body) };
        this.#names.define(statement.name, value, definitionIn(line, statement));
        return { kind: 'defined', name: statement.name };
      }
      case 'expression':
        return await this.#answer(
          () => this.#written(statement.body, line, options),
          formatOf(this.settings, statement.at),
          options,
          { strategy: strategyOf(this.settings, statement.at) },
        );
      case 'relation':
        return await this.#compare(statement, line, options);
    }
  }

  /** Builds the body once with its parameters as unknown numbers, so that a wrong name is reported where it was written. */
  #checkBody({ params, body, scope }: UserFunction, options: RunOptions): void {
    const names = new Map(params.map((param) => [param, this.#engine.table.node(`parameter ${param}`, [])]));
    this.#build(body, options, { names, outer: scope });
  }

  /** The number as it is written; `words` is where the user wrote it, if that is elsewhere. */
  async #answer(
    toWrite: () => Written,
    format: Format,
    options: RunOptions,
    {
      strategy = strategyOf(this.settings, []),
      words,
    }: { readonly strategy?: Strategy; readonly words?: Written } = {},
  ): Promise<Answer> {
    const started = performance.now();
    const source = toWrite();
    const asked = bitsAsked(format.precision);
    const finish: Finish<Digits> = function* (structure, resolved) {
      return yield* write(structure, resolved, format);
    };
    const result = await this.#evaluate({ ...source, bits: asked, strategy, ...options }, finish);
    const { value, reasons, stats } = result;
    const elapsedMs = performance.now() - started;
    const needed = value.bits === 0 ? null : value.wanted;
    const account = once(() => stats(value.wanted));
    const why = once(reasons);
    this.#results = withResult(this.#results, source.written);
    this.#lastAnswer = { text: value.text, format, exact: value.rounding === 'exact', words: words ?? source };
    this.#note(result, { words: words ?? source, asked, bits: needed, finish, elapsedMs, stats: account, why });
    return answerOf(result, format, { strategy: strategy.name, elapsedMs, stats: account, why });
  }

  #parse(line: string, { signal }: RunOptions): Statement {
    return within(this.settings, signal, () => parseStatement(line, checkpoint));
  }

  #build(body: Expr, { signal }: RunOptions, scope: Scope = this.#names.scope): Built {
    const result = (index: number, span: Span): Node => resultAt(this.#results, index, span);
    return within(this.settings, signal, () => build(body, { table: this.#engine.table, scope, result }));
  }

  #written(body: Expr, line: string, options: RunOptions): Written {
    const { node: written, spans } = this.#build(body, options);
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
    const strategy = strategyOf(this.settings, []);
    const name = nameOfDifference(statement, line);
    const source = { ...this.#written(differenceOf(statement), line, options), name };
    const asked = bitsAsked(precisionOf(this.settings));
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
    this.#lastAnswer = undefined;
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

  *#roots(): Iterable<Node> {
    yield* this.#names.nodes();
    yield* this.#results.kept;
    if (this.#last !== undefined) yield this.#last.words.written;
  }

  #commandContext({ span }: { readonly span: Span }, line: string, options: RunOptions): CommandContext {
    const existing = <T>(found: T | undefined): T => {
      if (found !== undefined) return found;
      throw new NameError('there is no result yet', { span, hint: 'evaluate an expression first' });
    };
    const lastAnswer = () => {
      if (this.#lastAnswer !== undefined || this.#last === undefined) return existing(this.#lastAnswer);
      const hint = this.#results.count > 0 ? 'ans is the number before it' : 'evaluate an expression first';
      throw new NameError('the last answer was that of a comparison: it has no digits', { span, hint });
    };
    const watched = <T>(report: () => T): T => within(this.settings, options.signal, report);
    return {
      settings: this.settings,
      span,
      variables: () => [...this.definitions()].map(({ text }) => text),
      why: () => watched(() => this.#last?.why() ?? []).map(reasonText),
      shown: lastAnswer,
      again: async (change) => {
        const last = lastAnswer();
        const { words, format } = last;
        const source = asWhole(words, line);
        return await this.#answer(() => source, { ...format, ...change(last) }, options, { words });
      },
      last: () => {
        const { resolved, bits, words, elapsedMs, times, stats } = existing(this.#last);
        return {
          parts: () => watched(() => partsBelow(resolved, bits, this.#engine.enclosure)),
          wordsOf: wordsIn(words, this.#engine),
          elapsedMs,
          times,
          stats: () => watched(stats),
        };
      },
      compare: async () => {
        const { words, asked, finish } = existing(this.#last);
        const request = { ...asWhole(words, line), bits: asked, ...options };
        return { trials: await tryStrategies(this.#engine, request, finish), of: asTyped(words) };
      },
      evaluate: async () => {
        // What stands before it is blanked, so that errors point to where the expression is in the line.
        const text = line.replace(/^\s*:\S+/u, (command) => ' '.repeat(command.length));
        const statement = this.#parse(text, options);
        if (statement.kind !== 'expression' && statement.kind !== 'relation')
          throw new ParseError('expected an expression', {
            span: { start: text.length - text.trimStart().length, end: line.length },
            hint: 'a definition evaluates nothing until it is used',
          });
        return (await this.#execute(statement, text, options)) as Answer | Truth;
      },
      history: () => this.#past,
      reset: () => {
        this.#names = createNames();
        this.#results = NO_RESULTS;
        this.#last = undefined;
        this.#lastAnswer = undefined;
        this.#past = withoutResults(this.#past);
      },
    };
  }
}
