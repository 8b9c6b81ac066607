import { whenForgotten } from './cache.ts';
import { type Fixed, outward } from './fixed.ts';
import { gaussianAngles, haveLogPrimes, logPrimes } from './machin-constants.ts';
import { FEW_PRIME_RELATIONS, GAUSSIAN_RELATIONS, PRIME_RELATIONS } from './relations.ts';
import { remembered } from './remembered.ts';

/** Constants c(j), and integer combinations Σ e(j) c(j) of them that are smaller and smaller positive numbers. */
export interface Basis {
  readonly constants: (wp: number) => readonly Fixed[];
  /** The constants at PLANNING_PRECISION. */
  readonly plan: () => readonly Fixed[];
  readonly relations: readonly (readonly number[])[];
  /** What each relation comes to, as a double. */
  readonly steps: () => readonly number[];
  /** The bits of reduction that pay for their cost at precision wp (measured). */
  readonly depthFor: (wp: number) => number;
}

/** As many constants as there are at most, and the few of `FEW_LOGARITHMS`. */
const COUNT = 13;
const FEW = 8;
/** Where exponents are chosen: the smallest relation, near 2^-130, has the 53 bits of a double, and some to spare. */
const PLANNING_PRECISION = 192;
/** How many relations, at 2 bits each, are applied to one double before the rest is taken from exact numbers again. */
const STAGE = 16;

const basis = (
  constants: (count: number, wp: number) => readonly Fixed[],
  relations: readonly (readonly number[])[],
  depthFor: (wp: number) => number,
): Basis => {
  const count = relations[0]?.length ?? 0;
  const at = (wp: number): readonly Fixed[] => constants(count, wp);
  const plan = remembered(at);
  const steps = remembered((wp) => relations.map((relation) => Number(combination(relation, at(wp))) * 2 ** -wp));
  return {
    constants: remembered(at),
    plan: () => plan(PLANNING_PRECISION),
    relations,
    steps: () => steps(PLANNING_PRECISION),
    depthFor,
  };
};

const combination = (exponents: readonly number[], constants: readonly Fixed[]): bigint => {
  let sum = 0n;
  exponents.forEach((exponent, j) => {
    if (exponent !== 0) sum += BigInt(exponent) * (constants[j] as Fixed).value;
  });
  return sum;
};

const deep = (wp: number): number => 10 * Math.log2(wp) - 56;

/** ln 2, ln 3, ln 5, … */
export const LOGARITHMS = basis(logPrimes, PRIME_RELATIONS, deep);
/** The first of them, which are had sooner and serve a little worse. */
export const FEW_LOGARITHMS = basis(logPrimes, FEW_PRIME_RELATIONS, (wp) => 0.65 * deep(wp));
/** The arguments of 1 + i, 2 + i, 3 + 2i, … */
export const ANGLES = basis(gaussianAngles, GAUSSIAN_RELATIONS, deep);

/** After so many calls with few logarithms the others would have paid (measured). */
const PATIENCE = 8;
/** Above this precision the few are no quicker (measured). */
const FEW_PRECISION = 600_000;
let calls = 0;
let precision = 0;
whenForgotten(() => {
  calls = 0;
  precision = 0;
});

/** The logarithms to reduce by at precision wp: few at the first calls there, which the many would delay. */
export const logarithmsFor = (wp: number): Basis => logarithmsUnlessFirst(wp) ?? logarithmsOfCall(1, wp);

/** The same, but none at the first call where they are not at hand: for what can do without, and costs less than they do. */
export const logarithmsUnlessFirst = (wp: number): Basis | undefined => {
  if (haveLogPrimes(COUNT, wp)) return LOGARITHMS;
  if (wp > 1.5 * precision) {
    calls = 0;
    precision = wp;
  }
  calls += 1;
  return calls === 1 && !haveLogPrimes(FEW, wp) ? undefined : logarithmsOfCall(calls, wp);
};

const logarithmsOfCall = (call: number, wp: number): Basis =>
  wp > FEW_PRECISION || call > PATIENCE ? LOGARITHMS : FEW_LOGARITHMS;

/**
 * Encloses Σ e(j) c(j), for whole e(j) whose sizes have a sum below 2^53.
 * Bound, in ulps: the constants are taken to as many more bits as Σ |e(j)| has, so that their errors come to no more than
 * the largest; cutting these bits adds less than 1.
 */
export const combine = (
  exponents: readonly number[],
  constants: (wp: number) => readonly Fixed[],
  wp: number,
): Fixed => {
  const weight = exponents.reduce((sum, exponent) => sum + Math.abs(exponent), 0);
  const extra = Math.ceil(Math.log2(weight + 1));
  const values = constants(wp + extra);
  const worst = values.reduce((most, { error }) => Math.max(most, error), 0);
  return { value: combination(exponents, values) >> BigInt(extra), error: outward(worst + 1) };
};

/**
 * Small exponents e(j) that bring x · 2^-wp − Σ e(j) c(j) down to about 2^-depth, where e(0) counts from `first`. They are
 * a plan: whoever uses them measures what is left.
 *
 * Requires: |x · 2^-wp − first · c(0)| < 2.
 * Method: Johansson, "Computing elementary functions using multi-prime argument reduction" (2022): from one relation to the
 * next, take off the nearest multiple.
 */
export const planExponents = (x: bigint, first: number, basis: Basis, wp: number, depth: number): number[] => {
  const drop = BigInt(Math.max(0, wp - PLANNING_PRECISION));
  const lift = BigInt(Math.max(0, PLANNING_PRECISION - wp));
  const start = (x >> drop) << lift;
  const constants = basis.plan();
  const sizes = basis.steps();
  const count = Math.min(sizes.length, Math.ceil(depth / 2));
  const exponents = new Array<number>(COUNT).fill(0);
  exponents[0] = first;
  for (let stage = 0; stage < count; stage += STAGE) {
    let rest = Number(start - combination(exponents, constants)) * 2 ** -PLANNING_PRECISION;
    for (let i = stage; i < Math.min(count, stage + STAGE); i++) {
      const size = sizes[i] as number;
      const multiple = Math.round(rest / size);
      if (multiple === 0) continue;
      rest -= multiple * size;
      const relation = basis.relations[i] as readonly number[];
      for (let j = 0; j < relation.length; j++)
        exponents[j] = (exponents[j] as number) + multiple * (relation[j] as number);
    }
  }
  return exponents;
};
