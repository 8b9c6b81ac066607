import { UsageError } from '../errors.ts';
import { defaultSettings, named, SETTINGS, type Settings } from '../settings.ts';

/**
 * The settings of a new session: the defaults, but for what a program gave. Throws a UsageError where it gave a setting
 * that there is not, or a value that the setting, written as text, would not take.
 */
export const settingsGiven = (given: Readonly<Partial<Settings>>): Settings => {
  const told = Object.entries(given).filter(([, value]) => value !== undefined);
  const settings: Settings = { ...defaultSettings(), ...Object.fromEntries(told) };
  for (const [key] of told) {
    const rows = SETTINGS.filter((setting) => setting.key === key);
    if (rows.length === 0) throw new UsageError(`there is no setting '${key}'`);
    const [row, text] =
      rows.map((each) => [each, each.print(settings)] as const).find(([, value]) => value !== undefined) ?? [];
    if (row === undefined || text === undefined) throw new UsageError(`${key}: not a value that it can have`);
    named(key, () => row.parse(text));
  }
  return settings;
};
