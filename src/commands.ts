import type { Statement } from './ast.ts';
import { closest } from './closest.ts';
import { quoted } from './dag/describe.ts';
import { morePrecision } from './digits/render.ts';
import { ArityError, NameError, ParseError, type Span } from './errors.ts';
import { helpOn } from './help/help-on.ts';
import type { Node } from './node.ts';
import type { Answer, Format, Outcome, Stats, Times, Truth } from './outcome.ts';
import { historyReport } from './reports/history.ts';
import { refinersReport } from './reports/refiners.ts';
import { timesReport } from './reports/times.ts';
import { trialsReport } from './reports/trials.ts';
import type { Part } from './run/anatomy.ts';
import type { Trial } from './run/trials.ts';
import {
  DEFAULT,
  findSetting,
  named,
  printSettings,
  readSetting,
  SETTINGS,
  type Setting,
  type Settings,
} from './settings.ts';

/** The last question that was answered. */
interface LastQuestion {
  readonly parts: () => readonly Part[];
  /** A resolved number as the user wrote it. */
  readonly wordsOf: (node: Node) => string | undefined;
  readonly elapsedMs: number;
  readonly times: Times;
  readonly stats: () => Stats;
}

/** An answer as it was written. */
export interface Shown {
  readonly text: string;
  readonly format: Format;
  /** Whether the text is the number, and not a rounding of it. */
  readonly exact: boolean;
}

/** A statement that was run, and the number of its result. */
export interface PastStatement {
  readonly text: string;
  readonly result: number | undefined;
}

/** What stands after a command, and where. */
interface Argument {
  readonly text: string;
  readonly span: Span;
}

/** What a command may see and do; the session provides it. What it throws for lack of an answer points to the command. */
export interface CommandContext {
  readonly settings: Settings;
  /** Where the command stands. */
  readonly span: Span;
  /** What is defined, as it was typed. */
  readonly variables: () => readonly string[];
  /** The reasons behind the last answer. */
  readonly why: () => readonly string[];
  /** The last answer as it was written. */
  readonly shown: () => Shown;
  /** The last answer once more, its format changed. */
  readonly again: (change: (last: Shown) => Partial<Format>) => Promise<Outcome>;
  /** The last question; throws where nothing was answered yet. */
  readonly last: () => LastQuestion;
  /** The last question, as it was typed, under every strategy. */
  readonly compare: () => Promise<{ readonly trials: readonly Trial[]; readonly of: string }>;
  /** The expression or relation that stands after the command. */
  readonly evaluate: () => Promise<Answer | Truth>;
  readonly history: () => readonly PastStatement[];
  readonly reset: () => void;
}

/** A command takes an argument if its signature names one. */
interface Command {
  readonly name: string;
  readonly signature: string;
  readonly help: string;
  readonly run: (argument: Argument, context: CommandContext) => Outcome | Promise<Outcome>;
}

const message = (text: string): Outcome => ({ kind: 'message', text });

/** What is in force, where no value is given; else that it is to be. */
const readOrSet = (setting: Setting, value: Argument, { settings }: CommandContext): Outcome => {
  if (value.text === '') return message(readSetting(setting, settings));
  const hint = `:set ${setting.name} ${DEFAULT} sets it back`;
  const change = named(setting.name, () => setting.parse(value.text), { span: value.span, hint });
  Object.assign(settings, change);
  return { kind: 'nothing' };
};

/** The command that is named as a setting is. */
const commandOf = (name: string, signature: string, help: string): Command => ({
  name,
  signature,
  help,
  run: (argument, context) => readOrSet(settingNamed({ ...argument, text: name }), argument, context),
});

const settingNamed = ({ text: name, span }: Argument): Setting => {
  const setting = findSetting(name);
  if (setting !== undefined) return setting;
  const near = closest(
    name,
    SETTINGS.map((candidate) => candidate.name),
  );
  const hint = near === undefined ? ':set lists the settings' : `did you mean '${near}'?`;
  throw new NameError(`unknown setting '${quoted(name)}'`, { span, hint });
};

/** The first word of an argument, and what stands behind it. */
const headAndRest = ({ text, span }: Argument): readonly [Argument, Argument] => {
  const [, head = '', blank = '', rest = ''] = /^(\S*)(\s*)(.*)$/s.exec(text) ?? [];
  const end = span.start + head.length;
  return [
    { text: head, span: { start: span.start, end } },
    { text: rest, span: { start: end + blank.length, end: span.end } },
  ];
};

/** A file that a command asks for. */
const fileNamed = ({ text, span }: Argument, signature: string): { readonly path: string; readonly span: Span } => {
  if (text !== '') return { path: text, span };
  throw new ParseError('expected the name of a file', { span, hint: `write ${signature}` });
};

/** How many more digits `:more` shows where it is not told. */
const MORE_DIGITS = 50;

