import { InternalError } from '../errors.ts';
import { bitLength, powerOfTwo } from '../number/integer.ts';
import { isqrt } from '../number/root.ts';
import { type Fixed, outward } from './fixed.ts';
import { type Coefficients, rectangularSum } from './rectangular-splitting.ts';
import { remembered } from './remembered.ts';

/** +1 for the hyperbolic functions, −1 for the circular ones: what i² is replaced by. */
export type Signature = 1 | -1;

/** c(k) = 1 / (2k + 1)!, so that c(k) / c(k − 1) = 1 / (2k (2k + 1)). */
const oddFactorials = (first: number, size: number): Coefficients => {
  const numerators = new Array<bigint>(size);
  let product = 1n;
  for (let i = size - 1; i >= 0; i--) {
    const even = 2 * (first + i + 1);
    product *= BigInt(even * (even + 1));
    numerators[i] = product;
  }
  return { numerators, carry: 1n, denominator: product };
};

/** c(k) = 1 / (2k + 1), scaled by 2 first + 1 so that it starts at 1. */
const oddReciprocals = (first: number, size: number): Coefficients => {
  const odds = Array.from({ length: size + 1 }, (_, i) => BigInt(2 * (first + i) + 1));
  const denominator = odds.reduce((product, odd) => product * odd, 1n) / (odds[0] as bigint);
  const lead = odds[0] as bigint;
  const share = (odd: bigint): bigint => (denominator * lead) / odd;
  return {
    numerators: odds.slice(0, size).map(share),
    carry: share(odds[size] as bigint),
    denominator,
  };
};

/** The least n with |t|^(2n) / (2n + 1)! < 2^-(wp + 1), where |t| < 2^-zeros. */
const factorialTerms = (zeros: number, wp: number): number => {
  let n = 1;
  for (let bits = 2 * zeros + Math.log2(6); bits <= wp + 2; n++)
    bits += 2 * zeros + Math.log2((2 * n + 2) * (2 * n + 3));
  return n;
};

/** t² in fixed point with its sign, and the zeros that follow the point in t. */
const argument = (t: bigint, signature: Signature, wp: number): { y: bigint; zeros: number } => {
  const zeros = wp - bitLength(t);
  if (zeros < 1) throw new InternalError('a series is asked for outside of |t| < 1/2');
  const square = (t * t) >> BigInt(wp);
  return { y: signature === 1 ? square : -square, zeros };
};

/**
 * t times a sum in t² with its error in ulps.
 *
 * Bound: the sum has `series.error` of its own, 1 for what is left out after its last term (below half an ulp · 4/3) and
 * 1 for the floor of t², at whose error the sum changes by Σ k c(k) y^(k−1) ≤ 1 at most. All of that counts |t| < 2^-zeros
 * times; flooring the product adds 1.
 */
const timesArgument = (t: bigint, series: Fixed, zeros: number, wp: number): Fixed => ({
  value: (t * series.value) >> BigInt(wp),
  error: outward((series.error + 2) * 2 ** -zeros + 1),
});

/**
 * Encloses sinh t and cosh t (signature 1) or sin t and cos t (signature −1), for t · 2^-wp exactly.
 *
 * Requires: |t| < 2^(wp − 1), wp ≥ 32.
 * Bound: see `timesArgument` for the sine. The cosine √(1 ± s²) moves by at most |s| / √(1 − s²) < 1 for each unit of s,
 * and flooring the root adds 1.
 * Method: Taylor series of the odd one by rectangular splitting, one square root for the even one.
 */
export const sineAndCosine = (t: bigint, signature: Signature, wp: number): [sine: Fixed, cosine: Fixed] => {
  const { y, zeros } = argument(t, signature, wp);
  const sine = timesArgument(t, rectangularSum(y, wp, factorialTerms(zeros, wp), oddFactorials), zeros, wp);
  const square = sine.value * sine.value;
  const cosine = isqrt(powerOfTwo(2 * wp) + (signature === 1 ? square : -square));
  return [sine, { value: cosine, error: sine.error + 1 }];
};

/** Up to here Horner's rule is quicker than building the coefficients of a block. */
const FEW_TERMS = 4;

const oddParts = remembered((wp) => {
  const one = powerOfTwo(wp);
  return Array.from({ length: FEW_TERMS }, (_, k) => one / BigInt(2 * k + 1));
});

/**
 * Encloses Σ y^k / (2k + 1), k < terms.
 * Bound, in ulps: each step floors a product and a quotient, 2 together, and counts those before |y| ≤ 1/4 times.
 */
const shortSum = (y: bigint, wp: number, terms: number): Fixed => {
  const parts = oddParts(wp);
  let sum = parts[terms - 1] as bigint;
  for (let k = terms - 2; k >= 0; k--) sum = ((sum * y) >> BigInt(wp)) + (parts[k] as bigint);
  return { value: sum, error: 3 };
};

/**
 * Encloses atanh t (signature 1) or atan t (signature −1), for t · 2^-wp exactly.
 *
 * Requires: |t| < 2^(wp − 1), wp ≥ 32.
 * Bound: see `timesArgument`.
 * Method: Taylor series by rectangular splitting.
 */
export const arctangent = (t: bigint, signature: Signature, wp: number): Fixed => {
  const { y, zeros } = argument(t, signature, wp);
  const terms = Math.ceil((wp + 1) / (2 * zeros));
  const series = terms <= FEW_TERMS ? shortSum(y, wp, terms) : rectangularSum(y, wp, terms, oddReciprocals);
  return timesArgument(t, series, zeros, wp);
};
