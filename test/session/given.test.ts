import { describe, expect, it } from 'vitest';
import { evaluate, Session, UsageError } from '../../src/index.ts';
import { defaultSettings, type Settings } from '../../src/settings.ts';

const refused = (settings: object) => () => new Session({ settings });

describe('the settings that a program gives', () => {
  it('are those of the session, the defaults beside them', () => {
    const given: Partial<Settings> = { precision: { kind: 'tol', num: 1n, den: 1000n }, timeout: 5000, group: '_' };
    expect(new Session({ settings: given }).settings).toEqual({ ...defaultSettings(), ...given });
    expect(new Session({ settings: defaultSettings() }).settings).toEqual(defaultSettings());
    expect(new Session({ settings: { timeout: undefined } as object }).settings).toEqual(defaultSettings());
  });

  it('are refused where they mean nothing', async () => {
    expect(refused({ digitz: 3 })).toThrow("there is no setting 'digitz'");
    expect(refused({ strategy: 'nope' })).toThrow('strategy: ');
    expect(refused({ threads: -1 })).toThrow('threads: ');
    expect(refused({ timeout: 'soon' })).toThrow('timeout: ');
    expect(refused({ round: 'sideways' })).toThrow('round: ');
    expect(refused({ base: 99 })).toThrow('base: ');
    expect(refused({ precision: { kind: 'leagues', count: 3 } })).toThrow('precision: ');
    expect(() => new Session({ strategy: 'events' } as object)).toThrow("no option 'strategy'");
    await expect(evaluate('1/3', { digitz: 3 } as object)).rejects.toMatchObject({ code: 'USAGE' });
  });

  it('and what is no text is no statement', async () => {
    await expect(evaluate(5 as never)).rejects.toBeInstanceOf(UsageError);
    await expect(evaluate('pi', { digits: -5 })).rejects.toBeInstanceOf(UsageError);
  });
});
