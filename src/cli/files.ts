import { type Dirent, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { withHome } from './user-files.ts';

/** The files that a path could go on to, folders with a slash; hidden ones only where a dot was typed. */
export const filesAt = (typed: string): string[] => {
  if (typed === '~') return ['~/'];
  const end = typed.lastIndexOf('/') + 1;
  const [written, prefix] = [typed.slice(0, end), typed.slice(end)];
  const folder = written === '' ? '.' : withHome(written);
  return entriesOf(folder)
    .filter(({ name }) => name.startsWith(prefix) && (prefix !== '' || !name.startsWith('.')) && canBeWritten(name))
    .map((entry) => written + entry.name + (isFolder(folder, entry) ? '/' : ''))
    .sort();
};

/** A command ends at a comment and at the end of the line. */
const canBeWritten = (name: string): boolean => !/(?:^|\s)#|\s$|[\p{Cc}\p{Cs}]/u.test(name);

const entriesOf = (folder: string): readonly Dirent[] => {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch {
    return [];
  }
};

const isFolder = (folder: string, entry: Dirent): boolean => {
  if (!entry.isSymbolicLink()) return entry.isDirectory();
  try {
    return statSync(join(folder, entry.name)).isDirectory();
  } catch {
    return false;
  }
};
