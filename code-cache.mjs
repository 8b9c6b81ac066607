/**
 * Writes V8's code cache of a CommonJS bundle beside it: `node code-cache.mjs BUNDLE ARGUMENT …` runs the bundle with
 * these arguments, so that the cache holds every function that such a run compiles, and no other.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, resolve } from 'node:path';
import { constants, Script } from 'node:vm';

const [node, , bundle, ...args] = process.argv;
const file = resolve(bundle);
// Exactly the text that bin/launch.ts compiles, or V8 refuses the cache.
const source = `(function (exports, require, module, __filename, __dirname) { ${readFileSync(file, 'latin1')}\n});`;
const script = new Script(source, {
  filename: file,
  importModuleDynamically: constants?.USE_MAIN_CONTEXT_DEFAULT_LOADER,
});
const cache = `${file}.${process.version}-${process.arch}.cache`;
process.once('exit', () => writeFileSync(cache, script.createCachedData()));
process.argv = [node, file, ...args];
const main = { exports: {} };
script.runInThisContext()(main.exports, createRequire(file), main, file, dirname(file));
