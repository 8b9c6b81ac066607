import type { TokenType } from 'chevrotain';
import type { Alternative, Engine, Separated } from './engine.ts';
import LOOKAHEAD from './lookahead.json' with { type: 'json' };
import { type Grammar, grammarOver } from './parser.ts';
import { type Part, POLL_EVERY, type Poll, type Token } from './tokens.ts';

/** What is thrown where the tokens are no sentence of the rule. */
const UNREADABLE = Symbol('unreadable');

/** An alternative, by its number, and a run of tokens that it may begin with. */
interface Path {
  readonly alternative: number;
  readonly tokens: readonly string[];
}

/** What a rule chooses between at one place. */
interface Decision {
  readonly paths: readonly Path[];
  /** Of these, those that the next token leaves, found when it first comes here; undefined is the end. */
  readonly likely: Map<TokenType | undefined, readonly Path[]>;
}

const PATHS: ReadonlyMap<string, string> = new Map(Object.entries(LOOKAHEAD));

const decisionAt = (rule: string, place: string): Decision => {
  const alternatives = (PATHS.get(`${rule} ${place}`) ?? '').split(' | ');
  const paths = alternatives.flatMap((runs, alternative) =>
    runs.split(', ').map((run): Path => ({ alternative, tokens: run.split(' ').filter(Boolean) })),
  );
  return { paths, likely: new Map() };
};

/**
 * Runs the rules over tokens by lookahead that was computed beforehand (lookahead.json): chevrotain computes it at every
 * start, which takes as long as all else that a short line costs. Whatever is not as it should be ends the reading.
 */
class Reader implements Engine {
  tokens: readonly Token[] = [];
  position = 0;
  poll: Poll | undefined;
  /** Tokens of all parts: most are short. */
  #read = 0;
  /** The decisions of the rule at hand. */
  #decisions = decisionsOf('');

  RULE<T>(name: string, body: () => T): () => T {
    const decisions = decisionsOf(name);
    return () => {
      const outer = this.#decisions;
      this.#decisions = decisions;
      const value = body();
      this.#decisions = outer;
      return value;
    };
  }

  ACTION<T>(action: () => T): T {
    return action();
  }

  CONSUME(type: TokenType): Token {
    const token = this.tokens[this.position];
    if (token?.tokenType !== type) throw UNREADABLE;
    this.position += 1;
    this.#read += 1;
    if (this.#read % POLL_EVERY === 0) this.poll?.();
    return token;
  }

  OPTION<T>(body: () => T): T | undefined {
    return this.#option('OPTION', body);
  }

  OPTION2<T>(body: () => T): T | undefined {
    return this.#option('OPTION2', body);
  }

  MANY(body: () => void): void {
    this.#many('MANY', body);
  }

  MANY2(body: () => void): void {
    this.#many('MANY2', body);
  }

  MANY_SEP({ SEP, DEF }: Separated): void {
    if (this.#choice('MANY_SEP') === 0) this.AT_LEAST_ONE_SEP({ SEP, DEF });
  }

  AT_LEAST_ONE_SEP({ SEP, DEF }: Separated): void {
    DEF();
    while (this.tokens[this.position]?.tokenType === SEP) {
      this.position += 1;
      DEF();
    }
  }

  OR<T>(alternatives: readonly Alternative<T>[] | { DEF: readonly Alternative<T>[] }): T {
    return this.#or('OR', 'DEF' in alternatives ? alternatives.DEF : alternatives);
  }

  OR2<T>(alternatives: readonly Alternative<T>[]): T {
    return this.#or('OR2', alternatives);
  }

  SUBRULE<T>(rule: () => T): T {
    return rule();
  }

  CONSUME2 = this.CONSUME;
  CONSUME3 = this.CONSUME;
  SUBRULE2 = this.SUBRULE;
  SUBRULE3 = this.SUBRULE;
  SUBRULE4 = this.SUBRULE;

  /** The first alternative that may begin with the next tokens, or −1. */
  #choice(place: string): number {
    const decision = this.#decisions(place);
    const next = this.tokens[this.position]?.tokenType;
    let likely = decision.likely.get(next);
    if (likely === undefined) {
      likely = decision.paths.filter(({ tokens: [first] }) => first === undefined || first === next?.name);
      decision.likely.set(next, likely);
    }
    for (const { alternative, tokens } of likely)
      if (tokens.every((name, i) => this.tokens[this.position + i]?.tokenType.name === name)) return alternative;
    return -1;
  }

  #option<T>(place: string, body: () => T): T | undefined {
    return this.#choice(place) === 0 ? body() : undefined;
  }

  #many(place: string, body: () => void): void {
    while (this.#choice(place) === 0) body();
  }

  #or<T>(place: string, alternatives: readonly Alternative<T>[]): T {
    const alternative = alternatives[this.#choice(place)];
    if (alternative === undefined) throw UNREADABLE;
    return alternative.ALT();
  }
}

/** Finds the decisions of one rule by their places, each made when it is first asked for. */
const decisionsOf = (rule: string): ((place: string) => Decision) => {
  const known = new Map<string, Decision>();
  return (place) => {
    let decision = known.get(place);
    if (decision === undefined) {
      decision = decisionAt(rule, place);
      known.set(place, decision);
    }
    return decision;
  };
};

const rules = new (grammarOver(Reader))() as Reader & Grammar;

/** What the tokens of a part come to, all of them read by its rule; undefined where that cannot be done. */
export const readPart = ({ rule, tokens }: Part, poll?: Poll): { readonly value: unknown } | undefined => {
  rules.tokens = tokens;
  rules.poll = poll;
  rules.position = 0;
  try {
    const value: unknown = rules[rule]();
    return rules.position === tokens.length ? { value } : undefined;
  } catch (error) {
    if (error === UNREADABLE) return undefined;
    throw error;
  }
};
