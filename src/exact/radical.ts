import type { Node } from '../node.ts';
import { abs as absInteger, bitLength } from '../number/integer.ts';
import type { Rational } from '../number/rational.ts';
import * as rat from '../number/rational.ts';
import { iroot } from '../number/root.ts';
import type { Structure } from './structure.ts';

/** Perfect powers are looked for in numbers up to this many bits; the search costs about a root of them. */
const SEARCH_BITS = 2 ** 16;
/** Radicals are joined, and powers of large primes looked for in a radicand, up to this many bits. */
const RADICAND_BITS = 1024;
/** Radicals are joined up to this degree: past it the products of powers cost more than they tell. */
const MAX_DEGREE = 64;
/** Factors are pulled out of a radicand up to this prime. */
const SMALL_PRIMES = primesBelow(1000);
const LARGEST_PRIME = 997n;

/**
 * The real n-th root of x, where n is odd or x ≥ 0, with perfect powers taken out: √12 = 2√3, ⁴√9 = √3, √(x²) = |x|.
 */
export const radical = (s: Structure, n: number, x: Node): Node => {
  if (n === 1) return x;
  if (x.value !== undefined) return rationalRoot(s, n, x.value);
  const [inner] = x.args;
  if (inner !== undefined && x.n !== undefined) {
    if (x.op === 'power') {
      const divisor = gcd(n, x.n);
      // Of an even root of an even power, y^(m/d) keeps its sign only through |y|.
      const base = divisor % 2 === 0 && (x.n / divisor) % 2 === 1 ? s.abs(inner) : inner;
      if (divisor > 1) {
        s.applied(divisor % 2 === 0 ? 'sqrt(x^2) = |x|' : 'root(x^n, n) = x');
        return s.radical(n / divisor, s.power(base, x.n / divisor));
      }
    }
    if (x.op === 'root' && Number.isSafeInteger(n * x.n)) return s.radical(n * x.n, inner);
  }
  if (x.op === 'div' && inner?.value?.num === 1n && x.args[1] !== undefined)
    return s.quotient(inner, s.radical(n, x.args[1]));
  if (x.op === 'exp' && inner !== undefined) return s.exp(s.scale({ num: 1n, den: BigInt(n) }, inner));
  return s.graph.node('root', [x], n);
};

/** ⁿ√(p/q) = ⁿ√(p·q^(n−1)) / q, the root reduced to the least degree and the least radicand that small primes show. */
const rationalRoot = (s: Structure, n: number, x: Rational): Node => {
  if (x.num < 0n) return s.neg(rationalRoot(s, n, rat.neg(x)));
  if (x.num === 0n || rat.equal(x, rat.ONE)) return s.rational(x);
  if (bitLength(x.num) + n * bitLength(x.den) > SEARCH_BITS) return s.graph.node('root', [s.rational(x)], n);
  const { base, exponent } = perfectPower(x, n);
  if (exponent > 1) {
    const divisor = gcd(n, exponent);
    if (divisor > 1) {
      s.applied('root(x^n, n) = x');
      return s.power(s.radical(n / divisor, s.rational(base)), exponent / divisor);
    }
  }
  const above = splitPower(x.num, n);
  const below = splitPower(x.den, n);
  // √(a/b) = √(a r² / b) / r where r is a multiple of every prime of b, as short as b shows.
  const radicand = above.inside * (below.base ** BigInt(n) / below.inside);
  if (radicand === x.num && x.den === 1n) return s.graph.node('root', [s.rational(x)], n);
  s.applied('powers are taken out of a radical');
  return s.scale(rat.rational(above.outside, below.outside * below.base), s.radical(n, s.integer(radicand)));
};

/** A power of a radical: the real n-th root of a positive rational, to the e-th, where e may be negative. */
export interface RadicalFactor {
  readonly radicand: Rational;
  readonly degree: number;
  readonly exponent: number;
}

/**
 * The product of powers of radicals as one radical of least degree with an integer under it, so that equal products are one
 * node: ∛3² = ∛9, 1/∛3 = ∛9 / 3, √2 ∛3 = ⁶√72. Undefined where that would take a long radicand or a high degree.
 */
export const joinRadicals = (s: Structure, factors: readonly RadicalFactor[]): Node | undefined => {
  const degree = factors.reduce((common, factor) => (common / gcd(common, factor.degree)) * factor.degree, 1);
  const powers = factors.map((factor) => ({ ...factor, power: (factor.exponent * degree) / factor.degree }));
  const bits = powers.reduce((sum, { radicand, power }) => sum + rat.size(radicand) * Math.abs(power), 0);
  if (degree > MAX_DEGREE || bits > RADICAND_BITS) return undefined;
  const radicand = powers.reduce((product, { radicand: x, power }) => rat.mul(product, rat.power(x, power)), rat.ONE);
  return s.radical(degree, s.rational(radicand));
};

