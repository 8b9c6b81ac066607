import { cliOptions, namesOf, takesValue } from './options.ts';

/** The command line, told apart: what commander is to read, and the words of an expression. */
export interface Arguments {
  readonly options: readonly string[];
  readonly words: readonly string[];
}

/** Every flag, and whether a value follows it. */
const valueByName = (): ReadonlyMap<string, boolean> =>
  new Map(cliOptions().flatMap((option) => namesOf(option).map((name) => [name, takesValue(option)])));

/**
 * A word with one dash is an option only if it is exactly a short flag, or -d with digits, so that `-1/3` and `-pi`
 * are expressions; two dashes are always an option; `--` ends the options. The word after an option that takes a
 * value is that value, whatever it looks like.
 */
export const classify = (argv: readonly string[]): Arguments => {
  if (argv.every((word) => !word.startsWith('-'))) return { options: [], words: argv };
  const takes = valueByName();
  const options: string[] = [];
  const words: string[] = [];
  for (let at = 0; at < argv.length; at++) {
    const word = argv[at] ?? '';
    if (word === '--') {
      words.push(...argv.slice(at + 1));
      break;
    }
    if (/^-d\d+$/.test(word)) options.push('-d', word.slice(2));
    else if (word.startsWith('--') || takes.has(word)) {
      options.push(word);
      if (takes.get(word) === true && at + 1 < argv.length) options.push(argv[++at] ?? '');
    } else words.push(word);
  }
  return { options, words };
};
