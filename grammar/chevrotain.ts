import { EmbeddedActionsParser, type IRecognitionException } from 'chevrotain';
import { InternalError } from '../src/errors.ts';
import type { Engine } from './engine.ts';
import { type Grammar, grammarOver } from './parser.ts';
import { type Part, VOCABULARY } from './tokens.ts';

/** The rules under chevrotain. Its own lookahead is computed here, which takes some 10 ms. */
export const createGrammar = (skipValidations: boolean) => {
  class Chevrotain extends EmbeddedActionsParser {
    constructor() {
      super(VOCABULARY, { skipValidations, recoveryEnabled: false, maxLookahead: 1 });
    }
  }
  // Its methods are protected, and do what the interface says.
  const grammar = new (grammarOver(Chevrotain as unknown as new () => Engine))() as Grammar & EmbeddedActionsParser;
  (grammar as unknown as { performSelfAnalysis(): void }).performSelfAnalysis();
  return grammar;
};

let grammar: ReturnType<typeof createGrammar> | undefined;

/** The first error that chevrotain finds in a part that could not be read; errors in what actions make of it are thrown. */
export const firstException = ({ rule, tokens }: Part): IRecognitionException => {
  grammar ??= createGrammar(true);
  grammar.input = tokens.map((token) => Object.assign(token, { tokenTypeIdx: token.tokenType.tokenTypeIdx ?? 0 }));
  grammar[rule]();
  const [exception] = grammar.errors;
  if (exception === undefined) throw new InternalError('chevrotain reads a part that the reader cannot');
  return exception;
};
