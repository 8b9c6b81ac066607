import { WORDS_AFTER_AT } from '../../grammar/lexer.ts';
import { COMMANDS } from '../commands.ts';
import { TOPICS } from '../help/topics.ts';
import { CONSTANTS, FUNCTIONS } from '../refine/functions.ts';
import { findSetting, SETTINGS } from '../settings.ts';
import type { Candidate } from './editor/state.ts';

/** What can be written, from the tables that the session and the documentation are made from. */

const plain = (text: string, help: string): Candidate => ({ text, signature: text, help });

const functions: readonly Candidate[] = FUNCTIONS.map(({ name, signature, help }) => ({
  text: `${name}(`,
  signature,
  help,
}));

const constants: readonly Candidate[] = CONSTANTS.map(({ name, help }) => plain(name, help));

const words: readonly Candidate[] = [
  plain('ans', 'the last answer'),
  { text: 'let ', signature: 'let x = …, f(t) = … in …', help: 'names for one expression' },
];

const commands: readonly Candidate[] = COMMANDS.map(({ name, signature, help }) => ({ text: name, signature, help }));

const settings: readonly Candidate[] = SETTINGS.map(({ name, placeholder, help }) => ({
  text: name,
  signature: `${name} ${placeholder}`,
  help,
}));

const strategies: readonly Candidate[] = (findSetting('strategy')?.choices ?? []).map((name) =>
  plain(name, 'a strategy'),
);

/** The forms and units after an @ are settings too, and have their help from there. */
const directives: readonly Candidate[] = [...WORDS_AFTER_AT.keys()]
  .filter((word) => /^[a-z]/.test(word))
  .map((word) => {
    const setting = findSetting(word);
    if (setting === undefined) return plain(word, findSetting('form')?.choices?.includes(word) ? 'a form' : '');
    const before = ['digits', 'places', 'bits'].includes(word);
    return {
      text: word,
      signature: before ? `@ ${setting.placeholder} ${word}` : `@ ${word} ${setting.placeholder}`,
      help: setting.help,
    };
  });

export interface Completion {
  readonly start: number;
  readonly candidates: readonly Candidate[];
}

/** What could stand at the cursor: `names` are those that the user defined. */
export const completionAt = (
  text: string,
  cursor: number,
  names: (prefix: string) => readonly string[],
): Completion => {
  const before = text.slice(0, cursor);
  // Settings have names with a hyphen; elsewhere it is a minus.
  const last = before.startsWith(':') ? /^(.*?)([\p{L}_][\p{L}\p{N}_'-]*)?$/su : /^(.*?)([\p{L}_][\p{L}\p{N}_']*)?$/su;
  const [, head = '', word = ''] = last.exec(before) ?? [];
  const start = cursor - word.length;
  const offered = pick(head, word, names);
  const matching = offered.filter((candidate) => candidate.text.startsWith(word));
  if (matching.length > 0 && (word !== '' || /[:@\s]$/.test(head))) return { start, candidates: matching };
  const call = callAround(before);
  return call === undefined ? { start, candidates: [] } : { start: cursor, candidates: [{ ...call, text: '' }] };
};

const pick = (head: string, word: string, names: (prefix: string) => readonly string[]): readonly Candidate[] => {
  const command = /^\s*:(?:([\w-]+)\s+(?:(\S+)\s+)?)?$/.exec(head);
  if (command !== null) {
    const [, name, argument] = command;
    if (name === undefined) return commands;
    return argument === undefined ? argumentsOf(name) : name === 'set' ? choicesOf(argument) : [];
  }
  if (/^\s*:/.test(head)) return [];
  const at = head.lastIndexOf('@');
  if (at !== -1) return /\bstrategy\s+$/.test(head) ? strategies : directives;
  if (word === '') return [];
  const known = [...functions, ...constants, ...words];
  const taken = new Set(known.map((candidate) => candidate.text));
  const own = names(word)
    .filter((name) => !taken.has(name))
    .map((name) => plain(name, 'defined in this session'));
  return [...known, ...own].sort((one, other) => (one.text < other.text ? -1 : 1));
};

const argumentsOf = (command: string): readonly Candidate[] => {
  switch (command) {
    case 'help':
      return [
        ...functions.map((candidate) => ({ ...candidate, text: candidate.text.slice(0, -1) })),
        ...constants,
        ...commands,
        ...TOPICS.map(({ name, help }) => plain(name, help)),
      ];
    case 'set':
      return settings;
    default:
      return choicesOf(command);
  }
};

const choicesOf = (setting: string): readonly Candidate[] =>
  (findSetting(setting)?.choices ?? []).map((choice) => plain(choice, `a value of ${setting}`));

/** The function in whose brackets the text ends. */
const callAround = (before: string): Candidate | undefined => {
  let depth = 0;
  for (let at = before.length - 1; at >= 0; at--) {
    const character = before[at];
    if (character === ')') depth += 1;
    if (character === '(' && --depth < 0) {
      const name = /[\p{L}_][\p{L}\p{N}_']*$/u.exec(before.slice(0, at))?.[0];
      return functions.find((candidate) => candidate.text === `${name}(`);
    }
  }
  return undefined;
};
