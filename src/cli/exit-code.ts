import type { ErrorCode } from '../errors.ts';

export const EXIT_CODES: Readonly<Record<ErrorCode, number>> = {
  DOMAIN: 1,
  DIVISION_BY_ZERO: 1,
  PARSE: 2,
  NAME: 2,
  ARITY: 2,
  UNDECIDED: 3,
  LIMIT: 3,
  INTERNAL: 4,
  IO: 4,
  USAGE: 64,
  CANCELLED: 130,
};
