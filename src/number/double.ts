const DOUBLE = new Float64Array(1);
const WORDS = new Uint32Array(DOUBLE.buffer);

/** 2^k for a whole k, put together: the operator takes longer than the rest of an operation on radii. */
export const exp2 = (k: number): number => {
  if (k < -1022 || k > 1023) return 2 ** k;
  WORDS[0] = 0;
  WORDS[1] = (k + 1023) << 20;
  return DOUBLE[0] as number;
};

/** A whole number that depends on all bits of a double. */
export const hashOf = (x: number): number => {
  DOUBLE[0] = x;
  return (WORDS[0] as number) ^ Math.imul(WORDS[1] as number, 31);
};

/** The least e with |x| < 2^e, for a finite x of at least 2^-1022. */
export const exponentOf = (x: number): number => {
  DOUBLE[0] = x;
  return (((WORDS[1] as number) & 0x7fffffff) >>> 20) - 1022;
};

/** The 30 leading bits of |x|, cut, for a finite x of at least 2^-1022: a number in [2^29, 2^30). */
export const leadingBits = (x: number): number => {
  DOUBLE[0] = x;
  return 0x20000000 | (((WORDS[1] as number) & 0xfffff) << 9) | ((WORDS[0] as number) >>> 23);
};

/** The greatest of them, however many there are; at least 0. */
export const greatest = (values: readonly number[]): number => values.reduce((most, each) => Math.max(most, each), 0);
