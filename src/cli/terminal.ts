import { fstatSync, type Stats, statSync } from 'node:fs';

export const STDIN = 0;
export const STDOUT = 1;
export const STDERR = 2;

type Descriptor = typeof STDIN | typeof STDOUT | typeof STDERR;

/** Columns where there is no terminal to ask. */
const DEFAULT_COLUMNS = 80;

/** Only a character device other than /dev/null can be a terminal; to make the stream that knows for certain takes 3 ms. */
export const isTerminal = (fd: Descriptor): boolean => {
  const stats = fstatSync(fd);
  return stats.isCharacterDevice() && !isNull(stats) && streamOf(fd).isTTY === true;
};

const isNull = ({ rdev }: Stats): boolean => rdev === statSync('/dev/null', { throwIfNoEntry: false })?.rdev;

export const columnsOf = (fd: typeof STDOUT | typeof STDERR): number =>
  (isTerminal(fd) ? streamOf(fd).columns : undefined) || DEFAULT_COLUMNS;

/** The window of the terminal behind a descriptor; undefined if there is none. */
export const windowOf = (fd: typeof STDOUT | typeof STDERR): { columns: number; rows: number } | undefined => {
  if (!isTerminal(fd)) return undefined;
  const { columns = 0, rows = 0 } = streamOf(fd);
  return { columns, rows };
};

/** Whether a terminal obeys no control sequences. */
export const isDumb = ({ TERM }: Readonly<Record<string, string | undefined>>): boolean => TERM === 'dumb';

/** Whether a terminal breaks long rows anew when its window becomes narrower; all do but xterm itself and screen. */
export const reflows = ({ XTERM_VERSION, STY }: Readonly<Record<string, string | undefined>>): boolean =>
  XTERM_VERSION === undefined && STY === undefined;

const streamOf = (fd: Descriptor): { readonly isTTY?: boolean; readonly columns?: number; readonly rows?: number } =>
  fd === STDIN ? process.stdin : fd === STDOUT ? process.stdout : process.stderr;
