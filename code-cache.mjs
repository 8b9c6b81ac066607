/**
 * Writes V8's code cache of a CommonJS bundle beside it: `node code-cache.mjs BUNDLE ARGUMENT …` runs the bundle with
 * these arguments, so that the cache holds every function that such a run compiles, and no other. A bundle that only
 * exports how to draw a session is made to draw one.
 */
import { EventEmitter } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, resolve } from 'node:path';
import { constants, Script } from 'node:vm';

const [node, , bundle, ...args] = process.argv;
const file = resolve(bundle);
const script = new Script(readFileSync(file, 'latin1'), {
  filename: file,
  importModuleDynamically: constants?.USE_MAIN_CONTEXT_DEFAULT_LOADER,
});
const cache = `${file}.${process.version}-${process.arch}.cache`;
process.once('exit', () => writeFileSync(cache, script.createCachedData()));
process.argv = [node, file, ...args];
const main = { exports: {} };
script.runInThisContext()(main.exports, createRequire(file), main, file, dirname(file));
if (main.exports.openView) await draw(main.exports.openView);

/** A prompt, a key and a result, on a terminal that shows nothing. */
async function draw(openView) {
  const window = { columns: 80, rows: 24, getWindowSize: () => [80, 24] };
  const output = Object.assign(new EventEmitter(), { ...window, isTTY: true, write: () => true });
  const editor = { text: '', cursor: 0, menu: null, search: null };
  const [before, after] = ['', '1'].map((text) => ({ editor: { ...editor, text, cursor: text.length } }));
  let snapshot = { ...before, evaluation: null, notice: null };
  let changed = () => {};
  let written;
  const conversation = {
    snapshot: () => snapshot,
    take: () => written,
    redraw: () => {},
    subscribe: (listener) => {
      changed = listener;
      return () => {};
    },
  };
  const same = (text) => text;
  const style = { dim: same, bold: same, red: same, yellow: same, green: same, cyan: same, magenta: same };
  const options = { conversation, input: new EventEmitter(), output, style, highlight: () => [], reflows: true };
  const view = await openView(options);
  const drawn = () => new Promise((resolve) => setTimeout(resolve, 50));
  await drawn();
  snapshot = { ...snapshot, ...after };
  written = '1\n';
  changed();
  await drawn();
  view.close();
}
