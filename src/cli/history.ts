import {
  appendFileSync,
  chmodSync,
  mkdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname } from 'node:path';

/** So many statements are remembered. */
export const HISTORY_SIZE = 1000;
/** The file is shortened to them once it holds more than so many. */
const MOST_LINES = 2 * HISTORY_SIZE;

/** A longer one is remembered as long as its session lasts: the file is read before the first prompt. */
const MOST_CHARACTERS = 20_000;

/** A statement that is blank or starts with a blank is not remembered. */
const isKept = (statement: string): boolean => statement.trim() !== '' && !statement.startsWith(' ');

const isShort = (line: string): boolean => line.length <= MOST_CHARACTERS;

/** The history with a statement in front, unless it is not to be kept or is the last one again. */
export const remember = (history: readonly string[], statement: string): readonly string[] =>
  isKept(statement) && statement !== history[0] ? [statement, ...history].slice(0, HISTORY_SIZE) : history;

/** The statements typed in earlier sessions, the last one first; none if they cannot be read. Tends the file meanwhile. */
export const readHistory = (path: string): string[] => {
  try {
    const all = readFileSync(path, 'utf8')
      .split('\n')
      .filter((line) => line !== '');
    const lines = all.filter(isShort);
    const latest = lines.slice(-HISTORY_SIZE);
    tend(path, lines.length > MOST_LINES || lines.length < all.length ? latest : undefined);
    return latest.reverse().map(fromLine);
  } catch {
    return [];
  }
};

/** Takes the file from everybody but its owner, and puts `lines` in its place if they are given: at once, or not at all. */
const tend = (path: string, lines: readonly string[] | undefined): void => {
  try {
    const file = realpathSync(path);
    const stats = statSync(file);
    if (!stats.isFile()) return;
    if ((stats.mode & 0o077) !== 0) chmodSync(file, 0o600);
    if (lines === undefined) return;
    const written = `${file}.${process.pid}`;
    writeFileSync(written, lines.map((line) => `${line}\n`).join(''), { mode: 0o600 });
    renameSync(written, file);
  } catch {
    return;
  }
};

/** Keeps a statement, if it is one to keep; a session does not stop because its history cannot be kept. */
export const appendHistory = (path: string, statement: string): void => {
  const line = toLine(statement);
  if (!isKept(statement) || !isShort(line)) return;
  try {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    appendFileSync(path, `${line}\n`, { mode: 0o600 });
  } catch {
    return;
  }
};

/** One line of the file for a statement, which may have several. */
const toLine = (statement: string): string => statement.replaceAll('\\', '\\\\').replaceAll('\n', '\\n');

const fromLine = (line: string): string =>
  line.replace(/\\(n|\\)/g, (_, escaped: string) => (escaped === 'n' ? '\n' : '\\'));
