import { moveTo } from './draft.ts';
import { change, draftOf, settle } from './edit.ts';
import { boundaryBefore } from './graphemes.ts';
import type { EditorState, Search } from './state.ts';

export const startSearch = (state: EditorState): EditorState => ({
  ...settle(state),
  search: { query: '', index: null, missing: null, origin: draftOf(state) },
});

/** Ctrl-R again: an older match that is not the same line once more; where there is none, the present one stays. */
export const searchOlder = (state: EditorState, search: Search): EditorState => {
  const from = search.index === null ? 0 : search.index + 1;
  const index = state.history.findIndex((line, at) => at >= from && isOther(state, search, line));
  return index === -1
    ? found(state, { ...search, missing: 'older' })
    : found(state, { ...search, index, missing: null });
};

/** Ctrl-S: a newer one. */
export const searchNewer = (state: EditorState, search: Search): EditorState => {
  const before = search.index ?? 0;
  const index = state.history.findLastIndex((line, at) => at < before && isOther(state, search, line));
  return index === -1
    ? found(state, { ...search, missing: 'newer' })
    : found(state, { ...search, index, missing: null });
};

const isOther = ({ history }: EditorState, { query, index }: Search, line: string): boolean =>
  line.includes(query) && (index === null || line !== history[index]);

export const extendSearch = (state: EditorState, search: Search, by: string): EditorState =>
  searchFor(state, search, search.query + by, search.index ?? 0);

export const shortenSearch = (state: EditorState, search: Search): EditorState =>
  searchFor(state, search, search.query.slice(0, boundaryBefore(search.query, search.query.length)), 0);

const searchFor = (state: EditorState, search: Search, query: string, from: number): EditorState =>
  found(state, { ...search, query, missing: null, index: query === '' ? null : matchFrom(state.history, query, from) });

const matchFrom = (history: readonly string[], query: string, from: number): number | null => {
  const index = history.findIndex((line, at) => at >= from && line.includes(query));
  return index === -1 ? null : index;
};

/** Shows the match with the cursor on what was searched for, or what was being written where nothing matches. */
const found = (state: EditorState, search: Search): EditorState => {
  const line = search.index === null ? undefined : state.history[search.index];
  const shown = line === undefined ? search.origin : moveTo({ text: line, cursor: 0 }, line.indexOf(search.query));
  return { ...state, ...shown, search };
};

/** Leaves the match on the line, for undo to take back. */
export const acceptSearch = (state: EditorState, search: Search): EditorState =>
  change({ ...state, ...search.origin, search: null }, draftOf(state));

export const abandonSearch = (state: EditorState, search: Search): EditorState => ({
  ...settle(state),
  ...search.origin,
  search: null,
});
