import type { Statement } from './ast.ts';
import { closest } from './closest.ts';
import { NameError, ParseError } from './errors.ts';
import type { Format, Outcome } from './outcome.ts';
import { CONSTANTS, FUNCTIONS } from './refine/functions.ts';
import { printSettings, SETTINGS, type Settings } from './settings.ts';

/** What a command may see and do; the session provides it. */
export interface CommandContext {
  readonly settings: Settings;
  /** Changes a setting; throws on an unknown name or a bad value. */
  readonly set: (name: string, text: string) => void;
  readonly variables: () => readonly string[];
  /** The reasons behind the last answer. */
  readonly why: () => readonly string[];
  /** The last answer once more, its format changed. */
  readonly again: (change: (format: Format) => Partial<Format>) => Promise<Outcome>;
  readonly reset: () => void;
}

interface Command {
  readonly name: string;
  readonly signature: string;
  readonly help: string;
  readonly run: (argument: string, context: CommandContext) => Outcome | Promise<Outcome>;
}

const message = (text: string): Outcome => ({ kind: 'message', text });

const setting = (name: string, signature: string, help: string): Command => ({
  name,
  signature,
  help,
  run: (argument, context) => {
    if (argument === '')
      return message(SETTINGS.find((candidate) => candidate.name === name)?.print(context.settings) ?? 'default');
    context.set(name, argument);
    return { kind: 'nothing' };
  },
});

/** How many more digits `:more` shows where it is not told. */
const MORE_DIGITS = 50;

export const COMMANDS: readonly Command[] = [
  {
    name: 'help',
    signature: ':help [topic]',
    help: 'commands, or one function, constant or command',
    run: (topic) => message(help(topic)),
  },
  setting('digits', ':digits [N]', 'significant digits of every answer'),
  {
    name: 'set',
    signature: ':set [name value]',
    help: 'change a setting, or list them all',
    run: (argument, context) => {
      if (argument === '') return message(printSettings(context.settings));
      const [name = '', ...value] = argument.split(/\s+/);
      context.set(name, value.join(' '));
      return { kind: 'nothing' };
    },
  },
  setting('strategy', ':strategy [name]', 'how refiners are scheduled'),
  setting('threads', ':threads [n]', 'how many threads work'),
  {
    name: 'more',
    signature: ':more [n]',
    help: 'the last answer with n more digits (50)',
    run: (argument, context) => {
      const count = argument === '' ? MORE_DIGITS : Number(argument);
      if (!Number.isSafeInteger(count) || count < 1)
        throw new ParseError(`expected a number of digits, found '${argument}'`);
      return context.again(({ precision }) => ({
        asked: true,
        precision: precision.kind === 'tol' ? precision : { kind: precision.kind, count: precision.count + count },
      }));
    },
  },
  {
    name: 'full',
    signature: ':full',
    help: 'the last answer with all of its digits',
    run: () => ({ kind: 'message', text: '', action: 'full' }),
  },
  {
    name: 'copy',
    signature: ':copy',
    help: 'the last answer to the clipboard of the terminal',
    run: () => ({ kind: 'message', text: '', action: 'copy' }),
  },
  {
    name: 'save',
    signature: ':save file',
    help: 'the last answer to a file',
    run: (path) => {
      if (path === '') throw new ParseError("expected the name of a file after ':save'");
      return { kind: 'message', text: '', action: 'save', path };
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
    help: 'the names that are defined',
    run: (_, context) => message(context.variables().join('\n') || 'nothing is defined yet'),
  },
  {
    name: 'why',
    signature: ':why',
    help: 'which rule decided a zero, a sign or an exact form of the last answer',
    run: (_, context) => message(context.why().join('\n') || 'nothing had to be decided'),
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
  const command = COMMANDS.find(({ name }) => name === statement.name);
  if (command !== undefined) return await command.run(statement.argument.trim(), context);
  const near = closest(
    statement.name,
    COMMANDS.map(({ name }) => name),
  );
  throw new NameError(`unknown command ':${statement.name}'`, {
    span: statement.span,
    hint: near === undefined ? ':help lists the commands' : `did you mean ':${near}'?`,
  });
};

const help = (topic: string): string => {
  const name = topic.replace(/^:/, '').replace(/\(.*$/, '');
  if (name === '') {
    const width = Math.max(...COMMANDS.map(({ signature }) => signature.length));
    return [
      'Type an expression, such as 1/3 + sqrt(2) @ 50 digits, or a definition, x = 2 or f(t) = t^2.',
      '',
      ...COMMANDS.map((command) => `${command.signature.padEnd(width)}  ${command.help}`),
      '',
      `functions: ${FUNCTIONS.map((row) => row.name).join(' ')}`,
      `constants: ${CONSTANTS.map((row) => row.name).join(' ')}`,
      ':help NAME explains one of them',
    ].join('\n');
  }
  // ':frac' is the command, 'frac' the function of that name.
  const row = topic.startsWith(':') ? undefined : FUNCTIONS.find((candidate) => candidate.name === name);
  if (row !== undefined) return `${row.signature}: ${row.help}\n  ${row.example[0]} = ${row.example[1]}`;
  const constant = CONSTANTS.find((candidate) => candidate.name === name);
  if (constant !== undefined) return `${constant.name}: ${constant.help}\n  ${constant.example[1]}…`;
  const command = COMMANDS.find((candidate) => candidate.name === name);
  if (command !== undefined) return `${command.signature}: ${command.help}`;
  const names = [...FUNCTIONS, ...CONSTANTS, ...COMMANDS].map((candidate) => candidate.name);
  const near = closest(name, names);
  throw new NameError(`no help on '${name}'`, near === undefined ? {} : { hint: `did you mean '${near}'?` });
};