/** The radicand and the degree of a node that is a radical of a rational. */
export const asRadical = ({ op, n, args: [radicand] }: Node): Omit<RadicalFactor, 'exponent'> | undefined =>
  op === 'root' && n !== undefined && radicand?.value !== undefined
    ? { radicand: radicand.value, degree: n }
    : undefined;

/** x = outside^n · inside, and inside divides base^n. */
interface Split {
  readonly outside: bigint;
  readonly inside: bigint;
  readonly base: bigint;
}

/** Takes n-th powers of small primes out of x > 0, and those of larger primes where no others are left. */
const splitPower = (x: bigint, n: number): Split => {
  let [outside, inside, base, rest] = [1n, 1n, 1n, x];
  const take = (prime: bigint, multiplicity: number): void => {
    outside *= prime ** BigInt(Math.floor(multiplicity / n));
    inside *= prime ** BigInt(multiplicity % n);
    if (multiplicity % n > 0) base *= prime;
  };
  for (const prime of SMALL_PRIMES) {
    const p = BigInt(prime);
    if (p * p > rest) break;
    let multiplicity = 0;
    for (; rest % p === 0n; rest /= p) multiplicity += 1;
    take(p, multiplicity);
  }
  if (rest === 1n) return { outside, inside, base };
  const isPrime = rest < LARGEST_PRIME ** 2n;
  const power = isPrime || bitLength(rest) > RADICAND_BITS ? undefined : perfectPower(rat.rational(rest));
  take(power?.base.num ?? rest, power?.exponent ?? 1);
  return { outside, inside, base };
};

/**
 * The largest exponent k, composed of primes that divide `within` (any primes where it is 0), with x = base^k for a
 * rational base; x > 0 and x ≠ 1. In lowest terms that means that numerator and denominator are both k-th powers.
 */
export const perfectPower = (x: Rational, within = 0): { base: Rational; exponent: number } => {
  let base = x;
  let exponent = 1;
  const longest = rat.size(x);
  if (longest > SEARCH_BITS) return { base, exponent };
  for (const prime of within === 0 ? candidateExponents(x) : primeFactors(within)) {
    while (prime < longest) {
      const num = exactRoot(base.num, prime);
      const den = num === undefined ? undefined : exactRoot(base.den, prime);
      if (num === undefined || den === undefined) break;
      base = { num, den };
      exponent *= prime;
    }
  }
  return { base, exponent };
};

/**
 * The primes k for which x may be a k-th power: those that divide the multiplicity of its least small prime factor;
 * without such a factor the base exceeds 1,000, so k < bits / 9.9.
 */
const candidateExponents = (x: Rational): readonly number[] => {
  const number = x.num === 1n ? x.den : x.num;
  for (const prime of SMALL_PRIMES) {
    const factor = BigInt(prime);
    let multiplicity = 0;
    for (let rest = number; rest % factor === 0n; rest /= factor) multiplicity += 1;
    if (multiplicity > 0) return primeFactors(multiplicity);
  }
  return bitLength(number) > 2 ** 10 ? [2, 3, 5, 7] : SMALL_PRIMES.filter((prime) => prime < bitLength(number) / 9.9);
};

const exactRoot = (x: bigint, n: number): bigint | undefined => {
  if (x === 1n) return x;
  const root = iroot(absInteger(x), n);
  return root ** BigInt(n) === x ? root : undefined;
};

const primeFactors = (n: number): readonly number[] => {
  const factors: number[] = [];
  let rest = n;
  for (let prime = 2; prime * prime <= rest; prime += 1) {
    if (rest % prime !== 0) continue;
    factors.push(prime);
    while (rest % prime === 0) rest /= prime;
  }
  if (rest > 1) factors.push(rest);
  return factors;
};

const gcd = (a: number, b: number): number => (b === 0 ? a : gcd(b, a % b));

function primesBelow(limit: number): readonly number[] {
  const primes: number[] = [];
  const composite = new Uint8Array(limit);
  for (let n = 2; n < limit; n += 1) {
    if (composite[n] === 1) continue;
    primes.push(n);
    for (let multiple = n * n; multiple < limit; multiple += n) composite[multiple] = 1;
  }
  return primes;
}
