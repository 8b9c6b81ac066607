import { describe, expect, test } from 'vitest';
import { previewOf } from '../../src/cli/preview.ts';
import { PLAIN } from '../../src/cli/style.ts';
import { CancelledError } from '../../src/errors.ts';
import { Session } from '../../src/session.ts';

const how = { json: false, quiet: false, out: PLAIN };
const never = new AbortController().signal;

describe('a preview', () => {
  test('says what a name stands for, in one row, and nothing of what has no value', async () => {
    const session = new Session();
    for (const line of ['x = sqrt(2)', 'y = 1/4', 'f(t) = t', 'z = 1/0', 'w = 7^500']) await session.run(line);
    const preview = (name: string, columns = 80) => previewOf(session, name, never, columns, how);
    expect(await preview('x')).toBe('x ≈ 1.4142135623730950488\n');
    expect(await preview('y')).toBe('y = 0.25\n');
    expect(await preview('x', 12)).toBe('x ≈ 1.41421…\n');
    expect((await preview('w')).length).toBe(81);
    expect(await preview('f')).toBe('');
    expect(await preview('z')).toBe('');
  });

  test('is not made where only answers are wanted', async () => {
    const session = new Session();
    await session.run('x = 2');
    expect(await previewOf(session, 'x', never, 80, { ...how, quiet: true })).toBe('');
    expect(await previewOf(session, 'x', never, 80, { ...how, json: true })).toBe('');
  });

  test('leaves no trace in the session', async () => {
    const session = new Session();
    for (const line of ['41', 'x = pi']) await session.run(line);
    await previewOf(session, 'x', never, 80, how);
    expect(await session.run('ans + 1')).toMatchObject({ value: '42' });
    expect(await session.run('%2')).toMatchObject({ value: '42' });
    expect(await session.run(':more 5')).toMatchObject({ kind: 'answer', value: '42' });
  });

  test('gives up after a while, or when it is told to', async () => {
    const wait = {
      preview: async (_: string, { signal }: { readonly signal?: AbortSignal | undefined }) => {
        while (!signal?.aborted) await new Promise(setImmediate);
        return { kind: 'failure' as const, error: new CancelledError() };
      },
    };
    expect(await previewOf(wait, 'x', never, 80, how)).toBe('');
    expect(await previewOf(wait, 'x', AbortSignal.abort(), 80, how)).toBe('');
  });
});
