import { statSync, writeFileSync } from 'node:fs';
import { type ErrorDetails, InputOutputError, type Span } from '../errors.ts';
import type { Message, Outcome } from '../outcome.ts';
import type { Runner } from './execute.ts';
import { counted } from './figures.ts';
import { systemReason } from './system-error.ts';
import { withHome } from './user-files.ts';

/** Hands a text to the clipboard; false where there is none to reach. */
export type Copy = (text: string) => Promise<boolean>;

/** Carries out what a command asks of the front end: to copy a text, to save it in a file. A file to load is only found. */
export const withActions = (session: Runner, copy: Copy): Runner => ({
  run: async (line, options) => {
    const outcome = await session.run(line, options);
    if (outcome.kind !== 'message') return outcome;
    return await carryOut(outcome.path === undefined ? outcome : { ...outcome, path: withHome(outcome.path) }, copy);
  },
});

const carryOut = async (asked: Message, copy: Copy): Promise<Outcome> => {
  const { action, content = '', path = '', span } = asked;
  switch (action) {
    case 'copy': {
      if (await copy(content)) {
        // It gives no answer, so nobody knows whether it took them.
        const text = `sent ${counted(content.length, 'character')} to the clipboard of the terminal (OSC 52)`;
        return { kind: 'message', text };
      }
      const hint = ':save FILE writes it to a file';
      return failure('there is no terminal whose clipboard could be reached', { span, hint });
    }
    case 'save':
      return save(path, content, span);
    default:
      return asked;
  }
};

const failure = (message: string, details: ErrorDetails): Outcome => ({
  kind: 'failure',
  error: new InputOutputError(message, details),
});

const save = (path: string, text: string, span: Span | undefined): Outcome => {
  try {
    const replaced = statSync(path, { throwIfNoEntry: false })?.isFile() === true;
    writeFileSync(path, `${text}\n`);
    return { kind: 'message', text: replaced ? `replaced ${path}` : `saved in ${path}` };
  } catch (cause) {
    return failure(`cannot write ${path}: ${systemReason(cause)}`, { span, cause });
  }
};

/** The sequence that puts a text on the clipboard of a terminal that allows it (OSC 52). */
export const clipboardSequence = (text: string): string =>
  `\x1b]52;c;${Buffer.from(text, 'utf8').toString('base64')}\x07`;
