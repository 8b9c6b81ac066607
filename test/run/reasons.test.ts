import { describe, expect, it } from 'vitest';
import type { Reason } from '../../src/outcome.ts';
import { reasonText } from '../../src/run/reasons.ts';
import type { Session } from '../../src/session.ts';
import { sessionWith } from './sessions.ts';

const reasonsFor = async (session: Session, line: string): Promise<readonly Reason[]> => {
  const outcome = await session.run(line);
  if (outcome.kind !== 'answer' && outcome.kind !== 'truth') throw new Error(`'${line}' came to ${outcome.kind}`);
  return outcome.why ?? [];
};

const textsFor = async (line: string): Promise<string[]> =>
  (await reasonsFor(sessionWith(), line)).map((reason) => reasonText({ ...reason, bits: null }));

describe('reasons', () => {
  it.each([
    ['pi - pi', ['pi - pi = 0: structure, like terms are collected']],
    ['0*pi', ['0*pi = 0: structure, 0 x = 0']],
    ['sin(pi)', ['sin(pi) = 0: structure, closed form at a rational multiple of pi']],
    ['tan(atan(7))', ['tan(atan(7)) = 7: structure, tan(atan(x)) = x']],
    ['1/3 + 1/6', ['1/3 + 1/6 = 1/2: rational arithmetic']],
    ['2/3 < 3/4', ['2/3 - 3/4 = -1/12: rational arithmetic']],
    ['pi - 1 < 2 - e', ['pi - 1 - (2 - e) > 0: enclosure']],
    ['floor(pi)', ['pi is in [3, 4): enclosure']],
    ['floor(-10^19*pi)', ['-10^19*pi is in [-31415926535897932385, -31415926535897932384): enclosure']],
    ['floor(-10^20*pi)', ['-10^20*pi is no whole number: enclosure']],
    ['abs(1 - pi)', ['1 - pi < 0: enclosure']],
    ['exp(-1e30) > 0', ['exp(-1e30) > 0: structure, made of positive numbers, such as e^x']],
    [
      'sqrt(2)*sqrt(8)',
      [
        'sqrt(8) = 2*sqrt(2): structure, powers are taken out of a radical',
        'sqrt(2)*sqrt(8) = 4: structure, equal factors are merged, root(x, n)^n = x',
      ],
    ],
    [
      'ln(8)/ln(2)',
      [
        'ln(8) = 3*ln(2): structure, ln(x^n) = n ln x',
        'ln(2) > 0: enclosure',
        'ln(8)/ln(2) = 3: structure, equal factors are merged',
      ],
    ],
  ])('of %s name its operands and its rules', async (line, texts) => {
    expect(await textsFor(line)).toEqual(texts);
  });

  it('are none where nothing was decided', async () => {
    for (const line of ['7', 'sqrt(2)', 'sqrt(12) + pi']) expect(await textsFor(line)).toEqual([]);
  });

  it('say how far an enclosure had to go, which a second look can only raise', async () => {
    const session = sessionWith();
    const [first] = await reasonsFor(session, 'exp(1e-50) > 1 + 1e-50');
    expect(first?.bits).toBeGreaterThan(300);
    expect((await reasonsFor(session, 'exp(1e-50) > 1 + 1e-50'))[0]?.bits).toBeGreaterThanOrEqual(first?.bits ?? 0);
  });

  it('are kept with a name, and told in the words of the line that uses it', async () => {
    const session = sessionWith();
    await session.run('x = sqrt(2)*sqrt(8)');
    await session.run('x + 1');
    expect((await reasonsFor(session, '2/x')).map(({ claim }) => claim)).toContain('x = 4');
  });

  it('of the last answer shown again are told of ans', async () => {
    const session = sessionWith();
    await session.run('1/2 + 1/3');
    const again = await session.run(':frac');
    expect(again).toMatchObject({ kind: 'answer', value: '5/6', why: [{ claim: 'ans = 5/6' }] });
  });

  it('are few for a line of thousands', async () => {
    const line = Array.from({ length: 400 }, (_, k) => `abs(${k}/7 - pi)`).join(' + ');
    const reasons = await reasonsFor(sessionWith(), line);
    expect(reasons.length).toBe(100);
  });
});
