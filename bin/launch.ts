#!/usr/bin/env node
/**
 * Starts main.cjs from V8's code cache, which the build wrote beside it for this Node on this kind of processor: then
 * nothing is parsed or compiled at the start. Without the cache, or where V8 refuses it (as it does under other flags),
 * the bundle is compiled as usual. What the main bundle requires from beside it is started in the same way.
 */
import { readFileSync } from 'node:fs';
import { constants, Script } from 'node:vm';

/** What the main bundle requires from beside it that is in a code cache too. */
const CACHED = './repl.cjs';

load('main.cjs');

function load(name: string): unknown {
  const file = `${__dirname}/${name}`;
  // The bundle is ASCII, and reading it as Latin-1 makes the one-byte string that V8 wants without decoding. The build has
  // wrapped it as Node wraps modules: to do so here would leave a second copy to be collected.
  const script = new Script(readFileSync(file, 'latin1'), {
    filename: file,
    cachedData: codeCache(file),
    importModuleDynamically: constants?.USE_MAIN_CONTEXT_DEFAULT_LOADER,
  });
  const loaded = { exports: {} };
  const requireBeside = (id: string): unknown => (id === CACHED ? load(CACHED) : require(id));
  script.runInThisContext()(loaded.exports, requireBeside, loaded, file, __dirname);
  return loaded.exports;
}

function codeCache(file: string): Buffer | undefined {
  try {
    return readFileSync(`${file}.${process.version}-${process.arch}.cache`);
  } catch {
    return undefined;
  }
}
