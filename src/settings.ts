import type { Form } from './ast.ts';
import { type ErrorDetails, UsageError } from './errors.ts';
import type { Precision, RoundingMode } from './outcome.ts';
import { STRATEGIES } from './schedule/strategies.ts';

/** What a session was told about how to compute and how to write; null where nothing was said. */
export interface Settings {
  precision: Precision | null;
  base: number;
  form: Form;
  round: RoundingMode;
  /** Inserted between groups of three digits; '' for none. */
  group: string;
  strategy: string;
  threads: 'auto' | number;
  /** Milliseconds for one statement. */
  timeout: number | null;
  /** How far to look for a sign or a tie; null is the larger of 10,000 and 4 × the bits asked. */
  searchBits: number | null;
  /** The longest number that may be made. */
  maxBits: number;
  /** Megabytes; null is half of the machine's. */
  maxMemory: number | null;
  /** Whether values are kept from one statement to the next. */
  cache: boolean;
}

/** One setting, under the name that it has as a flag, after `:set`, and upper-cased in the environment. */
export interface Setting {
  readonly name: string;
  /** What of the settings it is; the four precisions are one. */
  readonly key: keyof Settings;
  /** What stands for the value in the help. */
  readonly placeholder: string;
  readonly help: string;
  /** The only values allowed, where they can be listed, and what each means. */
  readonly choices?: ReadonlyMap<string, string>;
  /** What changes when the setting is given this text; throws a USAGE error that says what was expected. */
  readonly parse: (text: string) => Partial<Settings>;
  /** The text that `parse` takes for what holds; undefined for a precision that does not. */
  readonly print: (settings: Settings) => string | undefined;
}

/** The precision while nobody asked for one. */
export const DEFAULT_PRECISION = { kind: 'digits', count: 20 } as const satisfies Precision;

const STRATEGY_CHOICES: ReadonlyMap<string, string> = new Map([...STRATEGIES].map(([name, { help }]) => [name, help]));

const FORMS: ReadonlyMap<Form, string> = new Map([
  ['decimal', 'digits, with an exponent where they would be too many'],
  ['sci', 'an exponent always'],
  ['eng', 'an exponent always, a multiple of 3'],
  ['frac', 'a fraction, of a value that is proved rational'],
  ['repeat', 'a decimal with its period in parentheses, of a value that is proved rational'],
  ['cf', 'a continued fraction; N digits are N terms'],
  ['interval', 'two bounds, both rounded outward'],
  ['hexfloat', "C's %a; 53 bits unless bits are asked for"],
]);

const MODES: ReadonlyMap<RoundingMode, string> = new Map([
  ['nearest', 'to the nearest, ties to the even digit'],
  ['down', 'toward zero'],
  ['up', 'away from zero'],
  ['floor', 'to the lower'],
  ['ceil', 'to the higher'],
]);

/** The bit length of V8's longest BigInt. */
const BIGINT_BITS = 2 ** 30;

/** 10^n is built to state a tolerance; past this many digits building it would itself be long work. */
export const MAX_TOLERANCE_EXPONENT = 10_000_000;

export const defaultSettings = (): Settings => ({
  precision: null,
  base: 10,
  form: 'decimal',
  round: 'nearest',
  group: '',
  strategy: 'auto',
  threads: 'auto',
  timeout: null,
  searchBits: null,
  maxBits: BIGINT_BITS - 2 ** 16,
  maxMemory: null,
  cache: true,
});

const refuse = (expected: string, text: string): never => {
  const shown = text.length > 40 ? `${text.slice(0, 40)}…` : text;
  throw new UsageError(`expected ${expected}, found '${shown}'`);
};

const wholeNumber = (text: string, low: number, high: number): number => {
  const digits = text.trim().replaceAll('_', '');
  const value = Number(digits);
  const valid = /^\d+$/.test(digits) && value >= low && value <= high;
  return valid ? value : refuse(`a whole number from ${low} to ${high}`, text);
};

const choice = <T extends string>(text: string, choices: Iterable<T>): T => {
  const all = [...choices];
  return all.find((candidate) => candidate === text.trim()) ?? refuse(`one of ${all.join(', ')}`, text);
};

/** A word, or what is parsed; where it is neither, the complaint names both. */
const wordOr = <W extends string, T>(text: string, word: W, parse: (text: string) => T): W | T => {
  if (text.trim() === word) return word;
  try {
    return parse(text);
  } catch (error) {
    throw error instanceof UsageError
      ? new UsageError(error.message.replace(/^expected/, `expected ${word} or`), error)
      : error;
  }
};

