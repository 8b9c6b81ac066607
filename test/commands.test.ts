import { describe, expect, it } from 'vitest';
import { FUNCTIONS } from '../src/refine/functions.ts';
import type { Session } from '../src/session.ts';
import { digitsOf, errorOf, sessionWith } from './run/sessions.ts';

const textOf = async (session: Session, line: string): Promise<string> => {
  const outcome = await session.run(line);
  if (outcome.kind !== 'message') return expect.fail(`'${line}' came to ${outcome.kind}`);
  return outcome.text;
};

describe('settings', () => {
  it('change what follows, and are shown', async () => {
    const session = sessionWith();
    expect(await textOf(session, ':digits')).toBe('default');
    expect(await session.run(':digits 5')).toEqual({ kind: 'nothing' });
    expect(await digitsOf(session, 'pi')).toBe('3.1416');
    expect(await textOf(session, ':digits')).toBe('5');
    await session.run(':set round floor');
    expect(await digitsOf(session, 'pi')).toBe('3.1415');
    await session.run(':set places 2');
    expect(await digitsOf(session, '-pi')).toBe('-3.15');
    await session.run(':set base 16');
    expect(await digitsOf(session, '255')).toBe('ff');
    const list = await textOf(session, ':set');
    for (const line of [':set places 2', ':set base 16', ':set round floor']) expect(list.split('\n')).toContain(line);
    expect(list).not.toContain(':set digits');
  });

  it('refuse what they do not know', async () => {
    const session = sessionWith();
    expect((await errorOf(session, ':set colour red')).code).toBe('NAME');
    expect((await errorOf(session, ':digits many')).code).toBe('USAGE');
    expect((await errorOf(session, ':set base 1')).code).toBe('USAGE');
    expect(session.settings.base).toBe(10);
  });
});

describe('the last answer', () => {
  it('goes on, as a fraction, as an interval', async () => {
    const session = sessionWith();
    await session.run('22/7 @ 5');
    expect(await digitsOf(session, ':more 5')).toBe('3.142857143');
    expect(await digitsOf(session, ':more')).toBe(`3.${'142857'.repeat(9)}14286`);
    expect(await digitsOf(session, ':frac')).toBe('22/7');
    await session.run('pi @ 5');
    expect(await digitsOf(session, ':interval')).toBe('[3.1415, 3.1416]');
    expect((await errorOf(session, ':frac')).code).toBe('DOMAIN');
    expect((await errorOf(session, ':more some')).code).toBe('PARSE');
  });

  it('has to exist', async () => {
    const session = sessionWith();
    for (const line of [':more', ':frac', ':interval']) expect((await errorOf(session, line)).code).toBe('NAME');
  });

  it('has reasons where something was decided', async () => {
    const session = sessionWith();
    expect(await textOf(session, ':why')).toBe('nothing had to be decided');
    await session.run('1/(sqrt(10^40 + 1) - 10^20)');
    expect(await textOf(session, ':why')).toMatch(/> 0: enclosure, known to 2\^-\d+$/m);
  });
});

describe('the session', () => {
  it('lists its names and forgets them', async () => {
    const session = sessionWith();
    expect(await textOf(session, ':vars')).toBe('nothing is defined yet');
    for (const line of ['x = 1', 'f(a, b) = a*b', 'x + 1']) await session.run(line);
    expect(await textOf(session, ':vars')).toBe('x\nf(a, b)');
    expect(await session.run(':reset')).toEqual({ kind: 'nothing' });
    expect(await textOf(session, ':vars')).toBe('nothing is defined yet');
    for (const line of ['x', 'ans', 'f(1, 2)', ':more']) expect((await errorOf(session, line)).code).toBe('NAME');
  });

  it('asks the front end for what only it can do', async () => {
    const session = sessionWith();
    expect(await session.run(':quit')).toMatchObject({ kind: 'message', action: 'quit' });
    expect(await session.run(':clear')).toMatchObject({ kind: 'message', action: 'clear' });
  });
});

describe('help', () => {
  it('lists every command and function, and explains each', async () => {
    const session = sessionWith();
    const overview = await textOf(session, ':help');
    for (const { name, signature, help } of FUNCTIONS) {
      expect(overview).toContain(name);
      expect(await textOf(session, `:help ${name}`)).toContain(`${signature}: ${help}`);
    }
    for (const [command] of overview.matchAll(/^:\w+/gm))
      expect(await textOf(session, `:help ${command}`)).toContain(command);
    expect(await textOf(session, ':help pi')).toContain('3.14159');
  });

  it('guesses what was meant', async () => {
    const session = sessionWith();
    expect(await errorOf(session, ':help sqtr')).toMatchObject({ code: 'NAME', hint: "did you mean 'sqrt'?" });
    expect(await errorOf(session, ':hepl')).toMatchObject({ code: 'NAME', hint: "did you mean ':help'?" });
    expect(await errorOf(session, ':zzzzzz')).toMatchObject({ hint: ':help lists the commands' });
  });
});
