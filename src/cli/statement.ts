import type { RealError } from '../errors.ts';

/** One line to run, and where it came from. */
export interface Statement {
  /** `<stdin>`, `<arg>`, `<-e 2>` or the name of a file. */
  readonly source: string;
  /** The line within that source. */
  readonly line: number;
  /** The `line` of JSON: that of a file, and the running number of what was given with -e. */
  readonly number: number;
  readonly text: string;
  /** Why it cannot be run at all: it is not text, or too long. */
  readonly problem?: RealError;
}
