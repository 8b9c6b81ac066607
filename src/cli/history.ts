import { appendFileSync, mkdirSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';

export const HISTORY_SIZE = 1000;

/** The lines typed in earlier sessions, the last one first; none if they cannot be read. */
export const readHistory = (path: string): string[] => {
  try {
    const lines = readFileSync(path, 'utf8').split('\n');
    return lines
      .filter((line) => line !== '')
      .slice(-HISTORY_SIZE)
      .reverse();
  } catch {
    return [];
  }
};

/** Keeps a line, unless it is blank or starts with a blank; a session does not stop because its history cannot be kept. */
export const appendHistory = (path: string, line: string): void => {
  if (line === '' || line.startsWith(' ')) return;
  try {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    appendFileSync(path, `${line}\n`, { mode: 0o600 });
  } catch {
    return;
  }
};
