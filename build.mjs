/**
 * Builds dist/: the launcher `real.cjs`, the command line `main.cjs` and what draws its session `repl.cjs`, both with V8's
 * code cache, the library `index.js` with its declarations, and what all load when they start threads: `pool.cjs`, and
 * `worker.cjs`, which the threads run.
 */
import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

/**
 * What the run compiles whose code is cached: an ordinary one-shot, and the kernels of the commonest functions, which cost
 * one without functions 0.7 ms and spare one with them 1.5 ms.
 */
const WARM_UP = ['1/3 + sqrt(2) + ln(2) + sin(1) @ 3000'];

/** A module of a dependency with these texts replaced; `optional` are those that only some versions hold. */
const edited = (path, edits, optional = []) => {
  let contents = readFileSync(path, 'utf8');
  for (const edit of [...edits, ...optional]) {
    const [from, to] = edit;
    if (contents.search(from) !== -1) applied.add(edit);
    else if (!optional.includes(edit)) throw new Error(`${path} does not hold ${from} any more`);
    contents = contents.replace(from, to);
  }
  return { contents };
};
const applied = new Set();

/** Stands in for parts of dependencies that cost time at every start. */
const quickStart = {
  name: 'quick-start',
  setup({ onResolve, onLoad }) {
    // Commander needs child processes for subcommands in files of their own, which `real` has none of (−5 ms).
    onResolve({ filter: /^node:child_process$/ }, ({ importer }) =>
      /[\\/]commander[\\/]/.test(importer) ? { path: 'empty', namespace: 'quick-start' } : undefined,
    );
    onLoad({ filter: /.*/, namespace: 'quick-start' }, () => ({ contents: '' }));
    // Chevrotain copies 250 methods into a prototype, and V8 copies the hidden class for each of them; a prototype that
    // something was deleted from is a hash table (−3 ms).
    onLoad({ filter: /[\\/]chevrotain[\\/].*[\\/]apply_mixins\.js$/ }, () => ({ contents: APPLY_MIXINS }));
    // To begin to segment texts takes ICU 10 ms, and a set of all emoji V8 20; ASCII needs neither.
    onLoad({ filter: /[\\/](string-width[\\/]index|ansi-tokenize[\\/]build[\\/]tokenize)\.js$/ }, ({ path }) =>
      edited(path, [SEGMENTER], [EMOJI, NARROW]),
    );
  },
};

/** What is made when it is used for the first time. Only CR LF is one character of two in ASCII. */
const SEGMENTER = [
  /^const segmenter = (.*);$/m,
  `const segmenter = {
  segment: (text) =>
    /^[\\0-\\x0c\\x0e-\\x7f]*$/.test(text)
      ? Array.from(text, (segment, index) => ({ segment, index }))
      : (segmenter.made ??= $1).segment(text),
};`,
];
const EMOJI = [
  /^const rgiEmojiRegex = (.*);$/m,
  'const rgiEmojiRegex = { test: (text) => (rgiEmojiRegex.made ??= $1).test(text) };',
];
/** The bars of progress are as narrow as ASCII, and what else there is to know of them takes a sixth of each frame. */
const NARROW = [/\^\[\\u0020-\\u007E\]\*\$/, '^[\\u0020-\\u007E\\u2026\\u2500-\\u259F]*$'];

/** The first `performance` loads a module that takes a millisecond; `process.hrtime` is there. */
const quickClock = {
  define: { 'performance.now': 'monotonicNow' },
  banner: {
    js: `'use strict';
const monotonicNow = () => { const [seconds, nanoseconds] = process.hrtime(); return 1e3 * seconds + 1e-6 * nanoseconds; };`,
  },
};

const APPLY_MIXINS = `export function applyMixins(derived, bases) {
  const target = derived.prototype;
  delete target.constructor;
  for (const { prototype } of bases) Object.defineProperties(target, Object.getOwnPropertyDescriptors(prototype));
  Object.defineProperty(target, 'constructor', { value: derived, writable: true, configurable: true });
}`;

/** Leaves parts of ours that most runs do without in files of their own, which are loaded when they are needed. */
const apart = {
  name: 'apart',
  setup({ onResolve }) {
    const leave = (filter, path) =>
      onResolve({ filter }, ({ kind }) => (kind === 'dynamic-import' ? { path, external: true } : undefined));
    leave(/\/pool\.ts$/, './pool.cjs');
    leave(/\/view\/view\.ts$/, './repl.cjs');
  },
};

/** Ink and what it stands on, without what a bundle in CommonJS cannot have: modules that await something. */
const synchronousInk = {
  name: 'synchronous-ink',
  setup({ onLoad }) {
    const edit = (filter, ...edits) => onLoad({ filter }, ({ path }) => edited(path, edits));
    // Developer tools, which are not installed, and a version for them.
    edit(
      /[\\/]ink[\\/]build[\\/]reconciler\.js$/,
      [/^if \(isDev\(\)\) \{[\s\S]*?^\}\n/m, ''],
      [/await loadPackageJson\(\)/, 'undefined'],
    );
    // The layout engine is ready a little later; `ready` says when.
    edit(/[\\/]yoga-layout[\\/]dist[\\/]src[\\/]index\.js$/, [
      /const Yoga = wrapAssembly\(await loadYoga\(\)\);\nexport default Yoga;/,
      `let Yoga;
export const ready = loadYoga().then((assembly) => { Yoga = wrapAssembly(assembly); });
export { Yoga as default };`,
    ]);
    // Whether this is an automatic build was asked when the session was chosen; Ink would draw nothing there.
    onLoad({ filter: /[\\/]is-in-ci[\\/]index\.js$/ }, () => ({ contents: 'export default false;' }));
    // The session shows the cursor again itself; this would write to stderr, wherever that leads.
    onLoad({ filter: /[\\/]restore-cursor[\\/]index\.js$/ }, () => ({ contents: 'export default () => {};' }));
  },
};

