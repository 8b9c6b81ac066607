import type { Prompts } from './layout.ts';

/** What stands before a statement, and before its further lines. */
export const PROMPTS: Prompts = { first: 'real> ', next: '  ... ' };
