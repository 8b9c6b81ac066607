import { spawn } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { pathToFileURL } from 'node:url';
import { describe, expect, it } from 'vitest';
import { answerOf, digitsOf, sessionWith } from './sessions.ts';

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

describe('threads that start by themselves', () => {
  /** The answer and how many threads were started for it. */
  const started = async (line: string): Promise<{ threads: number; value: string; stats: number }> => {
    let threads = 0;
    const note = (): void => {
      threads += 1;
    };
    process.on('worker', note);
    const session = sessionWith({ threads: 'auto' });
    const { value, stats } = await answerOf(session, line);
    await session.close();
    process.off('worker', note);
    return { threads, value, stats: stats.threads };
  };
  const roots = (count: number): string =>
    Array.from({ length: count }, (_, i) => `solve(cos(x) - ${i + 1}*x, x, 0, 1)`).join(' + ');

  it('do not below 1,000 digits, however much there is to do', async () => {
    expect(await started(`${roots(6)} @ 999`)).toMatchObject({ threads: 0, stats: 0 });
  });

  it('do where that pays, and the answer is the same', async () => {
    const line = 'exp(sin(sqrt(2))) + exp(cos(sqrt(3))) + exp(sin(sqrt(5))) + exp(cos(sqrt(7))) @ 60000';
    const { threads, value, stats } = await started(line);
    expect(threads).toBe(availableParallelism());
    expect(stats).toBe(availableParallelism());
    expect(value).toBe(await digitsOf(sessionWith({ threads: 0 }), line));
  });
});