export const COMMANDS: readonly Command[] = [
  {
    name: 'help',
    signature: ':help [topic]',
    help: 'commands, or one function, constant, command or topic',
    run: (topic) => ({ kind: 'message', text: helpOn(topic, COMMANDS), isProse: true }),
  },
  commandOf('digits', ':digits [N]', 'significant digits of every answer'),
  {
    name: 'set',
    signature: ':set [name [value]]',
    help: 'change a setting, show it, or list them all',
    run: (argument, context) => {
      if (argument.text === '') return message(printSettings(context.settings));
      const [name, value] = headAndRest(argument);
      return readOrSet(settingNamed(name), value, context);
    },
  },
  commandOf('strategy', ':strategy [name]', 'how refiners are scheduled'),
  commandOf('threads', ':threads [n]', 'how many threads work'),
  {
    name: 'more',
    signature: ':more [n]',
    help: 'the last answer with n more digits (50)',
    run: ({ text, span }, context) => {
      const count = text === '' ? MORE_DIGITS : Number(text);
      if (!Number.isSafeInteger(count) || count < 1)
        throw new ParseError(`expected a number of digits, found '${quoted(text)}'`, { span, hint: 'write :more 100' });
      // An integer that was written whole, as nobody asked for a precision, has no more digits.
      return context.again(({ format, exact }) => ({
        asked: format.asked || !exact,
        precision: morePrecision(format, count),
      }));
    },
  },
  {
    name: 'full',
    signature: ':full',
    help: 'the last answer with all of its digits',
    run: (_, context) => message(context.shown().text),
  },
  {
    name: 'copy',
    signature: ':copy',
    help: 'the last answer to the clipboard of the terminal',
    run: (_, { shown, span }) => ({ kind: 'message', text: '', action: 'copy', content: shown().text, span }),
  },
  {
    name: 'save',
    signature: ':save file',
    help: 'the last answer to a file',
    run: (argument, context) => {
      const file = fileNamed(argument, ':save file');
      return { kind: 'message', text: '', action: 'save', content: context.shown().text, ...file };
    },
  },
  {
    name: 'frac',
    signature: ':frac',
    help: 'the last answer as a fraction',
    run: (_, context) => context.again(() => ({ form: 'frac' })),
  },
  {
    name: 'interval',
    signature: ':interval',
    help: 'the last answer as an interval that encloses it',
    run: (_, context) => context.again(() => ({ form: 'interval' })),
  },
  {
    name: 'vars',
    signature: ':vars',
    help: 'what is defined',
    run: (_, context) => message(context.variables().join('\n') || 'nothing is defined yet'),
  },
  {
    name: 'why',
    signature: ':why',
    help: 'which rule decided a zero, a sign or an exact form of the last answer',
    run: (_, context) => message(context.why().join('\n') || 'nothing had to be decided'),
  },
  {
    name: 'refiners',
    signature: ':refiners',
    help: 'the numbers that the last answer is made of, and which operation cancelled',
    run: (_, context) => {
      const { parts, wordsOf, stats } = context.last();
      const refined = stats().refiners.some(({ node, bits }) => node !== 'rational' && bits !== null);
      return message(refinersReport(parts(), wordsOf, refined));
    },
  },
  {
    name: 'compare',
    signature: ':compare',
    help: 'the last expression under every strategy',
    run: async (_, context) => {
      const { trials, of } = await context.compare();
      return message(trialsReport(trials, quoted(of)));
    },
  },
  {
    name: 'time',
    signature: ':time [EXPR]',
    help: 'how long the last answer, or an expression, took and on what',
    run: async (argument, context) => {
      const report = (): string => timesReport(context.last());
      if (argument.text === '') return message(report());
      return Object.assign(await context.evaluate(), { note: report() });
    },
  },
  {
    name: 'load',
    signature: ':load file',
    help: 'run the statements of a file as if they were typed here',
    run: (argument) => ({ kind: 'message', text: '', action: 'load', ...fileNamed(argument, ':load file') }),
  },
  {
    name: 'history',
    signature: ':history',
    help: 'the statements of this session, with the numbers of their results',
    run: (_, context) => message(historyReport(context.history())),
  },
  {
    name: 'reset',
    signature: ':reset',
    help: 'forget all definitions and results',
    run: (_, context) => {
      context.reset();
      return { kind: 'nothing' };
    },
  },
  {
    name: 'clear',
    signature: ':clear',
    help: 'clear the screen',
    run: () => ({ kind: 'message', text: '', action: 'clear' }),
  },
  { name: 'quit', signature: ':quit', help: 'leave', run: () => ({ kind: 'message', text: '', action: 'quit' }) },
];

/** Runs `:name argument`. */
export const runCommand = async (
  statement: Extract<Statement, { kind: 'command' }>,
  context: CommandContext,
): Promise<Outcome> => {
  const { argument, argumentSpan: span } = statement;
  const command = COMMANDS.find(({ name }) => name === statement.name);
  if (command !== undefined && argument !== '' && command.signature === `:${command.name}`)
    throw new ArityError(`':${command.name}' takes no argument`, { span, hint: `write :${command.name} alone` });
  if (command !== undefined) return await command.run({ text: argument, span }, context);
  const near = closest(
    statement.name,
    COMMANDS.map(({ name }) => name),
  );
  throw new NameError(`unknown command ':${quoted(statement.name)}'`, {
    span: statement.span,
    hint: near === undefined ? ':help lists the commands' : `did you mean ':${near}'?`,
  });
};
