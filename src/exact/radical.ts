import type { Node } from '../node.ts';
import { abs as absInteger, bitLength } from '../number/integer.ts';
import type { Rational } from '../number/rational.ts';
import * as rat from '../number/rational.ts';
import { iroot } from '../number/root.ts';
import type { Structure } from './structure.ts';

/** Perfect powers are looked for in numbers up to this many bits; the search costs about a root of them. */
const SEARCH_BITS = 2 ** 16;
/** Factors are pulled out of a radicand up to this prime, where the radicand is a small integer. */
const SMALL_PRIMES = primesBelow(1000);

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
      if (divisor > 1) return s.radical(n / divisor, s.power(base, x.n / divisor));
    }
    if (x.op === 'root' && Number.isSafeInteger(n * x.n)) return s.radical(n * x.n, inner);
  }
  if (x.op === 'exp' && inner !== undefined) return s.exp(s.scale({ num: 1n, den: BigInt(n) }, inner));
  return s.graph.node('root', [x], n);
};

/** ⁿ√(p/q) = ⁿ√(p·q^(n−1)) / q, the root reduced to the least degree and the least radicand that small primes show. */
const rationalRoot = (s: Structure, n: number, x: Rational): Node => {
  if (x.num < 0n) return s.neg(rationalRoot(s, n, rat.neg(x)));
  if (x.num === 0n) return s.integer(0);
  const bits = rat.size(x);
  if (bits > SEARCH_BITS) return s.graph.node('root', [s.rational(x)], n);
  const { base, exponent } = perfectPower(x, n);
  if (exponent > 1) {
    const divisor = gcd(n, exponent);
    if (divisor > 1) return s.power(s.radical(n / divisor, s.rational(base)), exponent / divisor);
  }
  if (x.den !== 1n && bits * n <= SEARCH_BITS) {
    return s.scale({ num: 1n, den: x.den }, s.radical(n, s.integer(x.num * x.den ** BigInt(n - 1))));
  }
  const { outside, inside } = extract(x.num, n);
  if (x.den === 1n && outside > 1n) return s.scale(rat.rational(outside), s.radical(n, s.integer(inside)));
  return s.graph.node('root', [s.rational(x)], n);
};

/** x = outside^n · inside, with outside a product of small primes. */
const extract = (x: bigint, n: number): { outside: bigint; inside: bigint } => {
  if (x > BigInt(Number.MAX_SAFE_INTEGER)) return { outside: 1n, inside: x };
  let inside = Number(x);
  let outside = 1;
  for (const prime of SMALL_PRIMES) {
    const factor = prime ** n;
    if (factor > inside) break;
    while (inside % factor === 0) {
      inside /= factor;
      outside *= prime;
    }
  }
  return { outside: BigInt(outside), inside: BigInt(inside) };
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
