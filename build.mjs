/**
 * Builds dist/: the launcher `real.cjs`, the command line `main.cjs` with V8's code cache, the library `index.js` and
 * its declarations.
 */
import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

/** What the run compiles whose code is cached: an ordinary one-shot. */
const WARM_UP = ['1/3 + sqrt(2) @ 50'];

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
  },
};

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

/** What only errors and options need is a bundle of its own, read when it is first used. */
const ON_DEMAND = ['chevrotain', 'commander'];
/** Modules of Node's that not every run needs; each takes 0.2 ms. */
const SELDOM = ['node:buffer', 'node:child_process', 'node:module', 'node:os', 'node:path', 'node:readline'];

const onDemand = {
  name: 'on-demand',
  setup({ onResolve, onLoad }) {
    const filter = new RegExp(`^(${[...ON_DEMAND, ...SELDOM].join('|')})$`);
    onResolve({ filter: /./, namespace: 'on-demand' }, ({ path }) => ({ path, external: true }));
    onResolve({ filter }, ({ path }) => ({ path, namespace: 'on-demand' }));
    onLoad({ filter: /./, namespace: 'on-demand' }, async ({ path }) => {
      const file = ON_DEMAND.includes(path) ? `./${path}.cjs` : path;
      const getters = Object.keys(await import(path)).map((name) => `get ${name}() { return load().${name}; }`);
      return { contents: `const load = () => require('${file}');\nmodule.exports = { ${getters.join(', ')} };` };
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

/** Escapes what is not ASCII: esbuild does so in strings, but not in regular expressions. */
function asciiOnly(file) {
  const escaped = (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;
  writeFileSync(file, readFileSync(file, 'utf8').replaceAll(/[^\0-\x7f]/g, escaped));
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
const [{ metafile }] = await Promise.all([
  bundle({
    entryPoints: ['bin/real.ts'],
    outfile: 'dist/main.cjs',
    format: 'cjs',
    metafile: true,
    plugins: [onDemand],
    ...quickClock,
  }),
  ...ON_DEMAND.map((name) =>
    bundle({
      stdin: { contents: `export * from '${name}';`, resolveDir: '.' },
      outfile: `dist/${name}.cjs`,
      format: 'cjs',
    }),
  ),
  bundle({ entryPoints: ['bin/launch.ts'], outfile: 'dist/real.cjs', format: 'cjs' }),
  bundle({ entryPoints: ['src/index.ts'], outfile: 'dist/index.js', format: 'esm', ...quickClock }),
]);
asciiOnly('dist/main.cjs');
writeFileSync('dist/main.meta.json', JSON.stringify(metafile));
chmodSync('dist/real.cjs', 0o755);
run('node_modules/typescript/bin/tsc', '-p', 'tsconfig.build.json');
run('code-cache.mjs', 'dist/main.cjs', ...WARM_UP);
