import { classify } from './arguments.ts';
import type { Invocation } from './invocation.ts';

const WITHOUT_OPTIONS: Invocation = {
  request: 'run',
  sources: [],
  interactive: false,
  settings: {},
  json: false,
  why: false,
  stats: false,
  quiet: false,
  failFast: false,
  color: 'auto',
  progress: 'auto',
  ui: 'auto',
  config: true,
};

/** Reads the command line; throws a USAGE error where it makes no sense. Only options need commander, which takes 6 ms. */
export const readInvocation = async (argv: readonly string[]): Promise<Invocation> => {
  const { options, words } = classify(argv);
  const invocation = options.length === 0 ? WITHOUT_OPTIONS : (await import('./flags.ts')).parseFlags(options);
  if (words.length === 0) return invocation;
  return {
    ...invocation,
    sources: [...invocation.sources, { kind: 'expression', name: '<arg>', text: words.join(' ') }],
  };
};
