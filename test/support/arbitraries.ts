import fc from 'fast-check';
import type { Ball, Dyadic } from '../../src/number/ball.ts';
import * as ball from '../../src/number/ball.ts';
import * as extent from '../../src/number/extent.ts';
import * as mag from '../../src/number/magnitude.ts';
import { type Rational, rational } from '../../src/number/rational.ts';

/** Integers of many sizes, biased towards powers of two and their neighbours, where rounding has its corners. */
export const integers = (bits = 300): fc.Arbitrary<bigint> =>
  fc.oneof(
    fc.bigInt({ min: -(1n << BigInt(bits)), max: 1n << BigInt(bits) }),
    fc.bigInt({ min: -20n, max: 20n }),
    fc
      .tuple(fc.nat({ max: bits }), fc.constantFrom(-1n, 0n, 1n), fc.boolean())
      .map(([k, delta, negative]) => (negative ? -1n : 1n) * ((1n << BigInt(k)) + delta)),
  );

export const dyadics: fc.Arbitrary<Dyadic> = fc
  .tuple(integers(), fc.integer({ min: -400, max: 200 }))
  .map(([mid, exp]) => ({ mid, exp }));

/** A ball together with points that lie in it: its midpoint, its ends and one in between. */
export const ballsWithPoints: fc.Arbitrary<{ ball: Ball; points: readonly Dyadic[] }> = fc
  .tuple(
    integers(),
    fc.integer({ min: -200, max: 100 }),
    fc.oneof(fc.constant(0), fc.nat({ max: 2 ** 30 })),
    fc.integer({ min: -260, max: 80 }),
  )
  .map(([mid, exp, man, radExp]) => {
    const made = ball.ball(mid, exp, mag.magnitude(man, radExp));
    return { ball: made, points: [{ mid, exp }, extent.low(made), extent.high(made)] };
  });

export const rationals = (bits = 80): fc.Arbitrary<Rational> =>
  fc
    .tuple(
      integers(bits),
      integers(bits).filter((den) => den !== 0n),
    )
    .map(([num, den]) => rational(num, den));
