import { type CliOption, cliOptions, takesValue } from '../src/cli/options.ts';
import { CONSTANTS, FUNCTIONS } from '../src/refine/functions.ts';
import { STRATEGIES } from '../src/schedule/strategies.ts';
import { Session } from '../src/session.ts';
import { variableOf } from '../src/settings.ts';

/** The parts of language.md that are made from the tables of the program, by the name that their region has there. */
export const generatedSections = async (): Promise<ReadonlyMap<string, string>> =>
  new Map([
    ['functions', functionTable()],
    ['constants', constantTable()],
    ['options', optionTable()],
    ['strategies', strategyTable()],
    ['commands', await commandTable()],
  ]);

/** The page with each region, `<!-- NAME: generated -->` to `<!-- end -->`, holding its section. */
export const withSections = (page: string, sections: ReadonlyMap<string, string>): string =>
  page.replace(
    /(<!-- (\w+): generated -->\n)[\s\S]*?(<!-- end -->)/g,
    (_, start: string, name: string, end: string) => {
      const section = sections.get(name);
      if (section === undefined) throw new RangeError(`no section is called '${name}'`);
      return `${start}\n${section}\n\n${end}`;
    },
  );

const functionTable = (): string =>
  table(
    ['function', 'meaning', 'example', 'answer'],
    FUNCTIONS.map(({ signature, help, example }) => [code(signature), help, ...example.map(code)]),
  );

const constantTable = (): string =>
  table(
    ['constant', 'meaning', 'value'],
    CONSTANTS.map(({ name, help, example }) => [code(name), help, code(`${example[1]}…`)]),
  );

const optionTable = (): string =>
  table(['option', 'meaning', 'in a session', 'environment'], cliOptions().map(optionRow));

const optionRow = (option: CliOption): string[] => {
  const { flags, help, setting } = option;
  if (setting === undefined) return [code(flags), help, '', ''];
  const value = takesValue(option) ? setting.placeholder : 'off';
  return [code(flags), help, code(`:set ${setting.name} ${value}`), code(variableOf(setting))];
};

const strategyTable = (): string =>
  table(
    ['strategy', 'does'],
    [...STRATEGIES.values()].map(({ name, help }) => [code(name), help]),
  );

/** `:help` lists each command as its signature, two blanks or more, and what it does. */
const commandTable = async (): Promise<string> => {
  const outcome = await new Session().run(':help');
  const text = outcome.kind === 'message' ? outcome.text : '';
  const rows = [...text.matchAll(/^(:[a-z]+(?: \S+)*) {2,}(\S.*)$/gm)];
  return table(
    ['command', 'does'],
    rows.map(([, signature = '', help = '']) => [code(signature), help]),
  );
};

/** A Markdown table as the formatter writes it: every column as wide as its widest cell. */
const table = (head: readonly string[], body: readonly (readonly string[])[]): string => {
  const rows = [head, ...body].map((cells) => cells.map(escaped));
  const widths = head.map((_, column) => Math.max(3, ...rows.map((cells) => cells[column]?.length ?? 0)));
  const line = (cells: readonly string[], fill: string): string =>
    `| ${widths.map((width, column) => (cells[column] ?? '').padEnd(width, fill)).join(' | ')} |`;
  const [first = [], ...rest] = rows;
  return [line(first, ' '), line([], '-'), ...rest.map((cells) => line(cells, ' '))].join('\n');
};

const code = (text: string): string => `\`${text}\``;

/** A bar ends a cell of a Markdown table, in code too. */
const escaped = (text: string): string => text.replaceAll('|', '\\|');
