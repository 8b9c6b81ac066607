/** What is typed in an example, and what was shown then; whether its figures are not always the same. */
export type Example = readonly (readonly [typed: string, shown: string, varies?: 'varies'])[];

/** What `:help` says of a command or a topic. */
export interface Page {
  readonly text: string;
  readonly example: Example;
}

/** A page below its title, indented. */
export const pageText = (title: string, { text, example }: Page): string =>
  [title, ...indented(text), ...example.flatMap(([typed, shown]) => [`  > ${typed}`, ...indented(shown)])].join('\n');

const indented = (text: string): string[] => (text === '' ? [] : text.split('\n').map((line) => `  ${line}`));
