import { main, reportFatal } from '../src/cli.ts';

/** Everything was written synchronously, so nothing is lost by ending here, and a broken program must not go on. */
process.on('uncaughtException', (error) => {
  void reportFatal(error).then((code) => process.exit(code));
});

void main(process.argv.slice(2)).then(({ exitCode, written }) => {
  // Another turn of the event loop has V8 collect garbage, and only what is pending needs it (−1 ms).
  if (written) process.exit(exitCode);
  process.exitCode = exitCode;
});
