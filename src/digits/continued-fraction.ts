import { LimitError } from '../errors.ts';
import * as ball from '../number/ball.ts';
import * as extent from '../number/extent.ts';
import { bitLength, shift } from '../number/integer.ts';
import { floor, type Rational } from '../number/rational.ts';
import type { Unsettled } from './rounding.ts';

/** The first terms of an expansion [a₀; a₁, a₂, …]; `isWhole` where there are no more. */
export interface Terms {
  readonly kind: 'terms';
  readonly terms: readonly bigint[];
  readonly isWhole: boolean;
}

/** Lévy's constant: log2 of the square of a denominator grows by so much a term, for almost all numbers. */
const BITS_PER_TERM = 3.43;
/** A fraction p/q this much nearer than 1/q² is taken for the number itself as long as nothing tells them apart. */
const NARROW_BITS = 64;
const MAX_EXPONENT = 2 ** 24;

export const termsOfRational = (x: Rational, count: number): Terms => {
  const terms: bigint[] = [];
  let { num, den } = x;
  while (den !== 0n && terms.length < count) {
    const term = floor({ num, den });
    terms.push(term);
    [num, den] = [den, num - term * den];
  }
  return { kind: 'terms', terms, isWhole: den === 0n };
};

/**
 * The first `count` terms that every number of the ball has. Euclid's algorithm takes quadratic time, so a narrower
 * ball than the terms are likely to need is first rounded.
 */
export const termsOfBall = (x: ball.Ball, count: number): Terms | Unsettled => {
  const likely = Math.ceil(count * BITS_PER_TERM) + NARROW_BITS;
  if (ball.isUnbounded(x)) return { kind: 'need', bits: likely };
  for (let p = likely; p < ball.accuracy(x); p *= 2) {
    const terms = commonTerms(ball.round(x, p), count);
    if (terms.kind === 'terms') return terms;
  }
  return commonTerms(x, count);
};

/**
 * Method: Euclid's algorithm on both ends; while they have the same floor so has all between them, and x ↦ 1/(x − floor)
 * swaps them. Where an end is an integer there is no next term to prove.
 */
const commonTerms = (x: ball.Ball, count: number): Terms | Unsettled => {
  const lo = extent.low(x);
  const hi = extent.high(x);
  if (Math.abs(lo.exp) > MAX_EXPONENT)
    throw new LimitError('a number with so large an exponent has no continued fraction of use');
  const lift = (end: ball.Dyadic): Rational => ({
    num: shift(end.mid, Math.max(0, end.exp)),
    den: 1n << BigInt(Math.max(0, -end.exp)),
  });
  let low = lift(lo);
  let high = lift(hi);
  const terms: bigint[] = [];
  while (terms.length < count) {
    const term = floor(low);
    if (floor(high) !== term) return unsettled(x, [...terms, term + (term * low.den === low.num ? 0n : 1n)], count);
    terms.push(term);
    const lowRest = low.num - term * low.den;
    if (lowRest === 0n && terms.length < count) return unsettled(x, terms, count);
    [low, high] = [
      { num: high.den, den: high.num - term * high.den },
      { num: low.den, den: lowRest },
    ];
  }
  return { kind: 'terms', terms, isWhole: false };
};

/** `terms` are those of the simplest fraction in the ball. */
const unsettled = (x: ball.Ball, terms: readonly bigint[], count: number): Unsettled => {
  const at = convergent(terms);
  const accuracy = ball.accuracy(x);
  if (accuracy > 2 * bitLength(at.den) + NARROW_BITS) return { kind: 'straddle', at, bits: 2 * accuracy };
  // Terms may grow as they go on, as those of exp(1/n) do: what is left takes at least what these have taken.
  const rate = Math.max(BITS_PER_TERM, (1.25 * accuracy) / terms.length);
  return { kind: 'need', bits: accuracy + Math.ceil((count - terms.length + 1) * rate) + 16 };
};

/** The fraction whose terms these are. */
export const convergent = (terms: readonly bigint[]): Rational => {
  let [num, den, lastNum, lastDen] = [1n, 0n, 0n, 1n];
  for (const term of terms) [num, den, lastNum, lastDen] = [term * num + lastNum, term * den + lastDen, num, den];
  return { num, den };
};

export const writeTerms = ({ terms, isWhole }: Terms, base: number): string => {
  const [first, ...rest] = terms.map((term) => term.toString(base));
  const tail = isWhole ? rest : [...rest, '…'];
  return tail.length === 0 ? `[${first}]` : `[${first}; ${tail.join(', ')}]`;
};
