import { EmbeddedActionsParser, type IRecognitionException } from 'chevrotain';
import { InternalError } from '../src/errors.ts';
import type { Engine } from './engine.ts';
import { type Grammar, grammarOver } from './parser.ts';
import { type Part, POLL_EVERY, type Poll, VOCABULARY } from './tokens.ts';

type ChevrotainGrammar = Grammar & EmbeddedActionsParser & { poll: Poll | undefined };

/** The rules under chevrotain. Its own lookahead is computed here, which takes some 10 ms. */
export const createGrammar = (skipValidations: boolean): ChevrotainGrammar => {
  class Chevrotain extends EmbeddedActionsParser {
    poll: Poll | undefined;
    #actions = 0;

    constructor() {
      super(VOCABULARY, { skipValidations, recoveryEnabled: false, maxLookahead: 1 });
    }

    protected override ACTION<T>(action: () => T): T {
      this.#actions += 1;
      if (this.#actions % POLL_EVERY === 0) this.poll?.();
      return super.ACTION(action);
    }
  }
  // Its methods are protected, and do what the interface says.
  const grammar = new (grammarOver(Chevrotain as unknown as new () => Engine))() as ChevrotainGrammar;
  (grammar as unknown as { performSelfAnalysis(): void }).performSelfAnalysis();
  return grammar;
};

let grammar: ChevrotainGrammar | undefined;

/** The first error that chevrotain finds in a part that could not be read; errors in what actions make of it are thrown. */
export const firstException = ({ rule, tokens }: Part, poll?: Poll): IRecognitionException => {
  grammar ??= createGrammar(true);
  grammar.poll = poll;
  grammar.input = tokens.map((token) => Object.assign(token, { tokenTypeIdx: token.tokenType.tokenTypeIdx ?? 0 }));
  grammar[rule]();
  const [exception] = grammar.errors;
  if (exception === undefined) throw new InternalError('chevrotain reads a part that the reader cannot');
  return exception;
};
