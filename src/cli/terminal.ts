import { fstatSync } from 'node:fs';

export const STDIN = 0;
export const STDOUT = 1;
export const STDERR = 2;

type Descriptor = typeof STDIN | typeof STDOUT | typeof STDERR;

/** Columns where there is no terminal to ask. */
const DEFAULT_COLUMNS = 80;

/** Only a character device can be a terminal; to make the stream that knows for certain takes 3 ms. */
export const isTerminal = (fd: Descriptor): boolean => fstatSync(fd).isCharacterDevice() && streamOf(fd).isTTY === true;

export const columnsOf = (fd: typeof STDOUT | typeof STDERR): number =>
  (isTerminal(fd) ? streamOf(fd).columns : undefined) || DEFAULT_COLUMNS;

const streamOf = (fd: Descriptor): { readonly isTTY?: boolean; readonly columns?: number } =>
  fd === STDIN ? process.stdin : fd === STDOUT ? process.stdout : process.stderr;
