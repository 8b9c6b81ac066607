import { expect, it } from 'vitest';
import { PLAIN } from '../../src/cli/style.ts';
import { echo } from '../../src/repl/echo.ts';

const echoed = (text: string): string => echo(text, () => [], PLAIN);

it('shows a statement as it was typed, and only the ends of one that a terminal takes long to draw', () => {
  expect(echoed('(1 +\n2)')).toBe('real> (1 +\n  ... 2)');
  const number = '3'.repeat(100_000);
  expect(echoed(number)).toBe(`real> ${number}`);
  const long = `${number}+1`;
  const shown = echoed(long);
  expect(shown.length).toBeLessThan(1200);
  expect(shown).toMatch(/^real> 3+ … 3+\+1\n99,042 of 100,002 characters are not shown$/);
});
