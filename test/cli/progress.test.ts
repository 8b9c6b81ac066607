import { describe, expect, it } from 'vitest';
import { type ProgressChoice, reporterFor } from '../../src/cli/progress.ts';

const statement = { source: '<stdin>', line: 3, number: 3, text: 'pi' };
const progress = {
  elapsedMs: 2104,
  steps: 7,
  wastedSteps: 2,
  refiner: 'ln',
  refiners: [],
  unlisted: 0,
  activity: null,
  remainingMs: 812.5,
  certain: '0.69',
};

const shown = async (choice: ProgressChoice, terminal: boolean, dumb = false): Promise<string | undefined> => {
  let written = '';
  const err = {
    closed: false,
    write: async (text: string) => {
      written += text;
    },
  };
  const reporter = reporterFor(choice, statement, err, { onTerminal: () => terminal, dumb });
  if (reporter === undefined) return undefined;
  reporter.report(progress);
  await reporter.end();
  return written;
};

describe('progress', () => {
  it('is written over on a terminal and cleared at the end', async () => {
    expect(await shown('auto', true)).toBe('\r\u001b[K<stdin>:3: 2 s · step 7, 2 wasted · ln · 0.69…\r\u001b[K');
  });

  it('is a line each on a terminal that obeys no control sequences', async () => {
    expect(await shown('auto', true, true)).toBe('<stdin>:3: 2 s · step 7, 2 wasted · ln · 0.69…\n');
  });

  it('keeps quiet elsewhere unless it is asked for', async () => {
    expect(await shown('auto', false)).toBeUndefined();
    expect(await shown('never', true)).toBeUndefined();
    expect(await shown('always', false)).toBe('<stdin>:3: 2 s · step 7, 2 wasted · ln · 0.69…\n');
  });

  it('is an event a line as JSON', async () => {
    expect(JSON.parse((await shown('json', true)) ?? '')).toEqual({
      v: 1,
      event: 'progress',
      activity: null,
      line: 3,
      elapsedMs: 2104,
      steps: 7,
      wastedSteps: 2,
      refiner: 'ln',
      refiners: [],
      unlisted: 0,
      remainingMs: 812.5,
      certain: '0.69',
    });
  });
});
