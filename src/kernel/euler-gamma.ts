import type { Ball } from '../number/ball.ts';
import * as ball from '../number/ball.ts';
import { checkpoint } from '../number/checkpoint.ts';
import { fork, type Work, work } from '../number/fork.ts';
import { roundedSeries, trim } from './binary-splitting.ts';
import { cached } from './cache.ts';
import { dropBits, type Fixed, fromBall } from './fixed.ts';
import { logPrimes } from './machin-constants.ts';
import { LONG_BITS } from './product.ts';

/**
 * The block of terms from … to − 1: d = ∏ k, c / d = Σ 1 / k, t / d² = Σ w(k) and v / d³ = Σ h(k) · w(k), where
 * w(k) = ∏ n² / j² and h(k) = Σ 1 / j for j from the start of the block to k.
 */
interface Block {
  readonly c: Ball;
  readonly d: Ball;
  readonly t: Ball;
  readonly v: Ball;
}

/** A leaf has at most this many terms. */
const CHUNK = 16;
const { mul, add, div, exact } = ball;

/** Terms that are worth another thread: 5 ms. */
const FORK_TERMS = 1024;

/** 2^level blocks of `length` terms, the first of them block number `index`, for any thread. */
interface Part {
  readonly square: bigint;
  readonly length: number;
  readonly level: number;
  readonly index: number;
  /** n² to the power of length · 2^i, for i below the level. */
  readonly powers: readonly Ball[];
  readonly width: number;
}

/** Two blocks beside each other, and d² and n^(2 · length) · t of the right one. */
interface Neighbours {
  readonly left: Block;
  readonly right: Block;
  readonly rightSquare: Ball;
  readonly rightSum: Ball;
  readonly width: number;
}

/**
 * At least the first `terms` terms of Σ w(k) and Σ H(k) · w(k), k ≥ 1, for the parameter n; every product is rounded to
 * `width` bits. As in `inverseArctangent`, the blocks of a level have one length, and so one power of n².
 */
const besselSeries = (n: number, terms: number, width: number): Block => {
  const level = Math.max(0, Math.ceil(Math.log2(terms / CHUNK)));
  const length = Math.ceil(terms / 2 ** level);
  const square = BigInt(n) * BigInt(n);
  const powers = [trim(exact(square ** BigInt(length)), width)];
  for (let i = 1; i < level; i++) {
    const last = powers[i - 1] as Ball;
    powers.push(trim(mul(last, last), width));
  }
  return besselPart.run({ square, length, level, index: 0, powers, width });
};

const besselPart: Work<Part, Block> = work('bessel', (part) => {
  const { square, length, powers, width } = part;

  const leaf = (from: number): Block => {
    let c = 0n;
    let d = 1n;
    let t = 0n;
    let v = 0n;
    let power = 1n;
    for (let k = from; k < from + length; k++) {
      const next = BigInt(k);
      const nextSquare = next * next;
      power *= square;
      c = c * next + d;
      d *= next;
      // d² · w(k) is `power`, and d · h(k) is c.
      t = t * nextSquare + power;
      v = v * nextSquare * next + c * power;
    }
    return { c: exact(c), d: exact(d), t: exact(t), v: exact(v) };
  };

  const fold = (level: number, index: number): Block => {
    if (level === 0) return leaf(1 + index * length);
    const half = level - 1;
    const begun =
      length * 2 ** half > FORK_TERMS
        ? fork(besselPart, { ...part, level: half, index: 2 * index, powers: powers.slice(0, half) })
        : undefined;
    const right = fold(half, 2 * index + 1);
    checkpoint();
    return joinBessel(begun === undefined ? fold(half, 2 * index) : begun(), right, powers[half] as Ball, width);
  };

  return fold(part.level, part.index);
});

const joinBessel = (left: Block, right: Block, power: Ball, width: number): Block => {
  const product = (x: Ball, y: Ball): Ball => trim(mul(x, y), width);
  const rightSquare = product(right.d, right.d);
  const rightSum = product(power, right.t);
  const both = { left, right, rightSquare, rightSum, width };
  // Five products for v, four for the others.
  const others = right.d.bits > LONG_BITS ? fork(joinedOthers, both) : undefined;
  const inner = add(product(left.v, rightSquare), product(left.c, rightSum));
  const v = trim(add(product(inner, right.d), product(product(power, left.d), right.v)), width);
  const { c, d, t } = others?.() ?? joinedOthers.run(both);
  return { c, d, t, v };
};

