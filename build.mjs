/**
 * Builds dist/: the launcher `real.cjs`, the command line `main.cjs` with V8's code cache, the library `index.js` with
 * its declarations, and what both load when they start threads: `pool.cjs`, and `worker.cjs`, which the threads run.
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

const APPLY_MIXINS = `export function applyMixins(derived, bases) {
  const target = derived.prototype;
  delete target.constructor;
  for (const { prototype } of bases) Object.defineProperties(target, Object.getOwnPropertyDescriptors(prototype));
  Object.defineProperty(target, 'constructor', { value: derived, writable: true, configurable: true });
}`;

/** Leaves what most runs do without in a file of its own, which is loaded when it is needed. */
const onDemand = {
  name: 'on-demand',
  setup({ onResolve }) {
    onResolve({ filter: /\/pool\.ts$/ }, ({ kind }) =>
      kind === 'dynamic-import' ? { path: './pool.cjs', external: true } : undefined,
    );
  },
};

const bundle = (options) =>
  build({
    bundle: true,
    platform: 'node',
    target: 'node20',
    minify: true,
    legalComments: 'none',
    logLevel: 'warning',
    plugins: [quickStart, onDemand],
    ...options,
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
    // A script that is run from the code cache has no import(); esbuild makes it require().
    supported: { 'dynamic-import': false },
  }),
  bundle({ entryPoints: ['bin/launch.ts'], outfile: 'dist/real.cjs', format: 'cjs' }),
  bundle({ entryPoints: ['src/index.ts'], outfile: 'dist/index.js', format: 'esm' }),
  bundle({
    entryPoints: ['src/run/pool.ts'],
    outfile: 'dist/pool.cjs',
    format: 'cjs',
    external: ['piscina'],
    define: { 'import.meta.dirname': '__dirname' },
  }),
  bundle({ entryPoints: ['src/run/worker.ts'], outfile: 'dist/worker.cjs', format: 'cjs' }),
]);
asciiOnly('dist/main.cjs');
writeFileSync('dist/main.meta.json', JSON.stringify(metafile));
chmodSync('dist/real.cjs', 0o755);
run('node_modules/typescript/bin/tsc', '-p', 'tsconfig.build.json');
run('code-cache.mjs', 'dist/main.cjs', ...WARM_UP);
