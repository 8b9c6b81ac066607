import * as ball from '../number/ball.ts';
import { abs as absInteger, bitLength, shift, trailingZeros } from '../number/integer.ts';
import * as mag from '../number/magnitude.ts';
import { fractionDigits, REST_SLACK } from './radix.ts';

/**
 * The magnitude of a ball in units of base^-places: between D + low / 2^guard and D + high / 2^guard, where `digits`
 * writes D ≥ 0 without leading zeros ('' for 0). `low` is below 0 where the ball reaches below D.
 */
export interface Expansion {
  readonly digits: string;
  readonly low: bigint;
  readonly high: bigint;
  readonly guard: number;
}

/** How many zeros after the point may be written and dropped again; a smaller number is scaled first. */
const MAX_LEADING_ZEROS = 32;
/** Enough for a bound of 30 bits of any power whose exponent a ball may have. */
const POWER_BITS = 96;

/** log2 |x| as a double, for planning: x is not 0. */
export const log2 = ({ mid, exp }: ball.Dyadic): number => {
  const drop = Math.max(0, bitLength(mid) - 53);
  return Math.log2(Number(absInteger(mid) >> BigInt(drop))) + drop + exp;
};

/** About ⌊log_base |x|⌋ for x other than 0: at most one off while the exponent is below 2^50. */
export const leadingExponent = (x: ball.Dyadic, base: number): number => Math.floor(log2(x) / Math.log2(base));

/**
 * Encloses base^k, k ≥ 0; exact while its odd part has at most `width` bits.
 * Bound: a product is trimmed by less than 2^(1 − width) of itself, and what it inherits doubles at each squaring, so the
 *   relative radius stays below 2^(3 − width) · k.
 */
export const basePower = (base: number, k: number, width: number): ball.Ball => {
  const twos = trailingZeros(BigInt(base));
  const odd = BigInt(base) >> BigInt(twos);
  const halvings = Math.max(0, Math.ceil(Math.log2((k * Math.log2(Number(odd))) / width)));
  let result = ball.exact(odd ** BigInt(Math.floor(k / 2 ** halvings)));
  for (let h = halvings - 1; h >= 0; h--) {
    result = ball.trim(ball.mul(result, result), width);
    if (Math.floor(k / 2 ** h) % 2 === 1) result = ball.trim(ball.mul(result, ball.exact(odd)), width);
  }
  return ball.scale(result, twos * k);
};

/** An upper bound of base^k, above it by little more than a magnitude has to be. */
export const powerBound = (base: number, k: number): mag.Magnitude => {
  const power = basePower(base, Math.abs(k), POWER_BITS);
  return k >= 0 ? ball.upper(power) : mag.div(mag.powerOf2(0), ball.lower(power));
};

/** The least whole number ≥ r · 2^guard. */
const inUnits = (r: mag.Magnitude, guard: number): bigint => (r.man === 0 ? 0n : -shift(BigInt(-r.man), r.exp + guard));

/**
 * Writes |x| down to base^-places, where `leading` is `leadingExponent` of x.
 *
 * Encloses: |v| for every v in the ball that has the sign of its midpoint, and −|v| for the others.
 * Requires: x is finite.
 * Bound: the midpoint is D + (rest + t) / 2^guard units with 0 ≤ t < REST_SLACK; the radius is rounded up to such units.
 */
export const expand = (x: ball.Ball, base: number, places: number, leading: number, guard: number): Expansion => {
  const magnitude = { ...x, mid: absInteger(x.mid) };
  const isShort = places >= 0 && (leading >= -MAX_LEADING_ZEROS || leading < -places);
  if (isShort) return expandFraction(magnitude, base, places, guard);
  // |x| / base^(leading + 2) lies in [base^-3, 1), so there are at most two leading zeros.
  const scale = leading + 2;
  const count = places + scale;
  return expandFraction(
    scaled(magnitude, base, -scale, Math.ceil(count * Math.log2(base)) + guard),
    base,
    count,
    guard,
  );
};

/** Encloses x · base^k, adding about 2^-p to what the radius of x becomes where the product is below 1. */
const scaled = (x: ball.Ball, base: number, k: number, p: number): ball.Ball => {
  const width = p + Math.ceil(Math.log2(Math.abs(k) + 1)) + 8;
  const power = basePower(base, Math.abs(k), width);
  const factor = ball.trim(x, width);
  return k >= 0 ? ball.mul(factor, power, p + 4) : ball.div(factor, power, p + 4);
};

const expandFraction = (x: ball.Ball, base: number, places: number, guard: number): Expansion => {
  const fractionBits = Math.max(0, -x.exp);
  const whole = shift(x.mid, x.exp);
  const fraction = BigInt.asUintN(fractionBits, x.mid);
  const { digits, rest } = fractionDigits(fraction, fractionBits, places, base, guard);
  const radius = inUnits(mag.mul(x.rad, powerBound(base, places)), guard);
  return {
    digits: whole === 0n ? digits.replace(/^0+/, '') : whole.toString(base) + digits,
    low: rest - radius,
    high: rest + REST_SLACK + radius,
    guard,
  };
};
