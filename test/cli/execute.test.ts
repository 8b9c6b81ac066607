import { expect, it } from 'vitest';
import { execute, type Runner } from '../../src/cli/execute.ts';
import { Session } from '../../src/session.ts';
import { PIPED } from '../support/presentation.ts';

const shownAfter = async (before: (controller: AbortController) => void): Promise<string> => {
  const session = new Session({ settings: { threads: 0 } });
  const controller = new AbortController();
  const runner: Runner = {
    run: async (line, options) => {
      const outcome = await session.run(line, options);
      before(controller);
      return outcome;
    },
  };
  let text = '';
  const write = async (more: string): Promise<void> => {
    text += more;
  };
  await execute(
    {
      session: runner,
      how: { ...PIPED, terminal: true },
      stats: false,
      progress: 'never',
      onTerminal: () => true,
      debug: false,
      out: { closed: false, write },
      err: { closed: false, write },
    },
    { source: '<stdin>', line: 1, number: 1, text: 'sqrt(2) + pi @ 30' },
    controller.signal,
  );
  return text;
};

it('an answer that was there when Ctrl-C came is shown, without the account that is still to be made', async () => {
  const whole = await shownAfter(() => {});
  const [digits, account] = whole.split('\n');
  expect(digits).toMatch(/^4\.5558062159/);
  expect(account).toContain('steps wasted');
  expect(await shownAfter((controller) => controller.abort())).toBe(`${digits}\n`);
});
