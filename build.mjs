/**
 * Builds dist/: the launcher `real.cjs`, the command line `main.cjs` with V8's code cache, the library `index.js` and
 * its declarations.
 */
import { spawnSync } from 'node:child_process';
import { chmodSync, rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

/** What the run compiles whose code is cached: an ordinary one-shot. */
const WARM_UP = ['1/3 + sqrt(2) @ 50'];

/** Commander needs child processes for subcommands in files of their own, which `real` has none of; loading them takes 5 ms. */
const withoutChildProcess = {
  name: 'without-child-process',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^node:child_process$/ }, ({ importer }) =>
      /[\\/]commander[\\/]/.test(importer) ? { path: 'none', namespace: 'without-child-process' } : undefined,
    );
    onLoad({ filter: /.*/, namespace: 'without-child-process' }, () => ({ contents: '' }));
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
    plugins: [withoutChildProcess],
    ...options,
  });

function run(...args) {
  const { status } = spawnSync(process.execPath, args, { stdio: ['ignore', 'ignore', 'inherit'] });
  if (status !== 0) throw new Error(`exit status ${status}: node ${args.join(' ')}`);
}

process.chdir(fileURLToPath(new URL('.', import.meta.url)));
rmSync('dist', { recursive: true, force: true });
const [{ metafile }] = await Promise.all([
  bundle({ entryPoints: ['bin/real.ts'], outfile: 'dist/main.cjs', format: 'cjs', metafile: true }),
  bundle({ entryPoints: ['bin/launch.ts'], outfile: 'dist/real.cjs', format: 'cjs' }),
  bundle({ entryPoints: ['src/index.ts'], outfile: 'dist/index.js', format: 'esm' }),
]);
writeFileSync('dist/main.meta.json', JSON.stringify(metafile));
chmodSync('dist/real.cjs', 0o755);
run('code-cache.mjs', 'dist/main.cjs', ...WARM_UP);
run('node_modules/typescript/bin/tsc', '-p', 'tsconfig.build.json');
