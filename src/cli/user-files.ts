import { homedir } from 'node:os';
import { isAbsolute, join } from 'node:path';

type Environment = Readonly<Record<string, string | undefined>>;

/** A file of this program below an XDG base directory; a relative base is ignored, as XDG asks. */
const fileBelow = (environment: Environment, variable: string, fallback: string, name: string): string => {
  const base = environment[variable] ?? '';
  return join(isAbsolute(base) ? base : join(environment.HOME || homedir(), fallback), 'real', name);
};

export const startupFile = (environment: Environment): string =>
  fileBelow(environment, 'XDG_CONFIG_HOME', '.config', 'startup.real');

export const historyFile = (environment: Environment): string =>
  fileBelow(environment, 'XDG_STATE_HOME', '.local/state', 'history');

/** A file as a shell would have it: `~` is the home of the user. */
export const withHome = (path: string): string => (/^~(?=\/|$)/.test(path) ? homedir() + path.slice(1) : path);
