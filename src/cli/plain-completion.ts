import type { Candidate, Completion } from './vocabulary.ts';

/** What readline asks to be completed, and how it is answered: the texts that could stand there, and what stands there. */
export type Completer = (line: string, answer: (error: null, completion: [string[], string]) => void) => void;

/** More candidates are counted and not listed. */
const LISTED = 20;

/**
 * Tab in lines that are not redrawn: what the candidates have in common is put in; where that is nothing, or there is
 * but one, they are listed, a line each: how it is used, and what for.
 */
export const completerOf =
  (
    complete: (line: string) => Completion & { readonly word: string },
    list: (rows: readonly string[]) => void,
  ): Completer =>
  (line, answer) => {
    const { candidates, word } = complete(line);
    const texts = candidates.map(({ text }) => text);
    const adds =
      texts.length > 0 && texts.every((text) => text[word.length] === texts[0]?.[word.length] && text !== word);
    // Readline would list names alone, so it is not told of what adds nothing.
    answer(null, [adds ? texts : [], word]);
    if (candidates.length === 1 || (candidates.length > 1 && !adds)) list(rowsOf(candidates));
  };

const rowsOf = (candidates: readonly Candidate[]): readonly string[] => {
  const shown = candidates.slice(0, LISTED);
  const width = Math.max(...shown.map(({ signature }) => signature.length));
  const rows = shown.map(({ signature, help }) => `${signature.padEnd(width)}  ${help}`.trimEnd());
  return candidates.length === shown.length ? rows : [...rows, `+${candidates.length - shown.length} more`];
};
