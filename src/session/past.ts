import type { PastStatement } from '../commands.ts';

/** So many of the last statements are listed by `:history`, each up to so many characters. */
const KEPT = 1000;
const KEPT_CHARACTERS = 1000;

/** The statements of a session with one more, unless it is blank; `result` is the number of what it came to. */
export const withStatement = (
  past: readonly PastStatement[],
  line: string,
  result: number | undefined,
): readonly PastStatement[] => {
  if (line.trim() === '') return past;
  return [...past.slice(past.length < KEPT ? 0 : 1), { text: beginningOf(line), result }];
};

/** As much of what was typed as is kept; a slice would hold on to all of a long line. */
export const beginningOf = (text: string): string =>
  text.length <= KEPT_CHARACTERS ? text : `${Buffer.from(text.slice(0, KEPT_CHARACTERS))}…`;

/** The same statements once there are no results any more. */
export const withoutResults = (past: readonly PastStatement[]): readonly PastStatement[] =>
  past.map(({ text }) => ({ text, result: undefined }));
