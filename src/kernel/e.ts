import { fork, type Work, work } from '../number/fork.ts';
import { quotient, split } from './binary-splitting.ts';
import { cached } from './cache.ts';
import { factorialIndex } from './factorial-index.ts';
import { dropBits, type Fixed } from './fixed.ts';
import { product } from './product.ts';

/** The block from … to: q = from · … · to, and t / q = Σ 1 / (from · … · k). */
interface Block {
  readonly q: bigint;
  readonly t: bigint;
}

const CHUNK = 24;

const leaf = (from: number, to: number): Block => {
  let q = 1n;
  let t = 0n;
  for (let k = from; k < to; ) {
    // A few factors at a time fit in a double, which is much cheaper than one long product a factor.
    let smallQ = k;
    let smallT = 1;
    for (k++; k < to && smallQ * k < 2 ** 52; k++) {
      smallQ *= k;
      smallT = smallT * k + 1;
    }
    const q1 = BigInt(smallQ);
    t = t * q1 + BigInt(smallT);
    q *= q1;
  }
  return { q, t };
};

const join = (left: Block, right: Block): Block => {
  const q = product(left.q, right.q);
  const t = left.t * right.q + right.t;
  return { q: q(), t };
};

/** Bits of a block that is worth another thread: 2 ms. */
const FORK_BITS = 100_000;

/** The terms from … to − 1, for any thread. */
const factorialSeries: Work<readonly [from: number, to: number], Block> = work('factorial series', ([from, to]) =>
  split(from, to, CHUNK, leaf, join, (start, end) =>
    (end - start) * Math.log2(end) > FORK_BITS ? fork(factorialSeries, [start, end]) : undefined,
  ),
);

/**
 * Encloses e at precision wp, with an error of at most 2 ulps.
 *
 * Bound, in ulps: what follows 1/n! is below 1/n!, at most 2^-5 ulps with n! ≥ 2^(wp + 5); the quotient adds 1.0625.
 * Method: Σ 1/k! by binary splitting.
 */
export const computeE = (wp: number): Fixed => {
  const n = factorialIndex(0, wp + 5);
  const { q, t } = factorialSeries.run([1, n + 1]);
  const { value, error } = quotient(q + t, q, wp, 2);
  return { value, error: error + 2 ** -5 };
};

/** e at precision wp, with an error of at most 4 ulps; the widest value so far is kept. */
export const e: (wp: number) => Fixed = cached('e', computeE, dropBits).at;
