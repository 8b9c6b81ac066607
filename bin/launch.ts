#!/usr/bin/env node
/**
 * Starts main.cjs from V8's code cache, which the build wrote beside it: nothing is parsed or compiled at the start.
 * V8 refuses the cache of another version or of other flags; then the bundle is compiled as usual, and Node 22 and
 * later keep what they compiled in a cache of their own.
 */
import { readFileSync } from 'node:fs';
import nodeModule from 'node:module';
import { join } from 'node:path';
import { constants, Script } from 'node:vm';

const file = join(__dirname, 'main.cjs');
const script = cachedScript();
if (script === undefined) {
  (nodeModule as { enableCompileCache?: () => void }).enableCompileCache?.();
  require(file);
} else {
  script.runInThisContext()(exports, require, module, file, __dirname);
}

/** The bundle, compiled from its cache; undefined if there is no cache, or none for this V8. */
function cachedScript(): Script | undefined {
  const importModuleDynamically = constants?.USE_MAIN_CONTEXT_DEFAULT_LOADER;
  try {
    const cachedData = readFileSync(`${file}.cache`);
    // The bundle is ASCII, and reading it as Latin-1 makes the one-byte string that V8 wants without decoding.
    const source = nodeModule.wrap(readFileSync(file, 'latin1'));
    const script = new Script(source, { filename: file, cachedData, importModuleDynamically });
    return script.cachedDataRejected ? undefined : script;
  } catch {
    return undefined;
  }
}
