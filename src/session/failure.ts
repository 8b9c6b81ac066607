import { InternalError, LimitError, RealError } from '../errors.ts';

/** Errors that V8 throws on its own limits become ours; everything else that is not ours is a defect. */
export const asRealError = (error: unknown): RealError => {
  if (error instanceof RealError) return error;
  if (error instanceof RangeError && /BigInt/.test(error.message))
    return new LimitError('a number here is longer than 2^30 bits');
  if (error instanceof RangeError && /Map|Set|Array|allocation/i.test(error.message))
    return new LimitError('this needs more memory than there is');
  return new InternalError(error instanceof Error ? error.message : String(error), { cause: error });
};
