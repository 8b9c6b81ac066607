import fc from 'fast-check';
import { expect, test, vi } from 'vitest';
import { openOutput } from '../../src/cli/output.ts';

const systemError = (code: string): Error => Object.assign(new Error(code), { code });

test('everything arrives once and in order, however much is taken at a time', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.string({ unit: 'grapheme' })), fc.integer({ min: 1, max: 7 }), async (texts, most) => {
      const taken: number[] = [];
      let refusals = 0;
      const output = openOutput(1, 'test', (_, bytes, offset) => {
        if (taken.length % 5 === 4 && refusals++ < 2) throw systemError('EAGAIN');
        const part = bytes.subarray(offset, offset + most);
        taken.push(...part);
        return part.length;
      });
      for (const text of texts) await output.write(text);
      expect(Buffer.from(taken).toString()).toBe(Buffer.from(texts.join('')).toString());
    }),
    { numRuns: 30 },
  );
});

test('a full pipe is tried again without a pause at first, and with pauses where its reader rests', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout'] });
  try {
    let refusals = 0;
    const output = openOutput(1, 'test', (_, bytes, offset) => {
      if (refusals-- > 0) throw systemError('EAGAIN');
      return bytes.length - offset;
    });
    refusals = 20;
    await output.write('abc');
    expect(vi.getTimerCount()).toBe(0);
    refusals = 60;
    let isWritten = false;
    const written = output.write('abc').then(() => {
      isWritten = true;
    });
    while (vi.getTimerCount() === 0) await new Promise((resolve) => setImmediate(resolve));
    expect(isWritten).toBe(false);
    await vi.advanceTimersByTimeAsync(1000);
    await written;
  } finally {
    vi.useRealTimers();
  }
});

test('a closed pipe ends quietly', async () => {
  let calls = 0;
  const output = openOutput(1, 'test', () => {
    calls++;
    throw systemError('EPIPE');
  });
  await output.write('abc');
  expect(output.closed).toBe(true);
  await output.write('def');
  expect(calls).toBe(1);
});

test('any other failure is an IO error that says what happened', async () => {
  const output = openOutput(1, 'standard output', () => {
    throw systemError('ENOSPC');
  });
  await expect(output.write('abc')).rejects.toMatchObject({
    code: 'IO',
    message: 'cannot write to standard output: no space left',
  });
});
