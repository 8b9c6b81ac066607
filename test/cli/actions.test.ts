import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { clipboardSequence, withActions } from '../../src/cli/actions.ts';
import type { Outcome } from '../../src/outcome.ts';
import { Session } from '../../src/session.ts';

let home = '';
beforeAll(() => {
  home = mkdtempSync(join(tmpdir(), 'real-test-'));
});
afterAll(() => {
  rmSync(home, { recursive: true });
});

/** What the lines come to, and what was copied, where there is a clipboard. */
const outcomesOf = async (lines: readonly string[], clipboard: boolean) => {
  const copied: string[] = [];
  const runner = withActions(new Session(), async (text) => {
    copied.push(text);
    return clipboard;
  });
  const outcomes: Outcome[] = [];
  for (const line of lines) outcomes.push(await runner.run(line));
  return { outcomes, copied };
};

describe('what commands ask of the front end', () => {
  test(':full is all of the last answer, whatever came after it', async () => {
    const { outcomes } = await outcomesOf(['1/7 @ 3000', '1/0', 'x = 2', ':full'], true);
    expect(outcomes[3]).toEqual({ kind: 'message', text: expect.stringMatching(/^0\.(142857){500}$/) });
  });

  test(':copy hands it to the clipboard, or says that there is none', async () => {
    expect(await outcomesOf(['2/3 @ 5', ':copy'], true)).toMatchObject({
      copied: ['0.66667'],
      outcomes: [{}, { kind: 'message', text: 'sent 7 characters to the clipboard of the terminal (OSC 52)' }],
    });
    const { outcomes } = await outcomesOf(['2/3 @ 5', ':copy'], false);
    expect(outcomes[1]).toMatchObject({ kind: 'failure', error: { code: 'IO' } });
    expect(clipboardSequence('√2')).toBe('\x1b]52;c;4oiaMg==\x07');
  });

  test(':save writes it, and reports what cannot be written', async () => {
    const file = join(home, 'answer.txt');
    const { outcomes } = await outcomesOf(['2/3 @ 5', `:save ${file}`, `:save ${home}`, ':save'], true);
    expect(readFileSync(file, 'utf8')).toBe('0.66667\n');
    expect(outcomes.slice(1)).toMatchObject([
      { kind: 'message', text: `saved in ${file}` },
      {
        kind: 'failure',
        error: {
          code: 'IO',
          message: `cannot write ${home}: it is a directory`,
          span: { start: 6, end: 6 + home.length },
        },
      },
      { kind: 'failure', error: { code: 'PARSE' } },
    ]);
  });

  test(':save says that it replaces a file', async () => {
    const file = join(home, 'twice.txt');
    const { outcomes } = await outcomesOf(['1', `:save ${file}`, `:save ${file}`, ':save /dev/null'], true);
    expect(outcomes.slice(1)).toMatchObject([
      { text: `saved in ${file}` },
      { text: `replaced ${file}` },
      { text: 'saved in /dev/null' },
    ]);
  });

  test('~ is the home of the user, for :save and :load', async () => {
    vi.stubEnv('HOME', home);
    const { outcomes } = await outcomesOf(['2/3 @ 5', ':save ~/here.txt', ':load ~/here.txt', ':load ~other'], true);
    vi.unstubAllEnvs();
    expect(readFileSync(join(home, 'here.txt'), 'utf8')).toBe('0.66667\n');
    expect(outcomes.slice(1)).toMatchObject([
      { text: `saved in ${join(home, 'here.txt')}` },
      { action: 'load', path: join(home, 'here.txt') },
      { action: 'load', path: '~other' },
    ]);
  });

  test.each([':full', ':copy', ':save x'])('%s needs an answer', async (line) => {
    const { outcomes } = await outcomesOf([line], true);
    expect(outcomes).toMatchObject([{ kind: 'failure', error: { code: 'NAME', message: 'there is no result yet' } }]);
  });
});
