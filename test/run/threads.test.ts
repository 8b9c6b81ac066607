import { spawn } from 'node:child_process';
import { pathToFileURL } from 'node:url';
import { describe, expect, it } from 'vitest';

/** What a program writes, and how many milliseconds after its last word it has ended. */
const lifeOf = (args: readonly string[]): Promise<{ output: string; code: number | null; after: number }> =>
  new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
    let output = '';
    let spoke = performance.now();
    child.stdout.on('data', (chunk) => {
      output += chunk;
      spoke = performance.now();
    });
    child.once('error', reject);
    child.once('close', (code) => resolve({ output, code, after: performance.now() - spoke }));
  });

const LIBRARY = pathToFileURL('dist/index.js').href;
/** After a rest of so many milliseconds threads are ended. */
const IDLE = 1000;

describe('a process that has used threads', () => {
  it.concurrent.each(['auto', 'events', 'rounds'])(
    'ends by itself once they have rested, under %s',
    async (strategy) => {
      const code = `import { evaluate } from '${LIBRARY}';
const { value, stats } = await evaluate('sqrt(2) + exp(1/3) @ 2000', { threads: 2, strategy: '${strategy}' });
console.log(value.slice(0, 6), stats.threads);`;
      const life = await lifeOf(['--input-type=module', '-e', code]);
      expect(life).toMatchObject({ output: '2.8098 2\n', code: 0 });
      expect(life.after).toBeGreaterThan(IDLE / 2);
      expect(life.after).toBeLessThan(10 * IDLE);
    },
  );

  it.concurrent('ends at once where the session is closed, as the command line does', async () => {
    const line = 'sqrt(2) + exp(1/3) @ 30';
    for (const strategy of ['auto', 'events']) {
      const life = await lifeOf(['dist/real.cjs', '--threads', '2', '--strategy', strategy, line]);
      expect(life).toMatchObject({ output: '2.80982598745918457742981404381\n', code: 0 });
      expect(life.after).toBeLessThan(IDLE);
    }
  });
});
