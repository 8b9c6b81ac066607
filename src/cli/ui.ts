import { UsageError } from '../errors.ts';
import { isDumb } from './terminal.ts';

export type UiChoice = 'auto' | 'ink' | 'plain';
export const UI_CHOICES: readonly UiChoice[] = ['auto', 'ink', 'plain'];

/** What the choice of an interface depends on. */
export interface Surroundings {
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** The window of the terminal that answers go to; undefined if they go elsewhere. */
  readonly window: { readonly columns: number; readonly rows: number } | undefined;
}

/** Programs that read a screen aloud or record it want lines, and no redrawing. */
const isSet = (value: string | undefined): boolean => !['', '0', 'false', undefined].includes(value);

/** The live interface needs a terminal that can move its cursor and has a size; the plain one needs nothing. */
export const chooseUi = (choice: UiChoice, { environment, window }: Surroundings): 'ink' | 'plain' => {
  const able = window !== undefined && window.columns > 0 && window.rows > 0;
  if (choice === 'ink' && !able) throw new UsageError('--ui ink needs a terminal with a window; use --ui plain');
  if (choice !== 'auto') return choice;
  const unwanted = isDumb(environment) || isSet(environment.CI) || isSet(environment.INK_SCREEN_READER);
  return able && !unwanted ? 'ink' : 'plain';
};
