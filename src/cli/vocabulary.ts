import { WORDS_AFTER_AT } from '../../grammar/lexer.ts';
import { COMMANDS } from '../commands.ts';
import { TOPICS } from '../help/topics.ts';
import { CONSTANTS, FUNCTIONS } from '../refine/functions.ts';
import type { Definition } from '../session/names.ts';
import { DEFAULT, findSetting, SETTINGS } from '../settings.ts';

/** Something that could stand at the cursor. */
export interface Candidate {
  /** What is inserted. */
  readonly text: string;
  /** How it is used: `root(x, n)`. */
  readonly signature: string;
  readonly help: string;
}

export interface Completion {
  /** Where the word begins that is completed. */
  readonly start: number;
  readonly candidates: readonly Candidate[];
}

/** What no table holds. */
export interface Surroundings {
  readonly definitions: () => Iterable<Definition>;
  /** The files that a path could go on to. */
  readonly files: (typed: string) => readonly string[];
}

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
  { text: 'in ', signature: 'let … in expression', help: 'ends the names of a let' },
  { text: 'mod ', signature: 'x mod y', help: 'remainder with the sign of y; % is the same' },
  { text: 'rem ', signature: 'x rem y', help: 'remainder with the sign of x' },
];

const commands: readonly Candidate[] = COMMANDS.map(({ name, signature, help }) => ({ text: name, signature, help }));

const settings: readonly Candidate[] = SETTINGS.map(({ name, placeholder, help }) => ({
  text: name,
  signature: `${name} ${placeholder}`,
  help,
}));

const valuesOf = (setting: string): readonly Candidate[] =>
  [...(findSetting(setting)?.choices ?? [])].map(([name, help]) => plain(name, help));

/** Units that are not named like the setting that they are. */
const SHORT_UNITS: Readonly<Record<string, string>> = { sf: 'digits', dp: 'places' };

/** The forms and units after an @ are settings too, and have their help from there. */
const directives: readonly Candidate[] = [...WORDS_AFTER_AT.keys()]
  .filter((word) => /^[a-z]/.test(word))
  .map((word) => {
    const setting = findSetting(SHORT_UNITS[word] ?? word);
    if (setting === undefined) return plain(word, findSetting('form')?.choices?.get(word) ?? '');
    const before = ['digits', 'places', 'bits'].includes(setting.name);
    return {
      text: word,
      signature: before ? `@ ${setting.placeholder} ${word}` : `@ ${word} ${setting.placeholder}`,
      help: setting.help,
    };
  });

const ownOf = ({ name, params }: Definition): Candidate =>
  params === undefined
    ? plain(name, 'defined in this session')
    : { text: `${name}(`, signature: `${name}(${params.join(', ')})`, help: 'defined in this session' };

/** What could stand at the cursor. */
export const completionAt = (text: string, cursor: number, surroundings: Surroundings): Completion => {
  const before = text.slice(0, cursor);
  const path = /^\s*:(?:save|load)\s+(.*)$/s.exec(before)?.[1];
  if (path !== undefined) return { start: cursor - path.length, candidates: surroundings.files(path).map(fileOf) };
  // Settings have names with a hyphen; elsewhere it is a minus.
  const last = before.startsWith(':') ? /^(.*?)([\p{L}_][\p{L}\p{N}_'-]*)?$/su : /^(.*?)([\p{L}_][\p{L}\p{N}_']*)?$/su;
  const [, head = '', word = ''] = last.exec(before) ?? [];
  const start = cursor - word.length;
  const own = [...surroundings.definitions()].map(ownOf);
  const matching = pick(head, word, own).filter((candidate) => candidate.text.startsWith(word));
  if (matching.length > 0 && (word !== '' || /[:@\s]$/.test(head))) return { start, candidates: matching };
  const call = callAround(before, [...functions, ...own]);
  return call === undefined ? { start, candidates: [] } : { start: cursor, candidates: [{ ...call, text: '' }] };
};

const fileOf = (path: string): Candidate => ({ text: path, signature: /[^/]*\/?$/.exec(path)?.[0] ?? path, help: '' });

const pick = (head: string, word: string, own: readonly Candidate[]): readonly Candidate[] => {
  const command = /^\s*:(?:([\w-]+)\s+(?:(\S+)\s+)?)?$/.exec(head);
  if (command !== null) {
    const [, name, argument] = command;
    if (name === undefined) return commands;
    return argument === undefined ? argumentsOf(name) : name === 'set' ? choicesOf(argument) : [];
  }
  if (/^\s*:/.test(head)) return [];
  const at = head.lastIndexOf('@');
  if (at !== -1) return /\bstrategy\s+$/.test(head) ? valuesOf('strategy') : directives;
  if (word === '') return [];
  return [...functions, ...constants, ...words, ...own].sort((one, other) => (one.text < other.text ? -1 : 1));
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
  findSetting(setting) === undefined
    ? []
    : [...valuesOf(setting), plain(DEFAULT, `what ${setting} is where nothing was set`)];

/** The function in whose brackets the text ends. */
const callAround = (before: string, callees: readonly Candidate[]): Candidate | undefined => {
  let depth = 0;
  for (let at = before.length - 1; at >= 0; at--) {
    const character = before[at];
    if (character === ')') depth += 1;
    if (character === '(' && --depth < 0) {
      const name = /[\p{L}_][\p{L}\p{N}_']*$/u.exec(before.slice(0, at))?.[0];
      return callees.find((candidate) => candidate.text === `${name}(`);
    }
  }
  return undefined;
};
