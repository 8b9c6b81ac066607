/**
 * Exact real arithmetic: every digit is proved.
 *
 * `evaluate` answers one expression; a `Session` reads statement after statement and keeps names and results.
 */
import type { Answer, Progress, Truth } from './outcome.ts';
import { Session } from './session.ts';
import { findSetting, named, type Settings } from './settings.ts';

export {
  ArityError,
  CancelledError,
  DivisionByZeroError,
  DomainError,
  type ErrorCode,
  InputOutputError,
  InternalError,
  LimitError,
  NameError,
  ParseError,
  RealError,
  type Span,
  UndecidedError,
  UsageError,
} from './errors.ts';
export type {
  Answer,
  Defined,
  Failure,
  Message,
  Outcome,
  Precision,
  Progress,
  Reason,
  RefinerStats,
  RoundingMode,
  Rule,
  Stats,
  Truth,
} from './outcome.ts';
export type { Definition } from './session/names.ts';
export { type RunOptions, Session, type SessionOptions } from './session.ts';
export type { Settings } from './settings.ts';

export interface EvaluateOptions extends Partial<Settings> {
  /** Significant digits; short for `precision: { kind: 'digits', count }`. */
  readonly digits?: number;
  /** Ends the evaluation with a CancelledError. */
  readonly signal?: AbortSignal;
  /** Called about once a second. */
  readonly onProgress?: (progress: Progress) => void;
}

/**
 * Evaluates one expression or relation, such as '1/3 + sqrt(2) @ 50 digits'.
 *
 * The answer's `value` holds exactly the digits asked for (20 unless told), correctly rounded; `lo` and `hi` enclose the
 * number. Rejects with a RealError, whose `code` says what is wrong and whose `span` says where.
 */
export const evaluate = async (expression: string, options: EvaluateOptions = {}): Promise<Answer | Truth> => {
  const { digits, signal, onProgress, ...settings } = options;
  const precision =
    digits === undefined ? {} : named('digits', () => findSetting('digits')?.parse(String(digits)) ?? {});
  const outcome = await new Session({ settings: { ...settings, ...precision } }).run(expression, {
    signal,
    onProgress,
  });
  if (outcome.kind === 'failure') throw outcome.error;
  if (outcome.kind === 'answer' || outcome.kind === 'truth') return outcome;
  throw new TypeError('evaluate() takes an expression; use a Session for definitions and commands');
};
