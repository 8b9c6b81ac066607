import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  defaultSettings,
  findSetting,
  printSettings,
  SETTINGS,
  type Settings,
  settingsFromEnvironment,
} from '../src/settings.ts';

const settingText: fc.Arbitrary<readonly [string, string]> = fc.oneof(
  fc.tuple(fc.constantFrom('digits', 'bits', 'search-bits'), fc.integer({ min: 1, max: 2 ** 30 }).map(String)),
  fc.tuple(fc.constant('places'), fc.nat({ max: 2 ** 30 }).map(String)),
  fc.tuple(
    fc.constant('tol'),
    fc.tuple(fc.integer({ min: 1, max: 999 }), fc.integer({ min: -40, max: 40 })).map(([m, e]) => `${m}e${e}`),
  ),
  fc.tuple(fc.constant('base'), fc.integer({ min: 2, max: 36 }).map(String)),
  fc.tuple(fc.constant('form'), fc.constantFrom(...(findSetting('form')?.choices?.keys() ?? []))),
  fc.tuple(fc.constant('round'), fc.constantFrom(...(findSetting('round')?.choices?.keys() ?? []))),
  fc.tuple(fc.constant('group'), fc.constantFrom('none', '_', ',', ' ', "'", '\u202f')),
  fc.tuple(fc.constant('threads'), fc.oneof(fc.constant('auto'), fc.integer({ min: 0, max: 64 }).map(String))),
  fc.tuple(
    fc.constant('timeout'),
    fc.oneof(
      fc.constant('none'),
      fc.tuple(fc.integer({ min: 1, max: 5000 }), fc.constantFrom('ms', 's', 'm', 'h')).map((parts) => parts.join('')),
    ),
  ),
  fc.tuple(fc.constant('max-bits'), fc.integer({ min: 64, max: 2 ** 30 - 2 ** 16 }).map(String)),
  fc.tuple(fc.constant('max-memory'), fc.oneof(fc.constant('auto'), fc.integer({ min: 16, max: 1 << 20 }).map(String))),
  fc.tuple(fc.constant('cache'), fc.constantFrom('on', 'off')),
);

const apply = (settings: Settings, name: string, text: string): Settings => ({
  ...settings,
  ...findSetting(name)?.parse(text),
});

describe('the table', () => {
  test('printed settings, set again, are the same settings', () => {
    fc.assert(
      fc.property(fc.array(settingText), (changes) => {
        const settings = changes.reduce((current, [name, text]) => apply(current, name, text), defaultSettings());
        const again = printSettings(settings)
          .split('\n')
          .filter((line) => !line.startsWith('#'))
          .reduce((current, line) => {
            const [, name = '', text = ''] = /^:set (\S+) (.*)$/.exec(line) ?? [];
            return apply(current, name, text);
          }, defaultSettings());
        const tolerance = ({ precision }: Settings): unknown =>
          precision?.kind === 'tol' ? (precision.num * 10n ** 50n) / precision.den : precision;
        expect({ ...again, precision: tolerance(again) }).toEqual({ ...settings, precision: tolerance(settings) });
      }),
    );
  });

  test('any text is taken or refused with a USAGE error of one line', () => {
    fc.assert(
      fc.property(fc.constantFrom(...SETTINGS), fc.string({ unit: 'binary' }), (setting, text) => {
        try {
          expect(Object.keys(setting.parse(text))).toHaveLength(1);
        } catch (error) {
          expect(error).toMatchObject({ code: 'USAGE' });
        }
      }),
    );
  });

  test('one precision replaces another', () => {
    const settings = apply(apply(defaultSettings(), 'digits', '50'), 'tol', '2.5e-3');
    expect(settings.precision).toEqual({ kind: 'tol', num: 25n, den: 10_000n });
    expect(printSettings(settings)).toContain(':set tol 25e-4');
    expect(printSettings(settings)).not.toContain('digits');
  });
});

describe('values that would be ambiguous or ruinous are refused', () => {
  test.each([
    ['digits', '0'],
    ['digits', '-5'],
    ['digits', '10.5'],
    ['digits', '1e999'],
    ['digits', ''],
    ['tol', '0'],
    ['tol', '1e-999999999'],
    ['tol', '-1'],
    ['base', '37'],
    ['base', '1'],
    ['group', '5'],
    ['group', '.'],
    ['group', '--'],
    ['group', '\x1b'],
    ['timeout', '0s'],
    ['timeout', '5 days'],
    ['cache', 'maybe'],
  ])('%s %s', (name, text) => {
    expect(() => findSetting(name)?.parse(text)).toThrow(/^expected/);
  });
});

describe('a complaint', () => {
  test.each([
    ['threads', 'many', /^expected auto or a whole number from 0 to 1024, found 'many'$/],
    ['timeout', '5x', /^expected none or a time such as/],
    ['search-bits', '-1', /^expected auto or a whole number/],
    ['max-memory', '1', /^expected auto or a whole number/],
  ])('about %s %s names the words that are allowed', (name, text, message) => {
    expect(() => findSetting(name)?.parse(text)).toThrow(message);
  });
});

describe('the environment', () => {
  test('REAL_ and the name of the setting', () => {
    expect(settingsFromEnvironment({ REAL_DIGITS: '50', REAL_SEARCH_BITS: '9', REAL_ROUND: '', OTHER: '1' })).toEqual({
      precision: { kind: 'digits', count: 50 },
      searchBits: 9,
    });
  });

  test('an error names the variable', () => {
    expect(() => settingsFromEnvironment({ REAL_DIGITS: 'x' })).toThrow(/^REAL_DIGITS: /);
  });
});