const joinedOthers = work(
  'bessel, joined without v',
  ({ left, right, rightSquare, rightSum, width }: Neighbours): Omit<Block, 'v'> => {
    const product = (x: Ball, y: Ball): Ball => trim(mul(x, y), width);
    return {
      c: trim(add(product(left.c, right.d), product(right.c, left.d)), width),
      d: product(left.d, right.d),
      t: trim(add(product(left.t, rightSquare), rightSum), width),
    };
  },
);

/** The least number from `least` on that has no prime factor above 7, with the exponents of 2, 3, 5 and 7. */
const smoothFrom = (least: number): { readonly n: number; readonly exponents: readonly number[] } => {
  for (let n = least; ; n++) {
    let rest = n;
    const exponents = [2, 3, 5, 7].map((prime) => {
      let exponent = 0;
      for (; rest % prime === 0; rest /= prime) exponent++;
      return exponent;
    });
    if (rest === 1) return { n, exponents };
  }
};

/** Σ (2k)!³ / (k!⁴ (16n)^(2k)) / 4n. */
const correctionSeries = roundedSeries(
  'correction in gamma',
  (n: number) => (k) =>
    k === 0
      ? { p: 1n, q: BigInt(4 * n), a: 1n }
      : { p: BigInt(2 * k - 1) ** 3n, q: BigInt(32 * n * n) * BigInt(k), a: 1n },
);

/**
 * Encloses Euler's constant γ at precision wp, with an error of at most 3 ulps.
 *
 * Bound, in ulps:
 * - truncation: with N ≥ 4.97062575955 n + 1 terms of the two Bessel series and 2n terms of the third, γ differs by less
 *   than 24 e^(−8n) (Brent and Johansson, theorem 1), which 11.54 n ≥ wp + 8 makes less than 24 / 2^8 < 2^-3; more terms
 *   of the Bessel series only bring them nearer to their limits;
 * - ln n: at wp + 8 bits, at most 32 logarithms of at most 4 ulps: 2^7 / 2^8 = 1/2;
 * - rounding: the balls carry it. About 8 N / 16 roundings of 2^(1 − width) of a quotient below 2^5 stay under 2^-3 with
 *   width = wp + log2 N + 10. The third series adds K / I ≈ π e^(−4n) < 2^(2 − 5.77 n), so that many bits fewer do.
 * Flooring adds one.
 * Method: Brent and McMillan's algorithm B3 (1980), γ = (S − K) / I − ln n, with I = Σ w(k), S = Σ H(k) w(k) and
 * w(k) = (n^k / k!)²; 4n K I = Σ (2k)!³ / (k!⁴ (16n)^(2k)). Brent and Johansson, "A bound for the error term in the
 * Brent-McMillan algorithm" (2015). n has no prime factor above 7, so that ln n costs little.
 */
export const computeEulerGamma = (wp: number): Fixed => {
  const { n, exponents } = smoothFrom(Math.ceil((wp + 8) / 11.54));
  const terms = Math.ceil(4.970626 * n) + 1;
  const width = wp + Math.ceil(Math.log2(terms)) + 10;
  const { d, t, v } = besselSeries(n, terms, width);
  const square = trim(mul(d, d), width);
  // I = (d² + t) / d², the term k = 0 being 1; S = v / d³, where that term is 0.
  const bessel = trim(add(square, t), width);
  const quotient = div(v, mul(d, bessel), wp + 5);

  const short = Math.max(32, width - Math.floor(5.77 * n) + 8);
  const third = correctionSeries(2 * n, short, n);
  const inverse = div(trim(square, short), trim(bessel, short), wp + 5);
  const correction = div(mul(third.t, mul(inverse, inverse)), third.q, wp + 5);

  const { value, error } = fromBall(ball.sub(quotient, correction), wp + 8);
  const logs = logPrimes(4, wp + 8);
  const logN = exponents.reduce((sum, exponent, i) => sum + BigInt(exponent) * (logs[i] as Fixed).value, 0n);
  const logError = exponents.reduce((sum, exponent, i) => sum + exponent * (logs[i] as Fixed).error, 0);
  return { value: (value - logN) >> 8n, error: (error + logError) * 2 ** -8 + 1.25 };
};

/** γ at precision wp, with an error of at most 4 ulps; the widest value so far is kept. */
export const eulerGamma: (wp: number) => Fixed = cached('eulergamma', computeEulerGamma, dropBits).at;