/** The same, where the word stands for null. */
const orNull = <T>(text: string, word: string, parse: (text: string) => T): T | null => {
  const read = wordOr(text, word, parse);
  return read === word ? null : (read as T);
};

const tolerance = (text: string): Precision => {
  const match = /^(?=\.?\d)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d+))?$/.exec(text.trim());
  const [, whole = '', fraction = '', power = '0'] = match ?? [];
  const numerator = match === null ? 0n : BigInt(whole + fraction);
  const exponent = Number(power) - fraction.length;
  if (numerator === 0n || Math.abs(exponent) > MAX_TOLERANCE_EXPONENT) {
    return refuse(`a positive number such as 1e-50, not below 1e-${MAX_TOLERANCE_EXPONENT}`, text);
  }
  const scale = 10n ** BigInt(Math.abs(exponent));
  return exponent < 0 ? { kind: 'tol', num: numerator, den: scale } : { kind: 'tol', num: numerator * scale, den: 1n };
};

const printTolerance = (num: bigint, den: bigint): string => {
  const exponent = den.toString().length - 1;
  return exponent === 0 ? `${num}` : `${num}e-${exponent}`;
};

const MILLISECONDS: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 };

const duration = (text: string): number => {
  const [, count = '', unit = 's'] = /^(\d+(?:\.\d+)?|\.\d+)\s*(ms|s|m|h)?$/.exec(text.trim()) ?? [];
  const milliseconds = Number(count) * (MILLISECONDS[unit] ?? Number.NaN);
  return milliseconds > 0 && milliseconds <= Number.MAX_SAFE_INTEGER
    ? milliseconds
    : refuse('a time such as 500ms, 5s or 2m', text);
};

/** A separator that could be read as part of the number would make the output ambiguous. */
const separator = (text: string): string => {
  if (text === '' || text === 'none') return '';
  const [...characters] = text;
  return characters.length === 1 && !/[\p{L}\p{N}\p{C}\p{M}.+-]/u.test(text)
    ? text
    : refuse("one character that is not part of a number, such as _ or ' ', or none", text);
};

const switched = (text: string): boolean => choice(text, ['on', 'off']) === 'on';

const countOf = (kind: 'digits' | 'places' | 'bits', low: number): Pick<Setting, 'key' | 'parse' | 'print'> => ({
  key: 'precision',
  parse: (text) => ({ precision: { kind, count: wholeNumber(text, low, BIGINT_BITS) } }),
  print: ({ precision }) => (precision?.kind === kind ? String(precision.count) : undefined),
});

