import type { Presentation } from '../../src/cli/present.ts';
import { PLAIN } from '../../src/cli/style.ts';

/** What is shown to a program: digits alone, without colours. */
export const PIPED: Presentation = {
  json: false,
  why: false,
  quiet: false,
  terminal: false,
  abridged: false,
  columns: 80,
  out: PLAIN,
  err: PLAIN,
};
