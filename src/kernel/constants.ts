/** The named constants of the language, in the one place where the table of operations looks for them. */
export { apery } from './apery.ts';
export { catalan } from './catalan.ts';
export { e } from './e.ts';
export { eulerGamma } from './euler-gamma.ts';
export { pi } from './pi.ts';
