#!/usr/bin/env node
/**
 * Starts main.cjs from V8's code cache, which the build wrote beside it for this Node on this kind of processor: then
 * nothing is parsed or compiled at the start. Without the cache, or where V8 refuses it (as it does under other flags),
 * the bundle is compiled as usual.
 */
import { readFileSync } from 'node:fs';
import { wrap } from 'node:module';
import { join } from 'node:path';
import { constants, Script } from 'node:vm';

const file = join(__dirname, 'main.cjs');

// The bundle is ASCII, and reading it as Latin-1 makes the one-byte string that V8 wants without decoding.
const script = new Script(wrap(readFileSync(file, 'latin1')), {
  filename: file,
  cachedData: codeCache(),
  importModuleDynamically: constants?.USE_MAIN_CONTEXT_DEFAULT_LOADER,
});
script.runInThisContext()(exports, require, module, file, __dirname);

function codeCache(): Buffer | undefined {
  try {
    return readFileSync(`${file}.${process.version}-${process.arch}.cache`);
  } catch {
    return undefined;
  }
}
