import * as ball from '../number/ball.ts';
import * as extent from '../number/extent.ts';
import type { Precision, RoundingMode } from '../outcome.ts';
import { roundBall } from './round-ball.ts';
import { roundDyadic } from './round-exact.ts';
import type { Rounded, Unsettled } from './rounding.ts';

/** Two numbers of the digits asked for, around a value. */
export interface Interval {
  readonly kind: 'interval';
  readonly lo: Rounded;
  readonly hi: Rounded;
}

/** When a ball reaches this many bits below the last digit and a digit's boundary is still in it, both sides are given. */
const NARROW_BITS = 64;

/** The ends that every number of the ball has, so that the text does not depend on the ball; or, from a narrow ball, its own. */
export const intervalOfBall = (x: ball.Ball, base: number, precision: Precision): Interval | Unsettled => {
  const lo = roundBall(x, base, precision, 'floor');
  if (lo.kind === 'need' || lo.kind === 'zero') return lo;
  const hi = roundBall(x, base, precision, 'ceil');
  if (lo.kind === 'rounded' && hi.kind === 'rounded') return { kind: 'interval', lo, hi };
  if (hi.kind === 'need' || hi.kind === 'zero') return hi;
  // A straddling ball asks for twice the bits that it has below the last digit.
  const next = lo.kind === 'straddle' ? lo.bits : hi.kind === 'straddle' ? hi.bits : 0;
  if (next - ball.accuracy(x) < NARROW_BITS) return { kind: 'need', bits: next };
  const end = (point: ball.Dyadic, round: RoundingMode): Rounded => roundDyadic(point, base, precision, round);
  return { kind: 'interval', lo: end(extent.low(x), 'floor'), hi: end(extent.high(x), 'ceil') };
};
