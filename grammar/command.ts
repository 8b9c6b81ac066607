import type { Statement } from '../src/ast.ts';
import { ParseError } from '../src/errors.ts';

/** `:name argument # comment`; undefined if the line does not begin with a colon. */
export const parseCommand = (line: string): Statement | undefined => {
  const colon = /^\s*:/.exec(line);
  if (colon === null) return undefined;
  const end = colon[0].length;
  const start = end - 1;
  const text = withoutComment(line.slice(end));
  const [, name = '', blank = '', argument = ''] = /^(\p{L}[\p{L}\d-]*)(?:(\s+)(.*))?$/su.exec(text) ?? [];
  if (name === '')
    throw new ParseError("expected the name of a command after ':'", {
      span: { start, end },
      hint: 'write :help for a list',
    });
  const after = end + name.length;
  const from = after + blank.length;
  return {
    kind: 'command',
    name,
    argument,
    span: { start, end: after },
    argumentSpan: { start: from, end: from + argument.length },
  };
};

/** A # within a word, as in a file name, begins no comment. */
const withoutComment = (text: string): string => text.replace(/(^|\s)#.*$/s, '').trimEnd();
