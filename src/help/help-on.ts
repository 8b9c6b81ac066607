import { closest } from '../closest.ts';
import { quoted } from '../dag/describe.ts';
import { NameError, type Span } from '../errors.ts';
import { CONSTANTS, FUNCTIONS } from '../refine/functions.ts';
import { COMMAND_PAGES } from './command-pages.ts';
import { pageText } from './page.ts';
import { TOPICS } from './topics.ts';

/** What of a command stands in its help. */
interface Described {
  readonly name: string;
  readonly signature: string;
  readonly help: string;
}

/** What `:help` says of a function, a constant, a command or a topic; of all of them where none is named. */
export const helpOn = (
  { text: topic, span }: { readonly text: string; readonly span: Span },
  commands: readonly Described[],
): string => {
  const name = topic.replace(/^:/, '').replace(/\(.*$/, '');
  if (name === '') return overview(commands);
  // ':frac' is the command, 'frac' the function of that name.
  const row = topic.startsWith(':') ? undefined : FUNCTIONS.find((candidate) => candidate.name === name);
  if (row !== undefined) return `${row.signature}: ${row.help}\n  ${row.example[0]} = ${row.example[1]}`;
  const constant = CONSTANTS.find((candidate) => candidate.name === name);
  if (constant !== undefined) return `${constant.name}: ${constant.help}\n  ${constant.example[1]}…`;
  const command = commands.find((candidate) => candidate.name === name);
  if (command !== undefined)
    return pageText(`${command.signature}: ${command.help}`, COMMAND_PAGES.get(name) ?? { text: '', example: [] });
  const page = TOPICS.find((candidate) => candidate.name === name);
  if (page !== undefined) return pageText(`${page.name}: ${page.help}`, page);
  const near = closest(
    name,
    [...FUNCTIONS, ...CONSTANTS, ...commands, ...TOPICS].map((candidate) => candidate.name),
  );
  const hint = near === undefined ? ':help lists what there is' : `did you mean '${near}'?`;
  throw new NameError(`no help on '${quoted(name)}'`, { span, hint });
};

const overview = (commands: readonly Described[]): string => {
  const width = Math.max(...commands.map(({ signature }) => signature.length));
  return [
    'Type an expression, such as 1/3 + sqrt(2) @ 50 digits, or a definition, x = 2 or f(t) = t^2.',
    '',
    ...commands.map((command) => `${command.signature.padEnd(width)}  ${command.help}`),
    '',
    `functions: ${FUNCTIONS.map((row) => row.name).join(' ')}`,
    `constants: ${CONSTANTS.map((row) => row.name).join(' ')}`,
    `topics: ${TOPICS.map((page) => page.name).join(' ')}`,
    ':help NAME explains one of them',
  ].join('\n');
};
