import { expect, test } from 'vitest';
import { completionScript } from '../../src/cli/completion.ts';
import { cliOptions, namesOf } from '../../src/cli/options.ts';

test.each(['bash', 'zsh', 'fish'])('%s completes every option of the help and every choice', (shell) => {
  const script = completionScript([shell]);
  for (const option of cliOptions()) {
    for (const name of namesOf(option)) {
      const written = shell !== 'fish' ? name : name.startsWith('--') ? `-l ${name.slice(2)}` : `-s ${name.slice(1)}`;
      expect(new RegExp(`${written}(?![\\w-])`).test(script)).toBe(true);
    }
    if (option.choices !== undefined && !option.flags.startsWith('--no-'))
      expect(script).toContain(option.choices.join(' '));
  }
});

test.each([[[]], [['tcsh']], [['bash', 'zsh']]])('%j is a usage error', (args) => {
  expect(() => completionScript(args)).toThrow(expect.objectContaining({ code: 'USAGE' }));
});
