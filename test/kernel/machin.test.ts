import { describe, expect, test } from 'vitest';
import { ANGLE_FORMULAS, LOG_FORMULAS } from '../../src/kernel/machin.ts';

const PRIMES = [2n, 3n, 5n, 7n, 11n, 13n, 17n, 19n, 23n, 29n, 31n, 37n, 41n];
type Gaussian = readonly [re: bigint, im: bigint];
const GAUSSIAN_PRIMES: readonly Gaussian[] = [
  [1n, 1n],
  [2n, 1n],
  [3n, 2n],
  [4n, 1n],
  [5n, 2n],
  [6n, 1n],
  [5n, 4n],
  [7n, 2n],
  [6n, 5n],
  [8n, 3n],
  [8n, 5n],
  [9n, 4n],
  [10n, 1n],
];

/** The sum of the rows of `vectors`, each times its coefficient. */
const combine = (coefficients: readonly number[], vectors: readonly (readonly number[])[]): number[] =>
  (vectors[0] as readonly number[]).map((_, i) =>
    coefficients.reduce((sum, c, j) => sum + c * ((vectors[j] as readonly number[])[i] as number), 0),
  );

describe('logarithms', () => {
  /** The exponents of the primes in (x + 1) / (x − 1), which has no others. */
  const exponents = (x: number): number[] => {
    let above = BigInt(x) + 1n;
    let below = BigInt(x) - 1n;
    const found = PRIMES.map((prime) => {
      let exponent = 0;
      for (; above % prime === 0n; above /= prime) exponent += 1;
      for (; below % prime === 0n; below /= prime) exponent -= 1;
      return exponent;
    });
    expect(above * below).toBe(1n);
    return found;
  };

  test.each(LOG_FORMULAS.map((formula) => [formula.rows.length, formula] as const))(
    'prime² = ∏ ((x + 1) / (x − 1))^c for %i primes',
    (_, { x, rows }) => {
      const vectors = x.map(exponents);
      rows.forEach((row, i) => {
        expect(row).toHaveLength(x.length);
        expect(combine(row, vectors)).toEqual(PRIMES.map((_, k) => (k === i ? 2 : 0)));
      });
    },
  );
});

describe('angles', () => {
  /** z / w where that is a Gaussian integer. */
  const divide = ([re, im]: Gaussian, [a, b]: Gaussian): Gaussian | undefined => {
    const norm = a * a + b * b;
    const quotient: Gaussian = [re * a + im * b, im * a - re * b];
    return quotient[0] % norm === 0n && quotient[1] % norm === 0n
      ? [quotient[0] / norm, quotient[1] / norm]
      : undefined;
  };

  /**
   * arg(x + i) in arguments of Gaussian primes, up to multiples of 2π = 8 arg(1 + i): a conjugate prime counts −1, and a
   * unit counts in arg(1 + i) too.
   */
  const angles = (x: number): number[] => {
    let rest: Gaussian = [BigInt(x), 1n];
    const strip = (prime: Gaussian): number => {
      let count = 0;
      for (let next = divide(rest, prime); next !== undefined; next = divide(rest, prime)) {
        rest = next;
        count += 1;
      }
      return count;
    };
    const counts = GAUSSIAN_PRIMES.map(([a, b]) => strip([a, b]) - (a === b ? 0 : strip([a, -b])));
    const quarters = ['1,0', '0,1', '-1,0', '0,-1'].indexOf(rest.join());
    expect(quarters).toBeGreaterThanOrEqual(0);
    return counts.map((count, i) => (i === 0 ? count + 2 * quarters : count));
  };

  test.each(ANGLE_FORMULAS.map((formula) => [formula.rows.length, formula] as const))(
    'arg(prime) = Σ c · arg(x + i) for %i Gaussian primes',
    (_, { x, rows }) => {
      const vectors = x.map(angles);
      rows.forEach((row, i) => {
        expect(row).toHaveLength(x.length);
        const [first, ...others] = combine(row, vectors) as [number, ...number[]];
        expect((first - (i === 0 ? 1 : 0)) % 8).toBe(first - (i === 0 ? 1 : 0) < 0 ? -0 : 0);
        expect(others).toEqual(GAUSSIAN_PRIMES.slice(1).map((_, k) => (k + 1 === i ? 1 : 0)));
        // What is left open is a multiple of 2π.
        const [a, b] = GAUSSIAN_PRIMES[i] as Gaussian;
        const sum = row.reduce((total, c, j) => total + c * Math.atan(1 / (x[j] as number)), 0);
        expect(sum).toBeCloseTo(Math.atan2(Number(b), Number(a)), 6);
      });
    },
  );
});
