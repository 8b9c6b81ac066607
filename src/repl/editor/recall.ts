import { change, draftOf, settle } from './edit.ts';
import type { EditorState } from './state.ts';

/** ↑: the next older line that begins with what stands before the cursor. */
export const recallOlder = (state: EditorState): EditorState => {
  const recall = state.recall ?? { prefix: state.text.slice(0, state.cursor), index: -1, origin: draftOf(state) };
  const index = state.history.findIndex(
    (line, at) => at > recall.index && line.startsWith(recall.prefix) && line !== state.text,
  );
  return index === -1 ? state : show(state, { ...recall, index });
};

/** ↓: the next newer such line, and at last what was being written. */
export const recallNewer = (state: EditorState): EditorState => {
  const { recall } = state;
  if (recall === null) return settle(state);
  const index = state.history.findLastIndex(
    (line, at) => at < recall.index && line.startsWith(recall.prefix) && line !== state.text,
  );
  return index === -1 ? { ...change(state, recall.origin), undo: state.undo } : show(state, { ...recall, index });
};

/** While lines are recalled one after the other, undo goes back to what was being written. */
const show = (state: EditorState, recall: NonNullable<EditorState['recall']>): EditorState => {
  const text = state.history[recall.index] ?? '';
  const changed = change(state, { text, cursor: text.length });
  return { ...changed, undo: state.recall === null ? changed.undo : state.undo, recall };
};
