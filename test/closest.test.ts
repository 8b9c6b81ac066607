import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { closest } from '../src/closest.ts';

const NAMES = ['sin', 'sinh', 'asin', 'sqrt', 'cbrt', 'floor', 'catalan', 'eulergamma', 'e', 'pi'];

test.each([
  ['sine', 'sin'],
  ['sqr', 'sqrt'],
  ['sqtr', 'sqrt'],
  ['SQRT', 'sqrt'],
  ['eulergama', 'eulergamma'],
  ['catlaan', 'catalan'],
  ['foo', undefined],
  ['potatoes', undefined],
  ['x', undefined],
])('%s means %s', (name, meant) => {
  expect(closest(name, NAMES)).toBe(meant);
});

describe('laws', () => {
  const name = fc.stringMatching(/^[a-z]{4,10}$/);

  test('a known name is its own closest', () => {
    fc.assert(fc.property(name, (known) => closest(known, [...NAMES, known]) === known));
  });

  test('one edit or one swap is always mended', () => {
    fc.assert(
      fc.property(name, fc.nat(), fc.constantFrom('', 'q'), (known, at, letter) => {
        const i = at % (known.length - 1);
        const swapped = `${known.slice(0, i)}${known[i + 1]}${known[i]}${known.slice(i + 2)}`;
        expect(closest(known.slice(0, i) + letter + known.slice(i + 1), [known])).toBe(known);
        expect(closest(known.slice(0, i) + letter + known.slice(i), [known])).toBe(known);
        expect(closest(swapped, [known])).toBe(known);
      }),
    );
  });
});
