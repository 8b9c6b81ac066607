/** So many bits stand for all that a refiner is short of while nothing is known of it. */
const ALL = 2 ** 40;

/**
 * What the root gains by a step of each refiner to its demand, as the logarithm to base 2 of so many bits, which may be too
 * few for a double; `short` says by how many bits each refiner falls short of its demand.
 *
 * A demand is the tolerance 2^-p of the root times a sensitivity: to first order an error 2^-a of a refiner moves the root
 * by 2^(demand − a) times that tolerance. So a refiner that is m bits short contributes 2^m tolerances to the error of the
 * root, about the sum E of all contributions, and one tolerance once it has its demand: the root gains
 * log2 E − log2(E − 2^m + 1) bits. For the refiner that is furthest behind these may be many, since it hides what the others
 * bring; for each of these they are few.
 */
export const gainsOf = (short: readonly number[]): readonly number[] => {
  const missing = short.map((bits) => Math.max(0, Math.min(bits, ALL)));
  const top = missing.reduce((best, bits, i) => (bits > (missing[best] ?? 0) ? i : best), 0);
  const most = missing[top] ?? 0;
  // E = 2^most (1 + others). Without the top one it is too far below that for a difference to tell.
  let others = 0;
  for (const [i, bits] of missing.entries()) if (i !== top) others += 2 ** (bits - most);
  const whole = Math.log2(1 + others);
  const rest = Math.log2(Math.max(others + 2 ** -most, Number.MIN_VALUE));
  return missing.map((bits, i) => {
    if (i === top) return Math.log2(whole - rest);
    // 2^m − 1 tolerances, over E.
    const lost = (bits < DOUBLE_BITS ? Math.log2(2 ** bits - 1) : bits) - most - whole;
    return lost > SMALL ? Math.log2(-Math.log2(1 - 2 ** lost)) : lost - Math.log2(Math.LN2);
  });
};

/** A double does not tell 2^m and 2^m − 1 apart. */
const DOUBLE_BITS = 53;
/** Below 2^-26 a double tells −ln(1 − x) and x no more apart. */
const SMALL = -26;
