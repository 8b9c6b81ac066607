import fc from 'fast-check';
import { openAtEnd } from '../../../grammar/parse.ts';
import type { Key } from '../../../src/repl/editor/key.ts';
import { press } from '../../../src/repl/editor/press.ts';
import type { EditorState, Effect, Language } from '../../../src/repl/editor/state.ts';

const NAMES = ['sin(', 'sinh(', 'sqrt('];

/** A language of three functions. */
const language: Language = {
  openAtEnd,
  complete: (text, cursor) => {
    const word = /[a-z]*$/.exec(text.slice(0, cursor))?.[0] ?? '';
    const candidates = NAMES.filter((name) => name.startsWith(word)).map((name) => ({
      text: name,
      signature: `${name}x)`,
      help: '',
    }));
    return { start: cursor - word.length, candidates: word === '' ? [] : candidates };
  },
};

/** A key by its chord, as the terminal sends it. */
export const key = (chord: string): Key => {
  const [, prefix, name = ''] = /^(?:([CMS])-)?(.+)$/s.exec(chord) ?? [];
  if (chord === 'C-_') return { sequence: '\x1f' };
  const sequence = name.length === 1 && prefix === undefined ? name : `\x1b${name}`;
  return { sequence, name, ctrl: prefix === 'C', meta: prefix === 'M', shift: prefix === 'S' };
};

/** Keys that type a text, a code point each, as a terminal sends it. */
export const typing = (text: string): Key[] => Array.from(text, (sequence) => ({ sequence }));

export const pasting = (text: string): Key[] => [key('paste-start'), ...typing(text), key('paste-end')];

export const play = (state: EditorState, keys: readonly Key[]): { state: EditorState; effects: Effect[] } => {
  const effects: Effect[] = [];
  for (const each of keys) {
    const step = press(state, each, language);
    state = step.state;
    effects.push(...step.effects);
  }
  return { state, effects };
};

/** Characters that a cursor must not split or that have no width of their own: marks, joiners, flags, wide ones. */
const character = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(...'ab1 (+)_.') },
  fc.constantFrom(
    'é',
    'e\u0301',
    '\u0301',
    '漢',
    '👩',
    '\u200d',
    '👧',
    '🇩',
    '🇪',
    '한',
    '\u1100',
    '\u1161',
    '√',
    '\u202e',
  ),
);

export const text = fc.array(character, { maxLength: 12 }).map((parts) => parts.join(''));

const CHORDS = [
  ...['left', 'right', 'home', 'end', 'up', 'down', 'backspace', 'delete', 'tab', 'S-tab', 'return', 'escape'],
  ...['C-a', 'C-e', 'C-b', 'C-f', 'C-d', 'C-h', 'C-k', 'C-u', 'C-w', 'C-y', 'C-t', 'C-_', 'C-r', 'C-s', 'C-g', 'C-p'],
  ...['C-n', 'C-c', 'C-l', 'C-left', 'C-right', 'M-b', 'M-f', 'M-d', 'M-y', 'M-backspace', 'M-<', 'M->', 'f5', 'C-x'],
];

export const anyKeys = fc
  .array(
    fc.oneof(
      { weight: 3, arbitrary: text.map(typing) },
      { weight: 4, arbitrary: fc.constantFrom(...CHORDS).map((chord) => [key(chord)]) },
      fc.array(text, { maxLength: 4 }).map((lines) => pasting(lines.join('\n'))),
    ),
    { maxLength: 25 },
  )
  .map((groups) => groups.flat());
