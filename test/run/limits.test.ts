import { describe, expect, it } from 'vitest';
import { answerOf, digitsOf, errorOf, sessionWith } from './sessions.ts';

describe('limits', () => {
  it('end what takes too long, and the session goes on', async () => {
    const session = sessionWith({ timeout: 30 });
    const error = await errorOf(session, 'exp(sin(sqrt(2))) @ 3000000');
    expect(error.code).toBe('LIMIT');
    expect(error.message).toContain('30 ms');
    session.settings.timeout = null;
    expect(await digitsOf(session, 'exp(0) + 1')).toBe('2');
    expect((await errorOf(session, 'ans + %2')).code).toBe('NAME');
  });

  it('end what needs numbers that are too long, and say what is known', async () => {
    const session = sessionWith({ maxBits: 2000 });
    expect((await answerOf(session, 'exp(1/3) @ 500')).digits).toBe(500);
    const error = await errorOf(session, 'exp(1/3) @ 1000');
    expect(error).toMatchObject({ code: 'LIMIT', hint: 'ask for fewer digits or raise --max-bits' });
    expect('lo' in error && 'hi' in error && Number(error.lo) <= Math.exp(1 / 3)).toBe(true);
    expect('hi' in error && Number(error.hi) >= Math.exp(1 / 3)).toBe(true);
  });

  it('end at once where the signal was given, and leave ans alone', async () => {
    const session = sessionWith();
    await session.run('42');
    const controller = new AbortController();
    // Between two steps the event loop gets its turn; this has 400 of them.
    const running = session.run(`${'sin('.repeat(400)}1${')'.repeat(400)} @ 4000`, { signal: controller.signal });
    setTimeout(() => controller.abort(), 20);
    expect(await running).toMatchObject({ kind: 'failure', error: { code: 'CANCELLED' } });
    expect(await digitsOf(session, 'ans')).toBe('42');
  });

  it.each([
    ['floor(pi*10^20000000) + 1', /: 'pi\*10\^20000000' is in \[3\.14159\d+e\+20000000, 3\.14159\d+e\+20000000\]$/],
    ['10^20000000*(9^20000000 mod 7)', / before anything was known of the value/],
  ])('say what is known where nothing is of the value: %s', async (line, known) => {
    const { signal } = new AbortController();
    const deadline = performance.now() + 300;
    Object.defineProperty(signal, 'aborted', { get: () => performance.now() > deadline });
    const outcome = await sessionWith({ threads: 0 }).run(line, { signal });
    const error = outcome.kind === 'failure' ? outcome.error : undefined;
    expect(error).toMatchObject({ code: 'CANCELLED', lo: undefined, hi: undefined });
    expect(error?.message).toMatch(/^cancelled before anything was known of the value/);
    expect(error?.message).toMatch(known);
  });
});
