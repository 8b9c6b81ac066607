import { writeFileSync } from 'node:fs';
import { NameError, RealError } from '../errors.ts';
import type { Message, Outcome } from '../outcome.ts';
import type { Runner } from './execute.ts';
import { systemReason } from './system-error.ts';

/** Hands a text to the clipboard; false where there is none to reach. */
export type Copy = (text: string) => Promise<boolean>;

/** Carries out what a command asks of the front end about the last answer: to show all of it, to copy it, to save it. */
export const withActions = (session: Runner, copy: Copy): Runner => {
  let last: string | undefined;
  return {
    run: async (line, options) => {
      const outcome = await session.run(line, options);
      if (outcome.kind === 'answer') last = outcome.value;
      if (outcome.kind !== 'message' || !isAboutLast(outcome.action)) return outcome;
      return last === undefined
        ? { kind: 'failure', error: new NameError('there is no result yet') }
        : await carryOut(outcome, last, copy);
    },
  };
};

const isAboutLast = (action: Message['action']): boolean => action === 'full' || action === 'copy' || action === 'save';

const carryOut = async ({ action, path = '' }: Message, last: string, copy: Copy): Promise<Outcome> => {
  switch (action) {
    case 'copy': {
      const text = `copied ${last.length} characters`;
      return (await copy(last))
        ? { kind: 'message', text }
        : { kind: 'failure', error: new RealError('IO', 'there is no terminal whose clipboard could be reached') };
    }
    case 'save':
      return save(path, last);
    default:
      return { kind: 'message', text: last };
  }
};

const save = (path: string, text: string): Outcome => {
  try {
    writeFileSync(path, `${text}\n`);
    return { kind: 'message', text: `saved in ${path}` };
  } catch (error) {
    const message = `cannot write ${path}: ${systemReason(error)}`;
    return { kind: 'failure', error: new RealError('IO', message, { cause: error }) };
  }
};

/** The sequence that puts a text on the clipboard of a terminal that allows it (OSC 52). */
export const clipboardSequence = (text: string): string =>
  `\x1b]52;c;${Buffer.from(text, 'utf8').toString('base64')}\x07`;
