/**
 * An approximation in fixed point: what a kernel returns at a working precision `wp` that its caller knows.
 * It stands for every real f with |f − value · 2^-wp| ≤ error · 2^-wp; `error` is a small finite double, in ulps.
 */
export interface Fixed {
  readonly value: bigint;
  readonly error: number;
}

/**
 * An upper bound of what a short computation in doubles approximates: k roundings of nonnegative terms change a value
 * by a factor of at most (1 + 2^-53)^k, which is below 1 + 2^-49 for k ≤ 15.
 */
export const outward = (error: number): number => error * (1 + 2 ** -48);

/**
 * The same number at `drop` ≥ 0 bits of precision less.
 *
 * Bound: the old error counts 2^-drop for each ulp, and flooring the value moves it by less than one new ulp.
 */
export const dropBits = ({ value, error }: Fixed, drop: number): Fixed =>
  drop === 0 ? { value, error } : { value: value >> BigInt(drop), error: outward(error * 2 ** -drop + 1) };
