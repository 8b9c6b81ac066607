import type { Candidate, Completion } from '../../cli/vocabulary.ts';
import type { Draft } from './draft.ts';
import { EMPTY } from './draft.ts';

/** What Tab offers: the candidates for the text from `start` to the cursor, or what is known of the call around it. */
export interface Menu {
  readonly start: number;
  readonly candidates: readonly Candidate[];
  /** The candidate that stands in the text; null while it holds only what they have in common. */
  readonly chosen: number | null;
}

/** Ctrl-R: the newest line of the history, from `index` on, that holds `query`. */
export interface Search {
  readonly query: string;
  /** Where in the history the match is; null if there is none. */
  readonly index: number | null;
  /** Where a further match was asked for in vain. */
  readonly missing: 'older' | 'newer' | null;
  /** What Ctrl-G goes back to. */
  readonly origin: Draft;
}

/** ↑ and ↓: the lines of the history that begin with `prefix`. */
interface Recall {
  readonly prefix: string;
  readonly index: number;
  /** What was being written, which ↓ comes back to. */
  readonly origin: Draft;
}

/** Text that Ctrl-Y put in, which Alt-y replaces by what was killed before it. */
interface Yank {
  readonly start: number;
  readonly kill: number;
}

/** Drafts to go back to, the newest first. */
export interface Undo {
  readonly draft: Draft;
  readonly rest: Undo | null;
}

/** Everything the line editor knows; plain data, changed by `press` alone. */
export interface EditorState extends Draft {
  readonly undo: Undo | null;
  /** What was killed, the newest first. */
  readonly kills: readonly string[];
  /** What the last key did where that matters to the next: typing goes on, kills join, a yank can be turned. */
  readonly last: 'type' | 'kill' | 'yank' | null;
  readonly yank: Yank | null;
  /** What was submitted, the newest first. */
  readonly history: readonly string[];
  readonly recall: Recall | null;
  readonly search: Search | null;
  readonly menu: Menu | null;
  /** What a bracketed paste has brought so far; null outside of one. */
  readonly paste: string | null;
}

export const createEditor = (history: readonly string[] = []): EditorState => ({
  ...EMPTY,
  undo: null,
  kills: [],
  last: null,
  yank: null,
  history,
  recall: null,
  search: null,
  menu: null,
  paste: null,
});

/** What the editor asks of its owner. */
export type Effect =
  | { readonly kind: 'submit'; readonly text: string }
  /** Ctrl-C on an empty line: there is nothing here to interrupt. */
  | { readonly kind: 'interrupt' }
  | { readonly kind: 'leave' }
  | { readonly kind: 'clear' }
  | { readonly kind: 'suspend' };

export interface Step {
  readonly state: EditorState;
  readonly effects: readonly Effect[];
}

/** What the editor has to know of the language. */
export interface Language {
  /** How many parentheses are open at the end of a line, after `before` ones, so that another line follows; 0 for none. */
  readonly openAtEnd: (line: string, before?: number) => number;
  /** What could be completed at the cursor. */
  readonly complete: (text: string, cursor: number) => Completion;
}
