import { SETTINGS, type Setting } from '../settings.ts';
import { PROGRESS_CHOICES } from './progress.ts';
import { UI_CHOICES } from './ui.ts';

/** One option of the command line; the help, the parser and the shell completions are made from these. */
export interface CliOption {
  /** As commander writes it: `-d, --digits <N>`. */
  readonly flags: string;
  readonly help: string;
  readonly group: 'Input' | 'Precision and form' | 'Output' | 'Evaluation' | 'Other';
  readonly choices?: readonly string[];
  readonly setting?: Setting;
}

const SHORT: Readonly<Record<string, string>> = { digits: '-d, ' };
const FORMATTING = new Set(['digits', 'places', 'bits', 'tol', 'base', 'form', 'round', 'group']);

const fromSetting = (setting: Setting): CliOption => ({
  ...(setting.name === 'cache'
    ? { flags: '--no-cache', help: 'forget values between statements' }
    : { flags: `${SHORT[setting.name] ?? ''}--${setting.name} <${setting.placeholder}>`, help: setting.help }),
  group: FORMATTING.has(setting.name) ? 'Precision and form' : 'Evaluation',
  ...(setting.choices === undefined ? {} : { choices: [...setting.choices.keys()] }),
  setting,
});

/** All of them, made where they are asked for: most runs have none. */
export const cliOptions = (): readonly CliOption[] => [
  { flags: '-e <EXPR>', help: 'run EXPR; repeat it for several lines in one scope', group: 'Input' },
  { flags: '-f <FILE>', help: 'run a script, one statement a line', group: 'Input' },
  { flags: '-i', help: 'go on with a session after -e or -f', group: 'Input' },
  ...SETTINGS.map(fromSetting),
  { flags: '--json', help: 'one JSON object a line', group: 'Output' },
  { flags: '--why', help: 'say which rules decided a zero, a sign or an exact form', group: 'Output' },
  { flags: '--stats', help: 'a table of the work done, on stderr', group: 'Output' },
  { flags: '-q, --quiet', help: 'no notes, warnings or hints', group: 'Output' },
  { flags: '--color <WHEN>', help: 'auto, always, never', group: 'Output', choices: ['auto', 'always', 'never'] },
  {
    flags: '--progress <WHEN>',
    help: `report long work on stderr: ${PROGRESS_CHOICES.join(', ')}`,
    group: 'Output',
    choices: PROGRESS_CHOICES,
  },
  { flags: '-x, --fail-fast', help: 'stop at the first error', group: 'Evaluation' },
  {
    flags: '--ui <UI>',
    help: `how a session is held: ${UI_CHOICES.join(', ')}`,
    group: 'Other',
    choices: UI_CHOICES,
  },
  { flags: '--no-config', help: 'skip the start-up file', group: 'Other' },
  { flags: '--print-config', help: 'show the settings and where they come from', group: 'Other' },
  { flags: '-h, --help', help: 'show this help', group: 'Other' },
  { flags: '-V, --version', help: 'show the version', group: 'Other' },
];

/** The flags of an option: `['-d', '--digits']`. */
export const namesOf = (option: CliOption): string[] =>
  option.flags.split(/[ ,]+/).filter((word) => word.startsWith('-'));

export const takesValue = (option: CliOption): boolean => option.flags.includes('<');
