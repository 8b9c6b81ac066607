/** ⌊a / b⌋ for a ≥ 0, b > 0. */
export const divide = (a: bigint, b: bigint): bigint => a / b;