const ROWS: readonly Setting[] = [
  {
    name: 'digits',
    placeholder: 'N',
    help: 'significant digits (default 20)',
    ...countOf('digits', 1),
    print: ({ precision }) =>
      precision === null ? DEFAULT : precision.kind === 'digits' ? String(precision.count) : undefined,
  },
  { name: 'places', placeholder: 'N', help: 'digits after the point', ...countOf('places', 0) },
  { name: 'bits', placeholder: 'N', help: 'error at most 2^-N', ...countOf('bits', 1) },
  {
    name: 'tol',
    key: 'precision',
    placeholder: 'T',
    help: 'error at most T, such as 1e-50',
    parse: (text) => ({ precision: tolerance(text) }),
    print: ({ precision }) => (precision?.kind === 'tol' ? printTolerance(precision.num, precision.den) : undefined),
  },
  {
    name: 'base',
    key: 'base',
    placeholder: '2..36',
    help: 'base of the digits (default 10)',
    parse: (text) => ({ base: wholeNumber(text, 2, 36) }),
    print: ({ base }) => String(base),
  },
  {
    name: 'form',
    key: 'form',
    placeholder: 'FORM',
    help: `${[...FORMS.keys()].join(', ')}`,
    choices: FORMS,
    parse: (text) => ({ form: choice(text, FORMS.keys()) }),
    print: ({ form }) => form,
  },
  {
    name: 'round',
    key: 'round',
    placeholder: 'MODE',
    help: `${[...MODES.keys()].join(', ')}`,
    choices: MODES,
    parse: (text) => ({ round: choice(text, MODES.keys()) }),
    print: ({ round }) => round,
  },
  {
    name: 'group',
    key: 'group',
    placeholder: 'CHAR',
    help: 'put CHAR between groups of three digits',
    parse: (text) => ({ group: separator(text) }),
    print: ({ group }) => (group === '' ? 'none' : group),
  },
  {
    name: 'strategy',
    key: 'strategy',
    placeholder: 'NAME',
    help: `how refiners are scheduled: ${[...STRATEGY_CHOICES.keys()].join(', ')}`,
    choices: STRATEGY_CHOICES,
    parse: (text) => ({ strategy: choice(text, STRATEGY_CHOICES.keys()) }),
    print: ({ strategy }) => strategy,
  },
  {
    name: 'threads',
    key: 'threads',
    placeholder: 'auto|N',
    help: 'threads beside the main one; auto starts them for long work',
    parse: (text) => ({ threads: wordOr(text, 'auto', (count) => wholeNumber(count, 0, 1024)) }),
    print: ({ threads }) => String(threads),
  },
  {
    name: 'timeout',
    key: 'timeout',
    placeholder: 'TIME',
    help: 'give up on a statement after 500ms, 5s, 2m (default none)',
    parse: (text) => ({ timeout: orNull(text, 'none', duration) }),
    print: ({ timeout }) => (timeout === null ? 'none' : `${timeout}ms`),
  },
  {
    name: 'search-bits',
    key: 'searchBits',
    placeholder: 'N',
    help: 'how far to look for a sign or a tie (default auto)',
    parse: (text) => ({ searchBits: orNull(text, 'auto', (count) => wholeNumber(count, 1, BIGINT_BITS)) }),
    print: ({ searchBits }) => String(searchBits ?? 'auto'),
  },
  {
    name: 'max-bits',
    key: 'maxBits',
    placeholder: 'N',
    help: 'longest number allowed (default 2^30 - 2^16)',
    parse: (text) => ({ maxBits: wholeNumber(text, 64, BIGINT_BITS - 2 ** 16) }),
    print: ({ maxBits }) => String(maxBits),
  },
  {
    name: 'max-memory',
    key: 'maxMemory',
    placeholder: 'MB',
    help: 'memory to use (default half of the machine)',
    parse: (text) => ({ maxMemory: orNull(text, 'auto', (count) => wholeNumber(count, 16, 2 ** 30)) }),
    print: ({ maxMemory }) => String(maxMemory ?? 'auto'),
  },
  {
    name: 'cache',
    key: 'cache',
    placeholder: 'on|off',
    help: 'keep values from one statement to the next',
    choices: new Map([
      ['on', 'values are kept'],
      ['off', 'every statement begins with nothing'],
    ]),
    parse: (text) => ({ cache: switched(text) }),
    print: ({ cache }) => (cache ? 'on' : 'off'),
  },
];

/** What sets a setting back. */
export const DEFAULT = 'default';

/** Every setting, in the order of the help. The four precisions replace one another. */
export const SETTINGS: readonly Setting[] = ROWS.map((row) => ({
  ...row,
  parse: (text) => (text.trim() === DEFAULT ? { [row.key]: defaultSettings()[row.key] } : row.parse(text)),
}));

export const findSetting = (name: string): Setting | undefined => SETTINGS.find((setting) => setting.name === name);

/** The environment variable of a setting. */
export const variableOf = (setting: Setting): string => `REAL_${setting.name.toUpperCase().replaceAll('-', '_')}`;

/** What `REAL_DIGITS`, `REAL_STRATEGY` and the others change; an unset or empty variable changes nothing. */
export const settingsFromEnvironment = (environment: Readonly<Record<string, string | undefined>>): Partial<Settings> =>
  Object.assign(
    {},
    ...SETTINGS.map((setting) => {
      const variable = variableOf(setting);
      const text = environment[variable];
      return text === undefined || text === '' ? {} : named(variable, () => setting.parse(text));
    }),
  );

/** Puts what is being set in front of a complaint about its value. */
export const named = <T>(name: string, parse: () => T, details: ErrorDetails = {}): T => {
  try {
    return parse();
  } catch (error) {
    if (error instanceof UsageError) throw new UsageError(`${name}: ${error.message}`, details);
    throw error;
  }
};

/** The settings as statements that a start-up file can hold. */
export const printSettings = (settings: Settings): string =>
  SETTINGS.flatMap((setting) => {
    const text = setting.print(settings);
    return text === undefined ? [] : [`:set ${setting.name} ${text}`];
  }).join('\n');

/** What a setting is at present; each of the four precisions answers with the one that holds. */
export const readSetting = (setting: Setting, settings: Settings): string => {
  if (setting.key !== 'precision') return setting.print(settings) ?? '';
  if (settings.precision === null) return `${DEFAULT_PRECISION.count} digits, integers whole (${DEFAULT})`;
  const { kind } = settings.precision;
  const text = findSetting(kind)?.print(settings) ?? '';
  return kind === 'tol' ? `tol ${text}` : `${text} ${kind}`;
};
