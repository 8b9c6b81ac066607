/** A half-open range of UTF-16 offsets in the statement that was read. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

export type ErrorCode =
  | 'PARSE'
  | 'NAME'
  | 'ARITY'
  | 'DOMAIN'
  | 'DIVISION_BY_ZERO'
  | 'UNDECIDED'
  | 'LIMIT'
  | 'INTERNAL'
  | 'IO'
  | 'USAGE'
  | 'CANCELLED';

export interface ErrorDetails {
  /** The part of the input that is at fault. */
  readonly span?: Span | undefined;
  /** What to do instead. */
  readonly hint?: string | undefined;
  readonly cause?: unknown;
}

/** Written out, since a bundler may rename the classes themselves. */
const CLASS_NAMES: Readonly<Record<ErrorCode, string>> = {
  PARSE: 'ParseError',
  NAME: 'NameError',
  ARITY: 'ArityError',
  DOMAIN: 'DomainError',
  DIVISION_BY_ZERO: 'DivisionByZeroError',
  UNDECIDED: 'UndecidedError',
  LIMIT: 'LimitError',
  INTERNAL: 'InternalError',
  IO: 'InputOutputError',
  USAGE: 'UsageError',
  CANCELLED: 'CancelledError',
};

/** Every failure that `real` reports; `code` says which kind, and the subclasses mirror the codes. */
export class RealError extends Error {
  readonly code: ErrorCode;
  readonly span: Span | undefined;
  readonly hint: string | undefined;

  constructor(code: ErrorCode, message: string, details: ErrorDetails = {}) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.name = CLASS_NAMES[code];
    this.code = code;
    this.span = details.span;
    this.hint = details.hint;
  }
}

/** The line is not a statement of the language. */
export class ParseError extends RealError {
  constructor(message: string, details?: ErrorDetails) {
    super('PARSE', message, details);
  }
}

/** A name is unknown, or may not be defined. */
export class NameError extends RealError {
  constructor(message: string, details?: ErrorDetails) {
    super('NAME', message, details);
  }
}

/** A function was given the wrong number of arguments. */
export class ArityError extends RealError {
  constructor(message: string, details?: ErrorDetails) {
    super('ARITY', message, details);
  }
}

/** The expression is proved undefined in the reals. */
export class DomainError extends RealError {
  constructor(message: string, details?: ErrorDetails) {
    super('DOMAIN', message, details);
  }
}

/** A divisor is proved zero. */
export class DivisionByZeroError extends RealError {
  constructor(message: string, details?: ErrorDetails) {
    super('DIVISION_BY_ZERO', message, details);
  }
}

/** A question about the value stayed open at the search limit; `lo` and `hi` enclose what was asked about. */
export class UndecidedError extends RealError {
  readonly lo: string | undefined;
  readonly hi: string | undefined;

  constructor(message: string, details: ErrorDetails & { lo?: string; hi?: string } = {}) {
    super('UNDECIDED', message, details);
    this.lo = details.lo;
    this.hi = details.hi;
  }
}

/** The request needs more time, bits or memory than it may use; `lo` and `hi` enclose the value where something is known. */
export class LimitError extends RealError {
  readonly lo: string | undefined;
  readonly hi: string | undefined;

  constructor(message: string, details: ErrorDetails & { lo?: string; hi?: string } = {}) {
    super('LIMIT', message, details);
    this.lo = details.lo;
    this.hi = details.hi;
  }
}

/** The evaluation was interrupted by its caller; `lo` and `hi` enclose the value where something is known. */
export class CancelledError extends RealError {
  readonly lo: string | undefined;
  readonly hi: string | undefined;

  constructor(message = 'cancelled', details: ErrorDetails & { lo?: string; hi?: string } = {}) {
    super('CANCELLED', message, details);
    this.lo = details.lo;
    this.hi = details.hi;
  }
}

/** A file or a stream could not be read or written. */
export class InputOutputError extends RealError {
  constructor(message: string, details?: ErrorDetails) {
    super('IO', message, details);
  }
}

/** An option or a setting is unknown, or has no such value. */
export class UsageError extends RealError {
  constructor(message: string, details?: ErrorDetails) {
    super('USAGE', message, details);
  }
}

/** A defect of `real` itself. */
export class InternalError extends RealError {
  constructor(message: string, details?: ErrorDetails) {
    super('INTERNAL', message, { hint: 'this is a bug in real; please report the input', ...details });
  }
}

/** An error as plain data: classes and codes do not survive the way to another thread. */
export interface WireError {
  /** The code of a RealError; undefined for any other error. */
  readonly code: ErrorCode | undefined;
  readonly name: string;
  readonly message: string;
  readonly hint: string | undefined;
}

export const toWire = (error: unknown): WireError => {
  const { name, message } = error instanceof Error ? error : new Error(String(error));
  return error instanceof RealError
    ? { code: error.code, name, message, hint: error.hint }
    : { code: undefined, name, message, hint: undefined };
};

/** The error again; what V8 throws on its own limits is a RangeError again. */
export const fromWire = ({ code, name, message, hint }: WireError): Error => {
  switch (code) {
    case 'LIMIT':
      return new LimitError(message, { hint });
    case 'CANCELLED':
      return new CancelledError(message, { hint });
    case 'INTERNAL':
      return new InternalError(message, { hint });
    case undefined:
      return name === 'RangeError' ? new RangeError(message) : new Error(message);
    default:
      return new RealError(code, message, { hint });
  }
};
