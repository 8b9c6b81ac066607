import { COMMANDS } from '../commands.ts';
import { NameError, ParseError, type RealError } from '../errors.ts';
import { FUNCTION_BY_NAME } from '../refine/functions.ts';

/** What other calculators call a command. */
const ELSEWHERE: Readonly<Record<string, string>> = { exit: 'quit', bye: 'quit' };

/** An error about a line that would be a command with a colon in front says so; `isDefined` knows the names of the user. */
export const withCommandMeant = (error: RealError, line: string, isDefined: (name: string) => boolean): RealError => {
  const [, word = '', rest = ''] = /^\s*([a-z]+)(\s.*)?$/s.exec(line) ?? [];
  const name = ELSEWHERE[word] ?? word;
  if (isDefined(word) || FUNCTION_BY_NAME.has(word) || !COMMANDS.some((command) => command.name === name)) return error;
  const meant = `:${name}${rest.length < 40 ? rest.trimEnd() : ' …'}`;
  const details = { span: error.span, hint: `a command has a colon: ${meant}` };
  if (error.code === 'NAME') return new NameError(error.message, details);
  return error.code === 'PARSE' ? new ParseError(error.message, details) : error;
};
