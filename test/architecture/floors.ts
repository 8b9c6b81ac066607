/**
 * The floors of the house, lowest first: a unit imports from the floors below it, and from itself. A unit is a folder
 * of src, one file beside those folders, or bin.
 */
const FLOORS: readonly (readonly string[])[] = [
  ['src/errors.ts'],
  ['src/ast.ts', 'src/closest.ts'],
  ['src/outcome.ts'],
  ['src/number'],
  ['src/node.ts'],
  ['src/kernel'],
  ['src/exact', 'src/digits'],
  ['src/refine'],
  ['src/dag'],
  ['src/schedule'],
  ['src/run'],
  ['src/settings.ts'],
  ['src/help', 'src/reports'],
  ['src/commands.ts'],
  ['src/session'],
  ['src/session.ts'],
  ['src/bench'],
  ['src/cli', 'src/index.ts'],
  ['src/repl'],
  ['src/cli.ts'],
  ['bin'],
];

const UNITS = [...FLOORS.flat(), 'grammar'];

/** The grammar stands beside the house: it sees two units, and from the session up all see it. */
const GRAMMAR_SEES: readonly string[] = ['src/errors.ts', 'src/ast.ts'];
const GRAMMAR_SEEN_FROM = 'src/session.ts';

const floorOf = (unit: string): number => FLOORS.findIndex((floor) => floor.includes(unit));

/** The unit that a file belongs to, such as `src/kernel` or `src/cli.ts`; undefined for one that has no floor. */
export const unitOf = (file: string): string | undefined =>
  UNITS.find((unit) => file === unit || file.startsWith(`${unit}/`));

/** Whether a file of one unit may import one of another. */
export const maySee = (unit: string, other: string): boolean => {
  if (unit === other) return true;
  if (unit === 'grammar') return GRAMMAR_SEES.includes(other);
  if (other === 'grammar') return floorOf(unit) >= floorOf(GRAMMAR_SEEN_FROM);
  return floorOf(other) < floorOf(unit);
};

/** The same rule for the linter: in the files of each unit, the imports that it refuses. */
export const lintOverrides = (): unknown[] =>
  UNITS.map((unit) => {
    const hidden = UNITS.filter((other) => !maySee(unit, other));
    return {
      includes: [unit.endsWith('.ts') ? unit : `${unit}/**`],
      linter: {
        rules: {
          style: {
            noRestrictedImports: {
              level: 'error',
              options: { patterns: [{ group: patterns(hidden), message: 'This is not on a lower floor.' }] },
            },
          },
        },
      },
    };
  }).filter(({ linter }) => (linter.rules.style.noRestrictedImports.options.patterns[0]?.group.length ?? 0) > 0);

/** The imports that name one of these units, from wherever they are seen. */
const patterns = (units: readonly string[]): string[] => {
  const names = units.map((unit) => unit.replace(/^src\//, ''));
  const files = names.filter((name) => name.endsWith('.ts')).map((name) => name.slice(0, -'.ts'.length));
  const folders = names.filter((name) => !name.endsWith('.ts'));
  return [...oneOf(files, '.ts'), ...oneOf(folders, '/**')];
};

const oneOf = (names: readonly string[], ending: string): string[] =>
  names.length === 0 ? [] : [`**/${names.length === 1 ? names.join() : `{${names.join()}}`}${ending}`];
