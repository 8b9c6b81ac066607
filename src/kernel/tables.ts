import { powerOfTwo } from '../number/integer.ts';
import { whenForgotten } from './cache.ts';
import { type Fixed, outward } from './fixed.ts';
import { remembered } from './remembered.ts';

/** The widest working precision that the tables serve: above it the reduction by primes wins (measured). */
export const TABLE_PRECISION = 640;

/**
 * The entries have 64 bits more, which outlast the less than 8 ulps that each of the 2^15 steps of 2^-14 to the last one
 * adds, relatively.
 */
const PRECISION = TABLE_PRECISION + 64;
const ONE = powerOfTwo(PRECISION);

/** An argument is i · 2^-7 + j · 2^-14 + t with 0 ≤ j < 128 and 0 ≤ t < 2^-14. */
const COARSE_BITS = 7;
const FINE_BITS = 14;
const FINE_COUNT = 2 ** (FINE_BITS - COARSE_BITS);
const FINE_MASK = FINE_COUNT - 1;
const STEP = ONE >> BigInt(FINE_BITS);

interface Tables<Entry> {
  readonly coarse: (i: number) => Entry;
  readonly fine: (j: number) => Entry;
}

interface Circular {
  readonly sin: bigint;
  readonly cos: bigint;
}

const lazy = <Value>(compute: () => Value): (() => Value) => {
  let value: Value | undefined;
  whenForgotten(() => {
    value = undefined;
  });
  return () => {
    value ??= compute();
    return value;
  };
};

const multiply = (x: bigint, y: bigint, wp: bigint): bigint => (x * y) >> wp;

const rotate = (x: Circular, y: Circular, wp: bigint): Circular => ({
  sin: (x.sin * y.cos + x.cos * y.sin) >> wp,
  cos: (x.cos * y.cos - x.sin * y.sin) >> wp,
});

/** How many coefficients 1 / k! the widest precision needs, and more. */
const COEFFICIENTS = 48;
const inverseFactorials = lazy(() => {
  const values = [ONE];
  for (let k = 1; k < COEFFICIENTS; k++) values.push((values[k - 1] as bigint) / BigInt(k));
  return values;
});
/** −log2 of 2^(−14 k) / k!, which t^k / k! is below. */
const termBits = lazy(() => {
  const bits = [0];
  for (let k = 1; k < COEFFICIENTS; k++) bits.push((bits[k - 1] as number) + FINE_BITS + Math.log2(k));
  return bits;
});

/** As many 1 / k! as leave less than half an ulp after the terms t^k / k! with them. */
const coefficientsFor = remembered((wp): readonly bigint[] => {
  const bits = termBits();
  let terms = 1;
  while ((bits[terms] as number) < wp + 2) terms++;
  const drop = BigInt(PRECISION - wp);
  return inverseFactorials()
    .slice(0, terms)
    .map((value) => value >> drop);
});

/**
 * Encloses Σ y^i / (first + i · stride)! over all terms for which there is a coefficient.
 * Bound, in ulps: a coefficient is cut by less than 1, a product by less than 1, and with |y| ≤ 2^-14 the errors before
 * count nearly nothing: below 2.01.
 */
const horner = (y: bigint, first: number, stride: number, wp: number): bigint => {
  const coefficients = coefficientsFor(wp);
  const shift = BigInt(wp);
  const last = first + stride * Math.floor((coefficients.length - 1 - first) / stride);
  let sum = coefficients[last] as bigint;
  for (let k = last - stride; k >= 0; k -= stride) sum = ((sum * y) >> shift) + (coefficients[k] as bigint);
  return sum;
};

/** sin t and cos t for t · 2^-wp, by `horner`. */
const smallRotation = (t: bigint, wp: number): Circular => {
  const shift = BigInt(wp);
  const y = -((t * t) >> shift);
  return { sin: (t * horner(y, 1, 2, wp)) >> shift, cos: horner(y, 0, 2, wp) };
};

