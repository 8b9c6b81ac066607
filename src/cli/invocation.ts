import type { Settings } from '../settings.ts';
import type { ProgressChoice } from './progress.ts';
import type { Source } from './sources.ts';
import type { ColorChoice } from './style.ts';
import type { UiChoice } from './ui.ts';

/** What the command line asks for. */
export interface Invocation {
  readonly request: 'run' | 'help' | 'version' | 'print-config';
  readonly sources: readonly Source[];
  readonly interactive: boolean;
  readonly settings: Partial<Settings>;
  readonly json: boolean;
  readonly why: boolean;
  readonly stats: boolean;
  readonly quiet: boolean;
  readonly failFast: boolean;
  readonly color: ColorChoice;
  readonly progress: ProgressChoice;
  readonly ui: UiChoice;
  readonly config: boolean;
}
