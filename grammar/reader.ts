import type { TokenType } from 'chevrotain';
import type { Alternative, Engine, Separated } from './engine.ts';
import LOOKAHEAD from './lookahead.json' with { type: 'json' };
import { type Grammar, grammarOver } from './parser.ts';
import type { Part, Token } from './tokens.ts';

/** What is thrown where the tokens are no sentence of the rule. */
const UNREADABLE = Symbol('unreadable');

/** For each alternative, the runs of tokens that it may begin with. */
type Decision = readonly (readonly (readonly string[])[])[];

const DECISIONS: ReadonlyMap<string, string> = new Map(Object.entries(LOOKAHEAD));
const decisions = new Map<string, Decision>();

const decisionOf = (place: string): Decision => {
  let decision = decisions.get(place);
  if (decision === undefined) {
    const text = DECISIONS.get(place) ?? '';
    decision = text.split(' | ').map((paths) => paths.split(', ').map((path) => path.split(' ').filter(Boolean)));
    decisions.set(place, decision);
  }
  return decision;
};

/**
 * Runs the rules over tokens by lookahead that was computed beforehand (lookahead.json): chevrotain computes it at every
 * start, which takes as long as all else that a short line costs. Whatever is not as it should be ends the reading.
 */
class Reader implements Engine {
  tokens: readonly Token[] = [];
  position = 0;
  #rule = '';

  RULE<T>(name: string, body: () => T): () => T {
    return () => {
      const outer = this.#rule;
      this.#rule = name;
      const value = body();
      this.#rule = outer;
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
    const isNext = (name: string, i: number): boolean => this.tokens[this.position + i]?.tokenType.name === name;
    return decisionOf(`${this.#rule} ${place}`).findIndex((paths) => paths.some((path) => path.every(isNext)));
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

const rules = new (grammarOver(Reader))() as Reader & Grammar;

/** What the tokens of a part come to, all of them read by its rule; undefined where that cannot be done. */
export const readPart = ({ rule, tokens }: Part): { readonly value: unknown } | undefined => {
  rules.tokens = tokens;
  rules.position = 0;
  try {
    const value: unknown = rules[rule]();
    return rules.position === tokens.length ? { value } : undefined;
  } catch (error) {
    if (error === UNREADABLE) return undefined;
    throw error;
  }
};