/** The powers of `step`, each made when it is first asked for: most evaluations need few. */
const powers = <Entry>(
  unit: Entry,
  step: Entry,
  join: (x: Entry, y: Entry, wp: bigint) => Entry,
): ((i: number) => Entry) => {
  const entries = [unit, step];
  const power = (i: number): Entry => {
    const known = entries[i];
    if (known !== undefined) return known;
    const half = power(i >> 1);
    const square = join(half, half, BigInt(PRECISION));
    const entry = i % 2 === 0 ? square : join(square, step, BigInt(PRECISION));
    entries[i] = entry;
    return entry;
  };
  return power;
};

/** What belongs to i · 2^-7 and j · 2^-14, from what belongs to 2^-14. */
const tables = <Entry>(unit: Entry, step: Entry, join: (x: Entry, y: Entry, wp: bigint) => Entry): Tables<Entry> => {
  const fine = powers(unit, step, join);
  return { coarse: powers(unit, fine(FINE_COUNT), join), fine };
};

const exponentials = lazy((): Tables<bigint> => tables(ONE, horner(STEP, 0, 1, PRECISION), multiply));

const rotations = lazy((): Tables<Circular> => tables({ sin: 0n, cos: ONE }, smallRotation(STEP, PRECISION), rotate));

/** i, j and t of an argument x · 2^-wp ≥ 0. */
const parts = (x: bigint, wp: number): [coarse: number, fine: number, rest: bigint] => {
  const tail = wp - FINE_BITS;
  const index = Number(x >> BigInt(tail));
  return [index >> (FINE_BITS - COARSE_BITS), index & FINE_MASK, BigInt.asUintN(tail, x)];
};

/**
 * Encloses e^x.
 *
 * Requires: 0 ≤ x < 2, 64 ≤ wp ≤ TABLE_PRECISION.
 * Bound, in ulps: an entry is cut by less than 1.01, so the product of the two, below e², has 7.4 · 1.01 + 1.01 · 1.02 + 1
 * < 9.6; the series has 2.01 and a truncation of 1/2, times 7.4 that is 18.6, and with the floor of the last product the
 * sum is below 30. The error of x counts e^x < 7.4 times.
 * Method: two tables and Horner's rule.
 */
export const tabulatedExp = (x: Fixed, wp: number): Fixed => {
  const [i, j, t] = parts(x.value, wp);
  const { coarse, fine } = exponentials();
  const shift = BigInt(wp);
  const drop = BigInt(PRECISION - wp);
  const factor = ((coarse(i) >> drop) * (fine(j) >> drop)) >> shift;
  const series = horner(t, 0, 1, wp);
  return { value: (factor * series) >> shift, error: outward(30 + 7.5 * x.error) };
};

/**
 * Encloses sin x and cos x.
 *
 * Requires: |x| < 2, 64 ≤ wp ≤ TABLE_PRECISION.
 * Bound, in ulps: rotating one pair with errors ε by another with errors η gives 1.42 (ε + η) + 1 + 2^-40. The tables'
 * pairs have 1.01 each, together 3.9; the series' have 2.01 + 1/2 and, for the sine, the floors of t² (below 2^-13) and
 * of its product with t; so the sum is below 1.42 (3.9 + 3.6) + 1.1 < 12. The error of x counts once.
 * Method: two tables and Horner's rule.
 */
export const tabulatedSinCos = (x: Fixed, wp: number): [sin: Fixed, cos: Fixed] => {
  const isNegative = x.value < 0n;
  const [i, j, t] = parts(isNegative ? -x.value : x.value, wp);
  const { coarse, fine } = rotations();
  const shift = BigInt(wp);
  const drop = BigInt(PRECISION - wp);
  const cut = ({ sin, cos }: Circular): Circular => ({ sin: sin >> drop, cos: cos >> drop });
  const turned = rotate(cut(coarse(i)), cut(fine(j)), shift);
  const { sin, cos } = rotate(turned, smallRotation(t, wp), shift);
  const error = outward(12 + x.error);
  return [
    { value: isNegative ? -sin : sin, error },
    { value: cos, error },
  ];
};
