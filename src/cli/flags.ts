import { Command, CommanderError, Option } from 'commander';
import { type RealError, UsageError } from '../errors.ts';
import { named, type Settings } from '../settings.ts';
import { EXAMPLES, USAGE } from './help-text.ts';
import type { Invocation } from './invocation.ts';
import { cliOptions } from './options.ts';
import type { ProgressChoice } from './progress.ts';
import type { Source } from './sources.ts';
import type { ColorChoice } from './style.ts';
import type { UiChoice } from './ui.ts';

type Flags = Readonly<{
  i?: true;
  json?: true;
  why?: true;
  stats?: true;
  quiet?: true;
  failFast?: true;
  color?: ColorChoice;
  progress?: ProgressChoice;
  ui?: UiChoice;
  config: boolean;
  cache: boolean;
  printConfig?: true;
  help?: true;
  version?: true;
}>;

/**
 * What the options ask for; throws a USAGE error where they make no sense. What is given more than once, or replaces
 * another option, is collected in the order of the command line.
 */
export const parseFlags = (options: readonly string[]): Invocation => {
  const sources: Source[] = [];
  const settings: Partial<Settings> = {};
  const command = createCommand();
  let expressions = 0;
  command.on('option:e', (text: string) => {
    sources.push({ kind: 'expression', name: `<-e ${++expressions}>`, text });
  });
  command.on('option:f', (path: string) => {
    sources.push(path === '-' ? { kind: 'stdin' } : { kind: 'file', path });
  });
  for (const { setting } of cliOptions()) {
    if (setting === undefined || setting.name === 'cache') continue;
    command.on(`option:${setting.name}`, (text: string) => {
      const patch = named(`--${setting.name}`, () => setting.parse(text));
      Object.assign(settings, patch);
    });
  }
  const flags = flagsOf(command, options);
  return {
    request: flags.help ? 'help' : flags.version ? 'version' : flags.printConfig ? 'print-config' : 'run',
    sources,
    interactive: flags.i ?? false,
    settings: flags.cache ? settings : { ...settings, cache: false },
    json: flags.json ?? false,
    why: flags.why ?? false,
    stats: flags.stats ?? false,
    quiet: flags.quiet ?? false,
    failFast: flags.failFast ?? false,
    color: flags.color ?? 'auto',
    progress: flags.progress ?? 'auto',
    ui: flags.ui ?? 'auto',
    config: flags.config,
  };
};

const flagsOf = (command: Command, options: readonly string[]): Flags => {
  try {
    return command.parse(options, { from: 'user' }).opts<Flags>();
  } catch (error) {
    throw error instanceof CommanderError ? usageError(error) : error;
  }
};

const createCommand = (): Command => {
  const command = new Command('real')
    .helpOption(false)
    .exitOverride()
    .configureOutput({ writeErr: () => {} });
  for (const { flags, help, group, choices, setting } of cliOptions()) {
    const option = new Option(flags, help).helpGroup(`${group}:`);
    if (choices !== undefined && setting === undefined) option.choices([...choices]);
    command.addOption(option);
  }
  return command;
};

const usageError = (error: CommanderError): RealError => {
  const message = error.message.replace(/^error: /, '').replace(/\n\((Did you mean .*\?)\)$/, ' ($1)');
  const advice =
    error.code === 'commander.unknownOption' ? "; an expression that starts with '--' goes after a lone --" : '';
  return new UsageError(message + advice);
};

/** The text of `--help`, laid out for a terminal of this width. */
export const helpText = (columns: number): string => {
  const command = createCommand().configureHelp({ helpWidth: columns, styleUsage: () => USAGE, optionDescription });
  return `${command.helpInformation()}\n${EXAMPLES}`;
};

/** The help of the table, without the choices and defaults that commander adds. */
const optionDescription = (option: Option): string => option.description;
