import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { withActions } from '../../src/cli/actions.ts';
import { present } from '../../src/cli/present.ts';
import { runStatement } from '../../src/cli/run-statement.ts';
import { COMMANDS } from '../../src/commands.ts';
import { COMMAND_PAGES } from '../../src/help/command-pages.ts';
import { helpOn } from '../../src/help/help-on.ts';
import { type Example, pageText } from '../../src/help/page.ts';
import { TOPICS } from '../../src/help/topics.ts';
import { CONSTANTS, FUNCTIONS } from '../../src/refine/functions.ts';
import { Session } from '../../src/session.ts';
import { PIPED } from '../support/presentation.ts';

const home = process.cwd();
let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'real-help-'));
  process.chdir(folder);
});
afterAll(() => {
  process.chdir(home);
  rmSync(folder, { recursive: true });
});

/** What a session shows for each line that is typed, its files and errors included. */
const replay = async (example: Example): Promise<string[]> => {
  const session = new Session();
  let text = '';
  const output = {
    closed: false,
    write: async (more: string): Promise<void> => {
      text += more;
    },
  };
  const shell = {
    session: withActions(session, async () => false),
    how: PIPED,
    stats: false,
    progress: 'never' as const,
    onTerminal: () => false,
    debug: false,
    out: output,
    err: output,
  };
  const shown: string[] = [];
  for (const [typed] of example) {
    text = '';
    const outcomes = runStatement(shell, { source: '<stdin>', line: 1, number: 1, text: typed });
    while (!(await outcomes.next()).done) {}
    shown.push(text.replace(/\n$/, ''));
  }
  await session.close();
  return shown;
};

/** The words around the figures, whatever these are and however wide. */
const withoutFigures = (shown: string): string =>
  shown
    .replaceAll(/: too quick to tell apart| +← fastest/g, '')
    .replaceAll(/\d[\d.,]*/g, '#')
    .replaceAll(/ +/g, ' ');

const pages = [...COMMAND_PAGES, ...TOPICS.map((topic) => [topic.name, topic] as const)];

describe('the example of each page shows what happens', () => {
  test.for(pages)('%s', async ([, { example }]) => {
    const shown = await replay(example);
    for (const [i, [typed, expected, varies]] of example.entries()) {
      const same = varies === undefined ? (text: string): string => text : withoutFigures;
      expect(same(shown[i] ?? ''), `after '${typed}'`).toBe(same(expected));
    }
  });
});

describe('the pages', () => {
  test('are about commands that there are, and all commands but those that only act on a screen have examples', () => {
    const names = COMMANDS.map(({ name }) => name);
    for (const name of COMMAND_PAGES.keys()) expect(names).toContain(name);
    const without = names.filter((name) => !COMMAND_PAGES.get(name)?.example.length);
    expect(without).toEqual(['copy', 'clear', 'quit']);
  });

  test('of topics have names that nothing else has', () => {
    const others = [...FUNCTIONS, ...CONSTANTS, ...COMMANDS].map(({ name }) => name);
    for (const { name } of TOPICS) expect(others).not.toContain(name);
  });

  test('are broken between words where a window ends, in the overview too', () => {
    const overview = helpOn({ text: '', span: { start: 0, end: 0 } }, COMMANDS);
    const LINE = { source: '<stdin>', line: 1, number: 1, text: '' };
    const words = (text: string): readonly string[] => text.split(/\s+/);
    for (const text of [overview, ...pages.map(([name, page]) => pageText(name, page))]) {
      const shown = present(LINE, { kind: 'message', text, isProse: true }, { ...PIPED, columns: 72 }).out.trimEnd();
      expect(words(shown)).toEqual(words(text));
      for (const row of shown.split('\n')) expect(row.length).toBeLessThanOrEqual(72);
    }
  });

  test('are shown by :help, each', async () => {
    const session = new Session();
    for (const [name, page] of pages) {
      const topic = COMMANDS.some((command) => command.name === name) ? `:${name}` : name;
      const outcome = await session.run(`:help ${topic}`);
      const text = outcome.kind === 'message' ? outcome.text : '';
      const [, ...lines] = pageText('', page).split('\n');
      expect(text.split('\n').slice(1)).toEqual(lines);
    }
  });
});
