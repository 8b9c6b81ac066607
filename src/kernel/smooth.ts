/** The primes whose logarithms `logPrimes` gives, after 2. */
const ODD_PRIMES = [3n, 5n, 7n, 11n, 13n, 17n, 19n, 23n, 29n, 31n, 37n, 41n];
/** The Gaussian primes whose arguments `gaussianAngles` gives, after 1 + i. */
const GAUSSIAN_PRIMES: readonly Gaussian[] = [
  { re: 2n, im: 1n },
  { re: 3n, im: 2n },
  { re: 4n, im: 1n },
  { re: 5n, im: 2n },
  { re: 6n, im: 1n },
  { re: 5n, im: 4n },
  { re: 7n, im: 2n },
  { re: 6n, im: 5n },
  { re: 8n, im: 3n },
  { re: 8n, im: 5n },
  { re: 9n, im: 4n },
  { re: 10n, im: 1n },
];

/** re + im · i. */
export interface Gaussian {
  readonly re: bigint;
  readonly im: bigint;
}

/** num / den · 2^exp, num and den odd. */
export interface SmoothRational {
  readonly num: bigint;
  readonly den: bigint;
  readonly exp: number;
}

/** ∏ p(j)^e(j) over the primes 2, 3, 5, … */
export const smoothRational = (exponents: readonly number[]): SmoothRational => {
  let num = 1n;
  let den = 1n;
  ODD_PRIMES.forEach((prime, j) => {
    const exponent = exponents[j + 1] as number;
    if (exponent > 0) num *= prime ** BigInt(exponent);
    if (exponent < 0) den *= prime ** BigInt(-exponent);
  });
  return { num, den, exp: exponents[0] as number };
};

export const multiply = (x: Gaussian, y: Gaussian): Gaussian => ({
  re: x.re * y.re - x.im * y.im,
  im: x.re * y.im + x.im * y.re,
});

const power = (x: Gaussian, n: number): Gaussian => {
  if (n === 1) return x;
  const half = power(x, n >> 1);
  const square = multiply(half, half);
  return n % 2 === 1 ? multiply(square, x) : square;
};

/** A Gaussian integer with the argument Σ e(j) arg z(j), over 1 + i, 2 + i, 3 + 2i, …; 1 + i counts as the square root of i·√2. */
export const smoothGaussian = (exponents: readonly number[]): Gaussian => {
  let product: Gaussian = { re: 1n, im: 0n };
  GAUSSIAN_PRIMES.forEach(({ re, im }, j) => {
    const exponent = exponents[j + 1] as number;
    if (exponent !== 0) product = multiply(product, power({ re, im: exponent > 0 ? im : -im }, Math.abs(exponent)));
  });
  const eighths = exponents[0] as number;
  if (eighths % 2 !== 0) product = multiply(product, { re: 1n, im: 1n });
  return quarterTurns(product, Math.floor(eighths / 2));
};

/** z · i^n. */
export const quarterTurns = ({ re, im }: Gaussian, n: number): Gaussian => {
  switch (((n % 4) + 4) % 4) {
    case 0:
      return { re, im };
    case 1:
      return { re: -im, im: re };
    case 2:
      return { re: -re, im: -im };
    default:
      return { re: im, im: -re };
  }
};

/** The exponents of the primes 2, 3, 5, … in n > 0, or undefined where another prime divides it. */
export const primeExponents = (n: bigint): number[] | undefined => {
  let rest = n;
  const exponents = [2n, ...ODD_PRIMES].map((prime) => {
    let count = 0;
    for (; rest % prime === 0n; rest /= prime) count++;
    return count;
  });
  return rest === 1n ? exponents : undefined;
};

/**
 * Exponents e(j) with arg(re + im · i) = Σ e(j) arg z(j) up to a multiple of π / 4, which is e(0)'s and left 0 here; or
 * undefined where another prime divides a + bi. Common whole factors do not count.
 */
export const gaussianExponents = (x: Gaussian): number[] | undefined => {
  let rest = x;
  const exponents = GAUSSIAN_PRIMES.map(({ re, im }) => {
    const prime = re * re + im * im;
    const divideBy = (sign: 1n | -1n): number => {
      for (let count = 0; ; count++) {
        const product = multiply(rest, { re, im: -sign * im });
        if (product.re % prime !== 0n || product.im % prime !== 0n) return count;
        rest = { re: product.re / prime, im: product.im / prime };
      }
    };
    return divideBy(1n) - divideBy(-1n);
  });
  // What is left must lie on an axis or a diagonal.
  const isStraight = rest.re === 0n || rest.im === 0n || rest.re === rest.im || rest.re === -rest.im;
  return isStraight ? [0, ...exponents] : undefined;
};

/** The arguments of 1 + i, 2 + i, 3 + 2i, … as doubles. */
export const GAUSSIAN_ANGLES: readonly number[] = [
  Math.PI / 4,
  ...GAUSSIAN_PRIMES.map(({ re, im }) => Math.atan2(Number(im), Number(re))),
];
