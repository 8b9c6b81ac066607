import { constants, createReadStream, fstatSync, openSync, statSync } from 'node:fs';
import { addAbortSignal, type Readable } from 'node:stream';
import { CancelledError, InputOutputError, ParseError } from '../errors.ts';
import { createLineSplitter } from './lines.ts';
import type { Statement } from './statement.ts';
import { systemReason } from './system-error.ts';

/** Something to run. */
export type Source =
  | { readonly kind: 'expression'; readonly name: string; readonly text: string }
  | { readonly kind: 'file'; readonly path: string }
  | { readonly kind: 'stdin' };

/** The statements of all sources, in order, each as soon as it has been read, until nobody waits for them any more. */
export async function* statementsOf(sources: readonly Source[], signal?: AbortSignal): AsyncGenerator<Statement> {
  let given = 0;
  for (const source of sources) {
    if (source.kind === 'expression') {
      for (const statement of expressionStatements(source.name, source.text)) yield { ...statement, number: ++given };
    } else if (source.kind === 'file') {
      yield* streamStatements(source.path, () => fileStream(source.path), signal);
    } else {
      yield* streamStatements('<stdin>', standardInput, signal);
    }
  }
}

/** What was written on the command line is meant to be evaluated: if it is blank, say so. */
const expressionStatements = (source: string, text: string): Statement[] =>
  text.trim() === ''
    ? [
        {
          source,
          line: 1,
          number: 1,
          text,
          problem: new ParseError('expected an expression', { span: { start: 0, end: 0 } }),
        },
      ]
    : text.split(/\r?\n/).map((line, index) => ({ source, line: index + 1, number: index + 1, text: line }));

/** `process.stdin` takes a directory for an empty file; a stream of its own reports it. */
const standardInput = (): Readable => (fstatSync(0).isDirectory() ? createReadStream('', { fd: 0 }) : process.stdin);

/** A pipe that has a name is not opened as a file is: that would hold a thread until somebody writes to it. */
const fileStream = async (path: string): Promise<Readable> => {
  if (!statSync(path, { throwIfNoEntry: false })?.isFIFO()) return createReadStream(path);
  const { Socket } = await import('node:net');
  const fd = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
  return new Socket({ fd, readable: true, writable: false });
};

/** A stream that cannot be read is reported like a statement that cannot be run, and the next source goes on. */
async function* streamStatements(
  source: string,
  open: () => Readable | Promise<Readable>,
  signal: AbortSignal | undefined,
): AsyncGenerator<Statement> {
  const splitter = createLineSplitter();
  let line = 0;
  try {
    const stream = await open();
    for await (const chunk of signal === undefined ? stream : addAbortSignal(signal, stream)) {
      for (const content of splitter.push(chunk)) yield { source, line: ++line, number: line, ...content };
    }
  } catch (error) {
    const problem = signal?.aborted
      ? new CancelledError()
      : new InputOutputError(`cannot read ${source}: ${systemReason(error)}`, { cause: error });
    yield { source, line, number: line, text: '', problem };
    return;
  }
  for (const content of splitter.end()) yield { source, line: ++line, number: line, ...content };
}