/** Waits for the layout engine, as the import of Ink would. */
const VIEW = `import { openView as open } from './src/repl/view/view.ts';
import { ready } from 'yoga-layout';
export const openView = async (options) => {
  await ready;
  return await open(options);
};`;

/** What only errors and options need is a bundle of its own, read when it is first used. */
const ON_DEMAND = ['chevrotain', 'commander'];
/** Modules of Node's that not every run needs; each takes 0.2 ms. */
const SELDOM = [
  'node:buffer',
  'node:child_process',
  'node:module',
  'node:os',
  'node:path',
  'node:readline',
  'node:stream',
];

const onDemand = {
  name: 'on-demand',
  setup({ onResolve, onLoad }) {
    const filter = new RegExp(`^(${[...ON_DEMAND, ...SELDOM].join('|')})$`);
    onResolve({ filter: /./, namespace: 'on-demand' }, ({ path }) => ({ path, external: true }));
    onResolve({ filter }, ({ path }) => ({ path, namespace: 'on-demand' }));
    // What it exports is inherited, or esbuild would copy each name at the start (−0.4 ms).
    onLoad({ filter: /./, namespace: 'on-demand' }, ({ path }) => {
      const file = ON_DEMAND.includes(path) ? `./${path}.cjs` : path;
      const exported = `new Proxy({}, { get: (_, name) => require('${file}')[name] })`;
      return { contents: `module.exports = Object.create(${exported});` };
    });
  },
};

const bundle = (options) =>
  build({
    bundle: true,
    platform: 'node',
    target: 'node20',
    // A literal is compiled where it is first used, what esbuild makes of one with \p at the start.
    supported: { 'regexp-unicode-property-escapes': true },
    minify: true,
    legalComments: 'none',
    logLevel: 'warning',
    ...options,
    plugins: [...(options.plugins ?? []), quickStart],
  });

/**
 * Makes a bundle the text that bin/launch.ts compiles: a function like those in which Node wraps modules, in ASCII, which
 * esbuild writes in strings, but not in regular expressions.
 */
function asFunction(file) {
  const escaped = (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;
  const ascii = readFileSync(file, 'utf8').replaceAll(/[^\0-\x7f]/g, escaped);
  writeFileSync(file, `(function (exports, require, module, __filename, __dirname) { ${ascii}\n});`);
}

/** Runs a Node program whose output is of interest only if it fails. */
function run(...args) {
  const { status, stdout } = spawnSync(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  if (status !== 0) throw new Error(`exit status ${status}: node ${args.join(' ')}\n${stdout}`);
}

process.chdir(fileURLToPath(new URL('.', import.meta.url)));
// The first `npx real` in a clone has npm prepare the package once more; it is to run what was built.
if (process.env.npm_command === 'exec' && existsSync('dist/types')) process.exit();
rmSync('dist', { recursive: true, force: true });
const [main, repl] = await Promise.all([
  bundle({
    entryPoints: ['bin/real.ts'],
    outfile: 'dist/main.cjs',
    format: 'cjs',
    metafile: true,
    // A script that is run from the code cache has no import(); esbuild makes it require().
    supported: { 'dynamic-import': false },
    plugins: [apart, onDemand],
    ...quickClock,
  }),
  bundle({
    stdin: { contents: VIEW, resolveDir: '.' },
    outfile: 'dist/repl.cjs',
    format: 'cjs',
    metafile: true,
    plugins: [synchronousInk],
    // Without `fetch` the layout engine is read from the text that it is in, with it by a stack of protocols (−25 ms).
    define: { 'process.env.NODE_ENV': '"production"', fetch: 'undefined' },
  }),
  bundle({ entryPoints: ['bin/launch.ts'], outfile: 'dist/real.cjs', format: 'cjs' }),
  bundle({ entryPoints: ['src/index.ts'], outfile: 'dist/index.js', format: 'esm', plugins: [apart], ...quickClock }),
  bundle({
    entryPoints: ['src/run/pool.ts'],
    outfile: 'dist/pool.cjs',
    format: 'cjs',
    external: ['piscina'],
    define: { 'import.meta.dirname': '__dirname' },
  }),
  bundle({ entryPoints: ['src/run/worker.ts'], outfile: 'dist/worker.cjs', format: 'cjs' }),
  ...ON_DEMAND.map((name) =>
    bundle({
      stdin: { contents: `export * from '${name}';`, resolveDir: '.' },
      outfile: `dist/${name}.cjs`,
      format: 'cjs',
    }),
  ),
]);
for (const edit of [EMOJI, NARROW]) if (!applied.has(edit)) throw new Error(`nothing holds ${edit[0]} any more`);
for (const file of ['dist/main.cjs', 'dist/repl.cjs']) asFunction(file);
writeFileSync('dist/main.meta.json', JSON.stringify(main.metafile));
writeFileSync('dist/repl.meta.json', JSON.stringify(repl.metafile));
chmodSync('dist/real.cjs', 0o755);
run('node_modules/typescript/bin/tsc', '-p', 'tsconfig.build.json');
run('code-cache.mjs', 'dist/main.cjs', ...WARM_UP);
run('code-cache.mjs', 'dist/repl.cjs');
