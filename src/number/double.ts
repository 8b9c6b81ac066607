const DOUBLE = new Float64Array(1);
const WORDS = new Uint32Array(DOUBLE.buffer);

const TABLE_END = 64;
const POWERS = Float64Array.from({ length: 2 * TABLE_END + 1 }, (_, i) => 2 ** (i - TABLE_END));

/** 2^k for a whole k. The operator calls a library, which takes longer than the rest of an operation on radii. */
export const exp2 = (k: number): number =>
  k >= -TABLE_END && k <= TABLE_END ? (POWERS[k + TABLE_END] as number) : 2 ** k;

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
