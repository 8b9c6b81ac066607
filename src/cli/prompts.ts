/** What stands before a statement, and before its further lines. */
export const PROMPTS = { first: 'real> ', next: '  ... ' };
