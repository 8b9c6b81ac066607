import { main, reportFatal } from '../src/cli.ts';

/** Everything was written synchronously, so nothing is lost by ending here, and a broken program must not go on. */
process.on('uncaughtException', (error) => {
  void reportFatal(error).then((code) => process.exit(code));
});

void main(process.argv.slice(2)).then((code) => {
  process.exitCode = code;
});
