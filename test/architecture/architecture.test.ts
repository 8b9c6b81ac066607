import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { lintOverrides, maySee, unitOf } from './floors.ts';
import { importsOf, readSources, type SourceFile } from './imports.ts';

const sources = readSources(['bin', 'src', 'grammar']);
const paths = new Set(sources.map(({ path }) => path));

/** What esbuild read to make a bundle: an account of the imports that is not ours. */
interface Metafile {
  readonly inputs: Record<string, { imports: { path: string; external?: boolean }[] }>;
}

const readMetafile = (name: string): Metafile => JSON.parse(readFileSync(`dist/${name}.meta.json`, 'utf8'));

const metafile = readMetafile('main');
const viewMetafile = readMetafile('repl');

const packagesOf = ({ inputs }: Metafile): Set<string> =>
  new Set(Object.keys(inputs).flatMap((path) => /node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(path)?.[1] ?? []));

const externalsOf = ({ inputs }: Metafile): string[] =>
  Object.values(inputs)
    .flatMap(({ imports }) => imports)
    .filter((one) => one.external)
    .map((one) => one.path);

const offenders = (isOffence: (file: SourceFile) => boolean): string[] =>
  sources.filter(isOffence).map(({ path }) => path);

const imports = ({ path, imports }: SourceFile, specifier: string): string[] =>
  imports.some((one) => one.specifier === specifier || one.specifier.startsWith(`${specifier}/`)) ? [path] : [];

describe('the scan', () => {
  it('reads every file that esbuild bundled, and every import that it followed', () => {
    const bundled = Object.keys(metafile.inputs).filter((path) => /^(bin|src|grammar)\//.test(path));
    expect(bundled.length).toBeGreaterThan(100);
    expect(sources.length).toBeGreaterThanOrEqual(bundled.length);
    for (const path of bundled) {
      const ours = sources.find((source) => source.path === path)?.imports.map(({ file }) => file);
      const followed = metafile.inputs[path]?.imports.map((one) => one.path).filter((to) => paths.has(to));
      expect(ours, path).toEqual(expect.arrayContaining(followed ?? []));
    }
  });

  it('sees all forms of an import', () => {
    const text = `import a from './a.ts';
import type {
  B,
} from '../b.ts';
export { c } from './c.ts';
import 'd';
const e = await import('./e.ts');`;
    expect(importsOf('src/x/y.ts', text).map(({ file, specifier }) => file ?? specifier)).toEqual([
      'src/x/a.ts',
      'src/b.ts',
      'src/x/c.ts',
      'd',
      'src/x/e.ts',
    ]);
  });
});

describe('the floors', () => {
  it('hold every file', () => {
    expect(offenders(({ path }) => unitOf(path) === undefined)).toEqual([]);
  });

  it('are only looked down from', () => {
    const upward = sources.flatMap(({ path, imports }) =>
      imports
        .map(({ file }) => file)
        .filter((file) => file !== undefined && paths.has(file))
        .filter((file) => !maySee(unitOf(path) ?? '', unitOf(file ?? '') ?? ''))
        .map((file) => `${path} imports ${file}`),
    );
    expect(upward).toEqual([]);
  });

  it('are the ones that the linter knows', () => {
    const { overrides } = JSON.parse(readFileSync('biome.json', 'utf8')) as { overrides: unknown[] };
    expect(overrides).toEqual(expect.arrayContaining(lintOverrides()));
  });

  it('have no circles', () => {
    const importsAt = new Map(
      sources.map(({ path, imports }) => [
        path,
        imports.flatMap(({ file }) => (file !== undefined && paths.has(file) ? [file] : [])),
      ]),
    );
    // A file all of whose imports are settled is settled; what is left when nothing more settles lies on or above a circle.
    for (let settled = true; settled; ) {
      settled = false;
      for (const [path, targets] of importsAt) {
        if (targets.some((target) => importsAt.has(target))) continue;
        importsAt.delete(path);
        settled = true;
      }
    }
    expect([...importsAt.keys()]).toEqual([]);
  });
});

describe('what belongs to one place', () => {
  it('chevrotain to the grammar, commander to the command line, React to the REPL, threads to run', () => {
    const owners: Record<string, RegExp> = {
      chevrotain: /^grammar\//,
      commander: /^src\/(cli|bench)\//,
      ink: /^src\/repl\//,
      react: /^src\/repl\//,
      piscina: /^src\/run\//,
      'node:worker_threads': /^src\/run\//,
      'node:fs': /^(src\/(cli\b|bench\/live)|bin\/)/,
    };
    for (const [name, owner] of Object.entries(owners)) {
      const importers = sources.flatMap((file) => imports(file, name));
      expect(
        importers.filter((path) => !owner.test(path)),
        name,
      ).toEqual([]);
    }
    expect(sources.flatMap((file) => imports(file, 'chevrotain'))).not.toEqual([]);
  });

  it('the standard streams to bin, the command line and the REPL', () => {
    const touches = /\bprocess\.(stdin|stdout|stderr|exit)\b|\bconsole\./;
    const allowed = /^(bin\/|src\/cli\/|src\/cli\.ts$|src\/repl\/)/;
    expect(offenders(({ text }) => touches.test(text)).length).toBeGreaterThan(0);
    expect(offenders(({ path, text }) => touches.test(text) && !allowed.test(path))).toEqual([]);
  });

  it('Atomics to the board', () => {
    expect(offenders(({ path, text }) => /\bAtomics\b/.test(text) && path !== 'src/run/board.ts')).toEqual([]);
  });
});

describe('the bundle of the command line', () => {
  it('holds neither React nor Ink nor piscina, nor what only errors and options need', () => {
    const packages = packagesOf(metafile);
    expect(existsSync('dist/chevrotain.cjs')).toBe(true);
    for (const name of ['chevrotain', 'commander', 'react', 'react-reconciler', 'ink', 'piscina'])
      expect(packages).not.toContain(name);
  });

  it('is ASCII, as the launcher reads it', () => {
    const bytes = readFileSync('dist/main.cjs');
    expect(bytes.every((byte) => byte < 128)).toBe(true);
    expect(readSources(['grammar']).some(({ text }) => text.includes('√'))).toBe(true);
  });

  it('imports nothing that Node does not bring, but for what it loads on demand', () => {
    const external = externalsOf(metafile);
    expect(external.length).toBeGreaterThan(0);
    const beside = new Set(external.filter((name) => !/^(node:.*|util)$/.test(name)));
    for (const name of ['./pool.cjs', './repl.cjs', './chevrotain.cjs', './commander.cjs'])
      expect(beside).toContain(name);
    expect([...beside].filter((name) => !existsSync(`dist/${name}`))).toEqual([]);
  });
});

describe('the bundle of the view', () => {
  it('holds React and Ink, and nothing that computes', () => {
    const packages = packagesOf(viewMetafile);
    for (const name of ['react', 'react-reconciler', 'ink']) expect(packages).toContain(name);
    for (const name of ['chevrotain', 'commander', 'ws', 'react-devtools-core']) expect(packages).not.toContain(name);
    const ours = Object.keys(viewMetafile.inputs).filter((path) => /^(bin|src|grammar)\//.test(path));
    expect(ours.filter((path) => !/^src\/(repl|cli)\//.test(path))).toEqual([]);
  });

  it('is ASCII, as the launcher reads it, and imports nothing that Node does not bring', () => {
    expect(readFileSync('dist/repl.cjs').every((byte) => byte < 128)).toBe(true);
    expect(externalsOf(viewMetafile).filter((name) => !/^(node:.*|[a-z_]+)$/.test(name))).toEqual([]);
  });
});
