import { LimitError } from '../errors.ts';
import type { Ball, Dyadic } from '../number/ball.ts';
import * as ball from '../number/ball.ts';
import { bitLength, MAX_BITS, shift } from '../number/integer.ts';
import * as mag from '../number/magnitude.ts';
import { iroot, isqrt } from '../number/root.ts';
import { exp } from './exp.ts';
import { ln } from './ln.ts';

/** Above this degree the radicand, n times as long as the root, costs more than a logarithm and an exponential. */
const MAX_INTEGER_DEGREE = 16;

/**
 * Encloses the real n-th root of x = mid · 2^exp within 2^-p; exact where it has at most p bits after the point.
 * Requires: n ≥ 1, and x ≥ 0 where n is even.
 * Bound: the integer root of ⌊x · 2^(np)⌋ truncates by less than one unit 2^-p, and flooring the radicand first does
 * not add to that, since ⌊ⁿ√⌊a⌋⌋ = ⌊ⁿ√a⌋.
 * Method: integer root (number/root.ts); e^(ln x / n) for high degrees.
 */
export const root = (x: Dyadic, n: number, p: number): Ball => {
  if (x.mid === 0n) return ball.ZERO;
  if (x.mid < 0n) return ball.neg(root({ mid: -x.mid, exp: x.exp }, n, p));
  if (n > MAX_INTEGER_DEGREE) return highRoot(x, n, p);
  const lift = x.exp + n * p;
  const length = bitLength(x.mid) + lift;
  if (length > MAX_BITS) throw new LimitError(`a root would need a radicand of ${length} bits`);
  if (length <= 0) return ball.ball(0n, 0, mag.powerOf2(-p));
  const radicand = shift(x.mid, lift);
  const value = n === 2 ? isqrt(radicand) : iroot(radicand, n);
  const isExact = lift >= 0 && isPower(radicand, value, n);
  return { mid: value, exp: -p, bits: bitLength(value), rad: isExact ? mag.ZERO : mag.powerOf2(-p) };
};

/** Whether radicand = value^n; the low words tell nearly always without the whole power. */
const isPower = (radicand: bigint, value: bigint, n: number): boolean =>
  BigInt.asUintN(64, BigInt.asUintN(64, value) ** BigInt(n)) === BigInt.asUintN(64, radicand) &&
  value ** BigInt(n) === radicand;

/**
 * e^y for y = ln x / n within 2^-p.
 * Bound: with y known to r ≤ 2^-(p + s + 3), where the root is below 2^s, the root is known to 2 r 2^s ≤ 2^-(p + 2);
 * the exponential adds 2^-(p + 1).
 */
const highRoot = (x: Dyadic, n: number, p: number): Ball => {
  const size = Math.ceil((bitLength(x.mid) + x.exp) / n) + 1;
  // At q ≥ 4 the radius of y stays below 1/2, which |e^y − e^m| ≤ 2 r e^m needs.
  const q = Math.max(4, p + size + 4);
  const y = ball.div(ln(x, q), ball.exact(BigInt(n)), q);
  const value = exp(y, p + 1);
  return ball.widen(value, mag.mul(mag.mul(ball.upper(value), y.rad), mag.powerOf2(1)));
};
