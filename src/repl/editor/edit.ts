import { type Draft, moveTo, type Range, replace } from './draft.ts';
import type { EditorState } from './state.ts';

/** So many kills can be yanked. */
const KILLS = 60;

/** A change of the text, which undo takes back; typing goes on as one change. */
export const change = (state: EditorState, draft: Draft, kind: EditorState['last'] = null): EditorState => {
  const goesOn = kind === 'type' && state.last === 'type';
  return {
    ...settle(state),
    ...draft,
    undo: goesOn || draft.text === state.text ? state.undo : { draft: draftOf(state), rest: state.undo },
    last: kind,
  };
};

/** A move of the cursor. */
export const move = (state: EditorState, at: number | undefined): EditorState =>
  at === undefined ? settle(state) : { ...settle(state), ...moveTo(state, at) };

/** What another key than the ones they wait for ends: recall, a turning yank, the menu. */
export const settle = (state: EditorState): EditorState => ({
  ...state,
  last: null,
  yank: null,
  recall: null,
  menu: null,
});

export const undo = (state: EditorState): EditorState =>
  state.undo === null ? settle(state) : { ...settle(state), ...state.undo.draft, undo: state.undo.rest };

/** Removes a range and keeps it for Ctrl-Y; kills that follow one another are one. */
export const kill = (state: EditorState, { start, end }: Range): EditorState => {
  if (start === end) return settle(state);
  const killed = state.text.slice(start, end);
  const [newest = '', ...older] = state.kills;
  const joined =
    state.last !== 'kill'
      ? [killed, ...state.kills]
      : [end <= state.cursor && start < state.cursor ? killed + newest : newest + killed, ...older];
  return { ...change(state, replace(state, { start, end }, ''), 'kill'), kills: joined.slice(0, KILLS) };
};

export const yank = (state: EditorState): EditorState => {
  const [newest] = state.kills;
  if (newest === undefined) return settle(state);
  const start = state.cursor;
  return { ...change(state, replace(state, { start, end: start }, newest), 'yank'), yank: { start, kill: 0 } };
};

/** Alt-y after Ctrl-Y: the kill before the one that was put in. */
export const turnYank = (state: EditorState): EditorState => {
  if (state.yank === null || state.last !== 'yank') return settle(state);
  const { start } = state.yank;
  const kill = (state.yank.kill + 1) % state.kills.length;
  const draft = replace(state, { start, end: state.cursor }, state.kills[kill] ?? '');
  return { ...change(state, draft, 'yank'), undo: state.undo, yank: { start, kill } };
};

export const draftOf = ({ text, cursor }: EditorState): Draft => ({ text, cursor });
