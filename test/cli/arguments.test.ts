import fc from 'fast-check';
import { expect, test } from 'vitest';
import { classify } from '../../src/cli/arguments.ts';
import { cliOptions, namesOf } from '../../src/cli/options.ts';

const FLAGS = new Set(cliOptions().flatMap(namesOf));

test('a word with one dash that is no listed flag is part of the expression', () => {
  const word = fc
    .string({ minLength: 1 })
    .map((rest) => `-${rest}`)
    .filter((candidate) => !candidate.startsWith('--') && !FLAGS.has(candidate) && !/^-d\d+$/.test(candidate));
  fc.assert(
    fc.property(word, (candidate) => {
      expect(classify([candidate]).words).toEqual([candidate]);
    }),
  );
});

test('every word is an option or part of the expression, in its order', () => {
  const word = fc.oneof(fc.constantFrom(...FLAGS), fc.constantFrom('1', '-', '+', '-1/3', '-pi', 'bench', '--what'));
  fc.assert(
    fc.property(fc.array(word), (argv) => {
      const { options, words } = classify(argv);
      expect([...options, ...words].sort()).toEqual([...argv].sort());
      expect(argv.filter((each) => words.includes(each) && !options.includes(each))).toEqual(
        words.filter((each) => !options.includes(each)),
      );
    }),
  );
});

test.each([
  { argv: ['-1/3'], options: [], words: ['-1/3'] },
  { argv: ['5', '-', '3'], options: [], words: ['5', '-', '3'] },
  { argv: ['-d50', 'pi'], options: ['-d', '50'], words: ['pi'] },
  { argv: ['pi', '-d', '50'], options: ['-d', '50'], words: ['pi'] },
  { argv: ['-e', '-1', '-e', '--x'], options: ['-e', '-1', '-e', '--x'], words: [] },
  { argv: ['-x', '--', '-x', '--json', '--'], options: ['-x'], words: ['-x', '--json', '--'] },
  { argv: ['--digits=50', '1'], options: ['--digits=50'], words: ['1'] },
  { argv: ['--digits'], options: ['--digits'], words: [] },
  { argv: ['-xq'], options: [], words: ['-xq'] },
])('$argv', ({ argv, options, words }) => {
  expect(classify(argv)).toEqual({ options, words });
});
