import { describe, expect, it } from 'vitest';
import {
  CancelledError,
  type ErrorCode,
  fromWire,
  InternalError,
  LimitError,
  RealError,
  toWire,
  UndecidedError,
} from '../src/errors.ts';

/** As it comes out of another thread. */
const sent = (error: unknown): Error => fromWire(structuredClone(toWire(error)));

describe('an error from another thread', () => {
  const codes: Record<ErrorCode, true> = {
    PARSE: true,
    NAME: true,
    ARITY: true,
    DOMAIN: true,
    DIVISION_BY_ZERO: true,
    UNDECIDED: true,
    LIMIT: true,
    INTERNAL: true,
    IO: true,
    USAGE: true,
    CANCELLED: true,
  };

  it.each(Object.keys(codes) as ErrorCode[])('has the code, the name and the words of the one there: %s', (code) => {
    const original = new RealError(code, 'what went wrong', { hint: 'what to do' });
    expect(sent(original)).toMatchObject({ code, name: original.name, message: 'what went wrong', hint: 'what to do' });
    expect(sent(original)).toBeInstanceOf(RealError);
  });

  it('is of the class that the code here looks for', () => {
    expect(sent(new LimitError('too long'))).toBeInstanceOf(LimitError);
    expect(sent(new CancelledError())).toBeInstanceOf(CancelledError);
    expect(sent(new InternalError('ours'))).toBeInstanceOf(InternalError);
    expect(sent(new InternalError('ours'))).toMatchObject({ hint: expect.stringContaining('bug') });
    expect(sent(new UndecidedError('open', { lo: '0', hi: '1' }))).toMatchObject({ code: 'UNDECIDED' });
  });

  it('is what V8 throws on its own limits, or any other error, or no error at all', () => {
    expect(sent(new RangeError('Maximum BigInt size exceeded'))).toBeInstanceOf(RangeError);
    expect(sent(new TypeError('x is not a function'))).toMatchObject({ message: 'x is not a function' });
    expect(sent('thrown').message).toBe('thrown');
  });
});
