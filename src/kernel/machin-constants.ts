import { forkEach, work } from '../number/fork.ts';
import { type Cache, cached } from './cache.ts';
import { dropBits, type Fixed, outward } from './fixed.ts';
import { inverseArctangent } from './inverse-arctangent.ts';
import { ANGLE_FORMULAS, LOG_FORMULAS, type MachinFormula } from './machin.ts';

/**
 * Encloses the constants of one formula at precision wp.
 *
 * Bound, in ulps: an arctangent with an error of at most ε ulps of its own precision wp + guard adds |c| · ε to a
 * constant, and 2^guard is at least the sum of the |c| of each row: ε in all, plus the dropped bits.
 */
export const evaluateFormula = (formula: MachinFormula, hyperbolic: boolean, wp: number): readonly Fixed[] => {
  const weight = (row: readonly number[]): number => row.reduce((sum, c) => sum + Math.abs(c), 0);
  const guard = Math.ceil(Math.log2(Math.max(...formula.rows.map(weight))));
  const series = arctangents(formula.x, hyperbolic, wp + guard);
  return formula.rows.map((row) => {
    let value = 0n;
    let error = 0;
    series.forEach((term, j) => {
      const c = row[j] as number;
      value += BigInt(c) * term.value;
      error += Math.abs(c) * term.error;
    });
    return dropBits({ value, error: outward(error) }, guard);
  });
};

/** Below this precision an arctangent takes less than 2 ms. */
const FORK_PRECISION = 50_000;

/** Each of them for any thread; the smallest x, which cost most, come first. */
const arctangents = (x: readonly number[], hyperbolic: boolean, wp: number): readonly Fixed[] => {
  const all = x.map((each) => ({ x: each, hyperbolic, wp }));
  return wp < FORK_PRECISION ? all.map(arctangent.run) : forkEach(arctangent, all);
};

const arctangent = work(
  'inverse arctangent',
  ({ x, hyperbolic, wp }: { readonly x: number; readonly hyperbolic: boolean; readonly wp: number }) =>
    inverseArctangent(x, hyperbolic, wp),
);

interface Family {
  readonly count: number;
  readonly cache: Cache<readonly Fixed[]>;
}

const families = (formulas: readonly MachinFormula[], hyperbolic: boolean): readonly Family[] =>
  formulas.map((formula) => ({
    count: formula.rows.length,
    cache: cached(
      `${formula.rows.length} ${hyperbolic ? 'logarithms' : 'angles'}`,
      (wp) => evaluateFormula(formula, hyperbolic, wp),
      (constants, drop) => constants.map((constant) => dropBits(constant, drop)),
    ),
  }));

/** The first `count` constants from a family that has them at hand, or else from the smallest one. */
const constants =
  (among: readonly Family[]) =>
  (count: number, wp: number): readonly Fixed[] => {
    const large = among.filter((family) => family.count >= count);
    const family = large.find(({ cache }) => cache.covers(wp)) ?? large[0];
    if (family === undefined) throw new RangeError(`no formula for ${count} constants`);
    return family.cache.at(wp).slice(0, count);
  };

const LOGARITHMS = families(LOG_FORMULAS, true);

/**
 * Encloses ln 2, ln 3, ln 5, … for the first `count` primes at precision wp, each with an error of at most 4 ulps.
 *
 * Requires: 1 ≤ count ≤ 13.
 * Bound: see `inverseArctangent` and `evaluateFormula`: truncation and rounding come to at most 2.2 ulps, the cache adds the
 * bits it drops.
 * Method: Machin-like formulas; Johansson, "Computing elementary functions using multi-prime argument reduction" (2022).
 * The arctangents of a formula are shared by all its constants.
 */
export const logPrimes: (count: number, wp: number) => readonly Fixed[] = constants(LOGARITHMS);

/** Whether `logPrimes(count, wp)` costs nothing, now that they have been computed before. */
export const haveLogPrimes = (count: number, wp: number): boolean =>
  LOGARITHMS.some((family) => family.count >= count && family.cache.covers(wp));

/** Encloses ln 2 at precision wp, with an error of at most 4 ulps; see `logPrimes`. */
export const ln2 = (wp: number): Fixed => logPrimes(1, wp)[0] as Fixed;

/**
 * Encloses the arguments of the first `count` Gaussian primes at precision wp, each with an error of at most 4 ulps.
 * These are, by rising norm and with 0 < b ≤ a for a + bi: 1 + i, 2 + i, 3 + 2i, 4 + i, 5 + 2i, 6 + i, 5 + 4i, 7 + 2i,
 * 6 + 5i, 8 + 3i, 8 + 5i, 9 + 4i, 10 + i; the first argument is π / 4, each is atan(b / a).
 *
 * Requires: 1 ≤ count ≤ 13.
 * Bound and method: as for `logPrimes`.
 */
export const gaussianAngles: (count: number, wp: number) => readonly Fixed[] = constants(
  families(ANGLE_FORMULAS, false),
);
