import { createReadStream, fstatSync } from 'node:fs';
import { ParseError, RealError } from '../errors.ts';
import { createLineSplitter } from './lines.ts';
import type { Statement } from './statement.ts';
import { systemReason } from './system-error.ts';

/** Something to run. */
export type Source =
  | { readonly kind: 'expression'; readonly name: string; readonly text: string }
  | { readonly kind: 'file'; readonly path: string }
  | { readonly kind: 'stdin' };

/** The statements of all sources, in order, each as soon as it has been read. */
export async function* statementsOf(sources: readonly Source[]): AsyncGenerator<Statement> {
  let given = 0;
  for (const source of sources) {
    if (source.kind === 'expression') {
      for (const statement of expressionStatements(source.name, source.text)) yield { ...statement, number: ++given };
    } else if (source.kind === 'file') {
      yield* streamStatements(source.path, createReadStream(source.path));
    } else {
      yield* streamStatements('<stdin>', standardInput());
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
const standardInput = (): AsyncIterable<Uint8Array> =>
  fstatSync(0).isDirectory() ? createReadStream('', { fd: 0 }) : process.stdin;

/** A stream that cannot be read is reported like a statement that cannot be run, and the next source goes on. */
async function* streamStatements(source: string, stream: AsyncIterable<Uint8Array>): AsyncGenerator<Statement> {
  const splitter = createLineSplitter();
  let line = 0;
  try {
    for await (const chunk of stream) {
      for (const content of splitter.push(chunk)) yield { source, line: ++line, number: line, ...content };
    }
  } catch (error) {
    const problem = new RealError('IO', `cannot read ${source}: ${systemReason(error)}`, { cause: error });
    yield { source, line, number: line, text: '', problem };
    return;
  }
  for (const content of splitter.end()) yield { source, line: ++line, number: line, ...content };
}
