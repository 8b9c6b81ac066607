import { remember } from '../../cli/history.ts';
import { complete } from './complete.ts';
import * as draft from './draft.ts';
import { change, kill, move, settle, turnYank, undo, yank } from './edit.ts';
import { chordOf, type Key, textOf } from './key.ts';
import { recallNewer, recallOlder } from './recall.ts';
import {
  abandonSearch,
  acceptSearch,
  extendSearch,
  searchNewer,
  searchOlder,
  shortenSearch,
  startSearch,
} from './search.ts';
import type { EditorState, Effect, Language, Step } from './state.ts';

/** What one key does to the editor, and what it asks of the session. */
export const press = (state: EditorState, key: Key, language: Language): Step => {
  const chord = chordOf(key);
  if (state.paste !== null) return pressInPaste(state, state.paste, key, language);
  if (chord === 'paste-start') return quiet({ ...leaveSearch(state), paste: '' });
  if (state.search !== null) return pressInSearch(state, state.search, key, chord, language);
  if (chord === undefined) return type(state, key);
  const action = ACTIONS[chord];
  return action === undefined ? quiet(settle(state)) : action(state, language);
};

/** The end of a paste may never come, so Ctrl-C is none of its text: it drops what there is, and means what it always does. */
const pressInPaste = (state: EditorState, paste: string, key: Key, language: Language): Step => {
  // An escape at the end of what is pasted makes the mark behind it a key with Alt.
  if (key.name === 'paste-end') return insertLines({ ...state, paste: null }, textOf(paste), language);
  if (chordOf(key) === 'C-c') return press({ ...state, paste: null }, key, language);
  return quiet({ ...state, paste: paste + key.sequence });
};

const quiet = (state: EditorState): Step => ({ state, effects: [] });

const asking = (state: EditorState, kind: Exclude<Effect['kind'], 'submit'>): Step => ({ state, effects: [{ kind }] });

const type = (state: EditorState, key: Key): Step => {
  const text = textOf(key.sequence);
  return quiet(text === '' || key.ctrl ? settle(state) : change(state, draft.insert(state, text), 'type'));
};

const submit = (state: EditorState): Step => {
  const { text } = state;
  const empty = change(state, draft.EMPTY);
  return {
    state: { ...empty, undo: null, history: remember(state.history, text) },
    effects: [{ kind: 'submit', text }],
  };
};

/** Enter: one more line while a parenthesis is open, else the statement. */
const enter = (state: EditorState, language: Language): Step =>
  language.openAtEnd(state.text) > 0 ? quiet(change(state, draft.insert(state, '\n'))) : submit(state);

/** A paste: every statement that it completes is submitted, and what follows the last line end stays to be edited. */
const insertLines = (state: EditorState, pasted: string, language: Language): Step => {
  const after = state.text.slice(state.cursor);
  const lines = pasted.split('\n');
  const last = lines.pop() ?? '';
  let current = quiet(state);
  let pending = state.text.slice(0, state.cursor);
  let open = 0;
  for (const line of lines) {
    open = language.openAtEnd(open > 0 ? line : pending + line, open);
    pending += line;
    if (open > 0) {
      pending += '\n';
      continue;
    }
    const { state: next, effects } = submit({ ...current.state, text: pending, cursor: pending.length });
    current = { state: next, effects: [...current.effects, ...effects] };
    pending = '';
  }
  const cursor = pending.length + last.length;
  const base = lines.length === 0 ? current.state : { ...current.state, ...draft.EMPTY };
  const text = pending + last + after;
  return { state: change(base, draft.moveTo({ text, cursor }, cursor)), effects: current.effects };
};

/** Ctrl-C clears what is typed, and undo brings it back; where nothing is, it is the owner's. */
const interrupt = (state: EditorState): Step =>
  state.text === '' ? asking(settle(state), 'interrupt') : quiet(change(state, draft.EMPTY));

const remove = (state: EditorState, start: number, end: number): Step =>
  quiet(start === end ? settle(state) : change(state, draft.replace(state, { start, end }, '')));

type Action = (state: EditorState, language: Language) => Step;

const going =
  (to: (state: EditorState) => number | undefined): Action =>
  (state) =>
    quiet(move(state, to(state)));
