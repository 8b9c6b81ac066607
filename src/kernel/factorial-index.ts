/**
 * An m, at least 3 and hardly larger than need be, with |x|^m / m! ≤ 2^-bits, where log2 |x| is within 2^-40 of `size`.
 *
 * Bound: x^m / m! ≤ (e |x| / m)^m, and 1.45 for log2 e = 1.4427 pays for the rounding of the doubles.
 */
export const factorialIndex = (size: number, bits: number): number => {
  const reaches = (m: number): boolean => m * (Math.log2(m) - size - 1.45) >= bits;
  let high = 4;
  while (!reaches(high)) high *= 2;
  let low = high / 2;
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (reaches(middle)) high = middle;
    else low = middle;
  }
  return high;
};
