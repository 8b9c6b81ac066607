import type { Node } from '../node.ts';
import * as rat from '../number/rational.ts';
import { asRadical } from './radical.ts';
import type { Structure } from './structure.ts';
import { asTerm } from './sum.ts';

/** Products of sums of radicals are written out up to so many terms, and powers up to this exponent. */
const MAX_TERMS = 12;
const MAX_POWER = 8;

/** The terms of a short sum of rationals and multiples of radicals, such as 1/2 + 3√5; undefined for any other number. */
const surdTerms = (x: Node): readonly Node[] | undefined => {
  const terms = x.op === 'add' ? x.args : [x];
  return terms.length <= MAX_TERMS && terms.every(isSurd) ? terms : undefined;
};

const isSurd = (term: Node): boolean => {
  const [, atom] = asTerm(term);
  return atom === undefined || asRadical(atom) !== undefined;
};

/** Whether x is such a sum, or one such term. */
export const isSurdSum = (x: Node): boolean => surdTerms(x) !== undefined;

/** x · y written out, where one is a sum of radicals and the other is at least one: (√2 + √3)² = 5 + 2√6. */
export const surdProduct = (s: Structure, x: Node, y: Node): Node | undefined => {
  if (x.op !== 'add' && y.op !== 'add') return undefined;
  const [a, b] = [surdTerms(x), surdTerms(y)];
  if (a === undefined || b === undefined || a.length * b.length > MAX_TERMS) return undefined;
  s.applied('products of sums of radicals are written out');
  return s.sum(a.flatMap((term) => b.map((other) => s.mul(term, other))));
};

/** x^n for a sum of radicals, as far as its terms stay few. */
export const surdPower = (s: Structure, x: Node, n: number): Node | undefined => {
  if (n > MAX_POWER) return undefined;
  let power: Node | undefined = x;
  for (let k = 1; k < n && power !== undefined; k += 1) power = surdProduct(s, power, x);
  return power;
};

/**
 * 1/(a + b) = (a − b)/(a² − b²), where a and b are a rational and a square root, or two square roots; their squares differ,
 * or the sum would be a single term.
 */
export const surdInverse = (s: Structure, x: Node): Node | undefined => {
  const [a, b] = x.args;
  if (x.op !== 'add' || x.args.length !== 2 || a === undefined || b === undefined || !isSurd(a) || !isSurd(b))
    return undefined;
  const difference = s.sub(s.power(a, 2), s.power(b, 2)).value;
  if (difference === undefined || difference.num === 0n) return undefined;
  s.applied('1/(a + b) = (a - b)/(a^2 - b^2)');
  return s.scale(rat.inv(difference), s.sub(a, b));
};
