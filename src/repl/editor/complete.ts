import type { Candidate } from '../../cli/vocabulary.ts';
import { replace } from './draft.ts';
import { change, settle } from './edit.ts';
import type { EditorState, Language, Menu } from './state.ts';

/** Tab: what the candidates have in common, then each of them in turn. */
export const complete = (state: EditorState, language: Language, step: 1 | -1): EditorState => {
  if (state.menu !== null && state.menu.candidates.length > 1) return turn(state, state.menu, step);
  const { start, candidates } = language.complete(state.text, state.cursor);
  const [only] = candidates;
  if (only === undefined) return settle(state);
  const written = state.text.slice(start, state.cursor);
  const common = candidates.length === 1 ? only.text : commonPrefix(candidates);
  const draft = common.length > written.length ? replace(state, { start, end: state.cursor }, common) : state;
  const chosen = candidates.length === 1 ? 0 : null;
  return { ...change(state, { text: draft.text, cursor: draft.cursor }), menu: { start, candidates, chosen } };
};

const turn = (state: EditorState, menu: Menu, step: 1 | -1): EditorState => {
  const count = menu.candidates.length;
  const chosen = menu.chosen === null ? (step === 1 ? 0 : count - 1) : (menu.chosen + step + count) % count;
  const draft = replace(state, { start: menu.start, end: state.cursor }, menu.candidates[chosen]?.text ?? '');
  const changed = change(state, draft);
  return { ...changed, undo: menu.chosen === null ? changed.undo : state.undo, menu: { ...menu, chosen } };
};

const commonPrefix = (candidates: readonly Candidate[]): string =>
  candidates
    .map(({ text }) => text)
    .reduce((prefix, text) => {
      let length = 0;
      while (length < prefix.length && prefix[length] === text[length]) length += 1;
      return prefix.slice(0, length);
    });
