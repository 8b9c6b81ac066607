import { expect } from 'vitest';
import type { RealError } from '../../src/errors.ts';
import type { Answer } from '../../src/outcome.ts';
import { Session } from '../../src/session.ts';
import type { Settings } from '../../src/settings.ts';

export const sessionWith = (settings: Partial<Settings> = {}): Session => new Session({ settings });

/** The answer to the line; a failure fails the test with its own message. */
export const answerOf = async (session: Session, line: string): Promise<Answer> => {
  const outcome = await session.run(line);
  if (outcome.kind === 'failure') throw outcome.error;
  if (outcome.kind !== 'answer') throw new Error(`'${line}' came to ${outcome.kind}`);
  return outcome;
};

/** The digits that the line comes to. */
export const digitsOf = async (session: Session, line: string): Promise<string> =>
  (await answerOf(session, line)).value;

/** The error that the line comes to. */
export const errorOf = async (session: Session, line: string): Promise<RealError> => {
  const outcome = await session.run(line);
  if (outcome.kind !== 'failure') expect.fail(`'${line}' came to ${outcome.kind}`);
  return outcome.error;
};

/** The text that an error's span covers. */
export const blamed = (line: string, { span }: RealError): string | undefined =>
  span === undefined ? undefined : line.slice(span.start, span.end);