const killing =
  (range: (state: EditorState) => draft.Range): Action =>
  (state) =>
    quiet(kill(state, range(state)));
const changing =
  (by: (state: EditorState) => EditorState): Action =>
  (state) =>
    quiet(by(state));
const completing =
  (step: 1 | -1): Action =>
  (state, language) =>
    quiet(complete(state, language, step));

const start = going(draft.lineStart);
const end = going(draft.lineEnd);
const left = going(draft.left);
const right = going(draft.right);
const wordLeft = going(draft.wordLeft);
const wordRight = going(draft.wordRight);

/** While lines are recalled, ↑ and ↓ go through the history; in a text of several lines they go through those first. */
const up = changing((state) => {
  const above = state.recall === null ? draft.lineAbove(state) : undefined;
  return above === undefined ? recallOlder(state) : move(state, above);
});
const down = changing((state) => {
  const below = state.recall === null ? draft.lineBelow(state) : undefined;
  return below === undefined ? recallNewer(state) : move(state, below);
});

const erase: Action = (state) => remove(state, draft.left(state), state.cursor);
const eraseNext = (state: EditorState): Step => remove(state, state.cursor, draft.right(state));
const killWordLeft = killing((state) => ({ start: draft.wordLeft(state), end: state.cursor }));
const killWordRight = killing((state) => ({ start: state.cursor, end: draft.wordRight(state) }));

/** At the end of a line Ctrl-K joins the next one to it. */
const killToEnd = killing((state) => {
  const end = draft.lineEnd(state);
  return { start: state.cursor, end: end === state.cursor ? draft.right(state) : end };
});

/** The keys, named as `chordOf` names them. */
const ACTIONS: Readonly<Record<string, Action>> = {
  left,
  right,
  'C-b': left,
  'C-f': right,
  home: start,
  end,
  'C-a': start,
  'C-e': end,
  'C-left': wordLeft,
  'C-right': wordRight,
  'M-left': wordLeft,
  'M-right': wordRight,
  'M-b': wordLeft,
  'M-f': wordRight,
  'M-<': going(() => 0),
  'M->': going(({ text }) => text.length),
  up,
  down,
  'C-p': changing(recallOlder),
  'C-n': changing(recallNewer),
  'C-r': changing(startSearch),
  backspace: erase,
  'C-h': erase,
  delete: eraseNext,
  'C-d': (state) => (state.text === '' ? asking(settle(state), 'leave') : eraseNext(state)),
  'C-k': killToEnd,
  'C-u': killing((state) => ({ start: draft.lineStart(state), end: state.cursor })),
  'C-w': killing((state) => ({ start: draft.blankLeft(state), end: state.cursor })),
  'M-backspace': killWordLeft,
  'C-backspace': killWordLeft,
  'M-d': killWordRight,
  'C-delete': killWordRight,
  'C-y': changing(yank),
  'M-y': changing(turnYank),
  'C-_': changing(undo),
  'C-t': changing((state) => change(state, draft.transpose(state))),
  tab: completing(1),
  'S-tab': completing(-1),
  return: enter,
  'C-c': interrupt,
  'C-l': (state) => asking(state, 'clear'),
  'C-z': (state) => asking(settle(state), 'suspend'),
};

/** Ctrl-R: what is typed extends the search; a key that means something else first takes the match. */
const pressInSearch = (
  state: EditorState,
  search: NonNullable<EditorState['search']>,
  key: Key,
  chord: string | undefined,
  language: Language,
): Step => {
  switch (chord) {
    case undefined: {
      const text = textOf(key.sequence);
      return quiet(text === '' || key.ctrl ? state : extendSearch(state, search, text));
    }
    case 'C-r':
      return quiet(searchOlder(state, search));
    case 'C-s':
      return quiet(searchNewer(state, search));
    case 'backspace':
    case 'C-h':
      return quiet(shortenSearch(state, search));
    case 'C-g':
      return quiet(abandonSearch(state, search));
    case 'escape':
      return quiet(acceptSearch(state, search));
    case 'C-c':
      return quiet(change(abandonSearch(state, search), draft.EMPTY));
    default:
      return press(acceptSearch(state, search), key, language);
  }
};

const leaveSearch = (state: EditorState): EditorState =>
  state.search === null ? state : acceptSearch(state, state.search);
