import { describe, expect, it } from 'vitest';
import { answerOf, digitsOf, sessionWith } from './sessions.ts';

describe('tidying', () => {
  it('drops what is no longer named, and keeps numbers, functions and results right', async () => {
    const session = sessionWith();
    for (const line of ['a = sqrt(2)', 'f(t) = a*t', 'b = f(a) + pi', 'sin(1)']) await session.run(line);
    const before = await digitsOf(session, 'b @ 50');
    for (let i = 0; i < 3; i += 1) {
      // Each sum has 15,000 parts that nothing names afterwards.
      const sum = Array.from({ length: 15_000 }, (_, k) => `${i}.${k + 1}`).join('+');
      await session.run(`x = ${sum}`);
      expect(Number(await digitsOf(session, 'x'))).toBeGreaterThan(0);
    }
    await session.run('x = 0');
    expect(await digitsOf(session, 'b @ 50')).toBe(before);
    expect(await digitsOf(session, 'f(a) - 2')).toBe('0');
    expect(await digitsOf(session, 'b - pi')).toBe('2');
    expect(await digitsOf(session, '%1 - sin(1)')).toBe('0');
  });

  it('forgets enclosures where the cache is off, and no digit changes', async () => {
    const [kept, forgotten] = [sessionWith(), sessionWith({ cache: false })];
    for (const session of [kept, forgotten]) await session.run('x = exp(2/3)');
    expect(await digitsOf(kept, 'x @ 100')).toBe(await digitsOf(forgotten, 'x @ 100'));
    expect((await answerOf(kept, 'x @ 100')).stats.steps).toBe(0);
    expect((await answerOf(forgotten, 'x @ 100')).stats.steps).toBeGreaterThan(0);
  });
});

describe('accounts', () => {
  it('count a step as wasted only where its refiner had enough already', async () => {
    const session = sessionWith();
    const { stats } = await answerOf(session, 'exp(1/3) + sqrt(2)*cos(5) @ 300');
    expect(stats.wastedSteps).toBe(stats.refiners.reduce((sum, { wasted }) => sum + wasted, 0));
    expect(stats.wastedSteps).toBe(0);
    // Demands are estimates over enclosures, so a refiner may be a few bits short of its share where others have more.
    for (const { bits, demand } of stats.refiners) expect((bits ?? 0) + 4).toBeGreaterThanOrEqual(demand ?? 0);
  });
});
