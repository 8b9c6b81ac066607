import { execFile } from 'node:child_process';
import { accessSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { generatedSections, withSections } from '../docs/generate.ts';

/** The repository, whose dist/ was built; `npm run build` makes it. */
const ROOT = fileURLToPath(new URL('..', import.meta.url));

let home = '';
beforeAll(() => {
  home = mkdtempSync(join(tmpdir(), 'real-docs-'));
  mkdirSync(join(home, 'bin'));
  accessSync(join(ROOT, 'dist', 'real.cjs'));
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
  const pieces = page.split(EXAMPLES);
  for (const [index, block] of pieces.entries())
    if (index % 2 === 1) pieces[index] = `\`\`\`console\n${await replayed(block, folder)}\`\`\``;
  return pieces.join('');
};

const replayed = async (block: string, folder: string): Promise<string> => {
  let text = '';
  for (const line of block.split('\n'))
    if (line.startsWith('$ ')) text += `${line}\n${await outputOf(line.slice(2), folder)}`;
  return text;
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
