import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { generatedSections, withSections } from '../docs/generate.ts';
import { evaluate } from '../src/index.ts';
import { CONSTANTS, FUNCTIONS } from '../src/refine/functions.ts';

/** The repository, whose dist/ was built; `npm run build` makes it. */
const ROOT = fileURLToPath(new URL('..', import.meta.url));

let home = '';
beforeAll(() => {
  home = mkdtempSync(join(tmpdir(), 'real-docs-'));
  mkdirSync(join(home, 'bin'));
  symlinkSync(join(ROOT, 'dist', 'real.cjs'), join(home, 'bin', 'real'));
  mkdirSync(join(home, 'node_modules'));
  symlinkSync(ROOT, join(home, 'node_modules', 'exact-real'));
});
afterAll(() => {
  rmSync(home, { recursive: true });
});

/** What a shell shows for a command where `real` and the library are installed, stderr included. */
const outputOf = (command: string, folder: string): Promise<string> =>
  new Promise((resolve) => {
    const env = { PATH: `${join(home, 'bin')}:${process.env.PATH ?? ''}`, HOME: folder };
    const child = execFile('sh', ['-c', `exec 2>&1\n${command}`], { cwd: folder, env }, (_, output) => resolve(output));
    child.stdin?.end();
  });

const EXAMPLES = /^```console\n([\s\S]*?)^```$/gm;
const SCRIPTS = /^```js\n([\s\S]*?)^```$/gm;

/** The page with the output of every command of its `console` examples as it is now; its `js` example is example.mjs. */
const withOutputs = async (page: string, name: string): Promise<string> => {
  const folder = join(home, name);
  mkdirSync(folder);
  for (const [, script = ''] of page.matchAll(SCRIPTS)) writeFileSync(join(folder, 'example.mjs'), script);
  const blocks = [...page.matchAll(EXAMPLES)].map(([, block = '']) => block);
  const fresh = new Map<string, string>();
  for (const block of blocks) {
    const commands = block.split('\n').filter((line) => line.startsWith('$ '));
    let text = '';
    for (const command of commands) text += `${command}\n${await outputOf(command.slice(2), folder)}`;
    fresh.set(block, text);
  }
  return page.replace(EXAMPLES, (_, block: string) => `\`\`\`console\n${fresh.get(block)}\`\`\``);
};

describe('a page is what the program says now (vitest -u rewrites it)', () => {
  test.concurrent.for(['README.md', 'docs/language.md'])('%s', { timeout: 60_000 }, async (name, { expect }) => {
    const page = readFileSync(join(ROOT, name), 'utf8');
    expect(page.match(EXAMPLES)?.length).toBeGreaterThan(5);
    const fresh = await withOutputs(withSections(page, await generatedSections()), name.replace('/', '-'));
    await expect(fresh).toMatchFileSnapshot(join(ROOT, name));
  });
});

test('the reference has a region for each section, and no section is empty', async () => {
  const page = readFileSync(join(ROOT, 'docs/language.md'), 'utf8');
  const regions = [...page.matchAll(/<!-- (\w+): generated -->/g)].map(([, name]) => name);
  const sections = await generatedSections();
  expect(regions.sort()).toEqual([...sections.keys()].sort());
  for (const section of sections.values()) expect(section.split('\n').length).toBeGreaterThan(5);
});

test.each([...FUNCTIONS, ...CONSTANTS].map(({ name, example }) => ({ name, input: example[0], output: example[1] })))(
  'the example of $name',
  async ({ input, output }) => {
    expect((await evaluate(input)).value).toBe(output);
  },
);
