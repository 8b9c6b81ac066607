import { isDumb } from './terminal.ts';

export type ColorChoice = 'auto' | 'always' | 'never';

/** Wraps text in the codes of a terminal, or leaves it alone. */
export interface Style {
  readonly dim: (text: string) => string;
  readonly bold: (text: string) => string;
  readonly red: (text: string) => string;
  readonly yellow: (text: string) => string;
  readonly green: (text: string) => string;
  readonly cyan: (text: string) => string;
  readonly magenta: (text: string) => string;
}

const sgr =
  (code: number) =>
  (text: string): string =>
    `\x1b[${code}m${text}\x1b[0m`;

const plain = (text: string): string => text;

export const PLAIN: Style = {
  dim: plain,
  bold: plain,
  red: plain,
  yellow: plain,
  green: plain,
  cyan: plain,
  magenta: plain,
};
const COLOURED: Style = {
  dim: sgr(2),
  bold: sgr(1),
  red: sgr(31),
  yellow: sgr(33),
  green: sgr(32),
  cyan: sgr(36),
  magenta: sgr(35),
};

/** The flag decides, then NO_COLOR, then FORCE_COLOR, then whether the stream is a terminal that knows colour. */
export const styleFor = (
  choice: ColorChoice,
  environment: Readonly<Record<string, string | undefined>>,
  isTerminal: boolean,
): Style => {
  const { NO_COLOR: no = '', FORCE_COLOR: force } = environment;
  if (choice !== 'auto') return choice === 'always' ? COLOURED : PLAIN;
  if (no !== '') return PLAIN;
  if (force !== undefined) return force === '0' || force === 'false' ? PLAIN : COLOURED;
  return isTerminal && !isDumb(environment) ? COLOURED : PLAIN;
};
