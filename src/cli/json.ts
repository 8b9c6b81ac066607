import { CancelledError, LimitError, type RealError, UndecidedError } from '../errors.ts';
import type { Answer, Outcome, Truth } from '../outcome.ts';
import { lengthOf, locate } from './diagnostic.ts';
import type { Statement } from './statement.ts';

/** What a terminal would obey; JSON.stringify escapes only those below U+0020. */
const UNSAFE = /[\u007f-\u009f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]/g;

const escapeUnsafe = (json: string): string =>
  json.replace(UNSAFE, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);

/** The line of `--json` for an outcome; undefined where there is nothing to say. */
export const jsonLine = (statement: Statement, outcome: Outcome): string | undefined => {
  const body = bodyOf(statement, outcome);
  if (body === undefined) return undefined;
  const head = { v: 1, line: statement.number, input: statement.text, ok: outcome.kind !== 'failure' };
  return `${escapeUnsafe(JSON.stringify({ ...head, ...body }, toMicroseconds))}\n`;
};

/** Every number that is not whole is a time in milliseconds. */
const toMicroseconds = (_: string, value: unknown): unknown =>
  typeof value === 'number' && !Number.isInteger(value) ? Math.round(value * 1000) / 1000 : value;

const bodyOf = (statement: Statement, outcome: Outcome): object | undefined => {
  switch (outcome.kind) {
    case 'answer':
      return answerFields(outcome);
    case 'truth':
      return truthFields(outcome);
    case 'defined':
      return { name: outcome.name, value: null };
    case 'message':
      return { value: null, message: outcome.text };
    case 'failure':
      return { error: errorFields(statement, outcome.error) };
    case 'nothing':
      return undefined;
  }
};

const answerFields = (answer: Answer): object => ({
  value: answer.value,
  form: answer.form,
  kind: answer.numberKind,
  exact: answer.exact,
  lo: answer.lo,
  hi: answer.hi,
  errorBound: answer.errorBound,
  rounding: answer.rounding,
  digits: answer.digits,
  bits: answer.bits,
  base: answer.base,
  strategy: answer.strategy,
  elapsedMs: answer.elapsedMs,
  stats: answer.stats,
  why: answer.why,
  warnings: answer.warnings,
  message: answer.note,
});

const truthFields = (truth: Truth): object => ({
  value: String(truth.value),
  kind: 'boolean',
  strategy: truth.strategy,
  elapsedMs: truth.elapsedMs,
  stats: truth.stats,
  why: truth.why,
  warnings: truth.warnings,
  message: truth.note,
});

const errorFields = (statement: Statement, error: RealError): object => {
  const { code, message, span, hint = null } = error;
  const place =
    span === undefined
      ? { line: statement.number, column: null, length: null }
      : { ...locate(statement, statement.number, span), length: lengthOf(statement.text, span) };
  const enclosure =
    error instanceof UndecidedError || error instanceof LimitError || error instanceof CancelledError
      ? { lo: error.lo ?? null, hi: error.hi ?? null }
      : {};
  return { code, message, ...place, hint, ...enclosure };
};
