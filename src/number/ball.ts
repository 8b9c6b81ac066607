import { LimitError } from '../errors.ts';
import { checkpoint } from './checkpoint.ts';
import { divide } from './division.ts';
import { exp2, exponentOf, leadingBits } from './double.ts';
import { abs as absInteger, bitLength, bitLengthBound, MAX_BITS, shift } from './integer.ts';
import type { Magnitude } from './magnitude.ts';
import * as mag from './magnitude.ts';

/** The number mid · 2^exp. */
export interface Dyadic {
  readonly mid: bigint;
  readonly exp: number;
}

/**
 * The set of reals within `rad` of `mid · 2^exp`. `bits` is an upper bound of the bit length of `mid`.
 * A precision `p`, wherever an operation takes one, is in bits after the binary point: the midpoint of the result
 * is rounded to a multiple of 2^-p, and the rounding is added to the radius. `p = Infinity` rounds nothing.
 */
export interface Ball extends Dyadic {
  readonly bits: number;
  readonly rad: Magnitude;
}

/** The real line: what an operation returns while its operands straddle the edge of its domain. */
export const WHOLE: Ball = { mid: 0n, exp: 0, bits: 0, rad: mag.UNBOUNDED };
export const ZERO: Ball = { mid: 0n, exp: 0, bits: 0, rad: mag.ZERO };
export const ONE: Ball = { mid: 1n, exp: 0, bits: 1, rad: mag.ZERO };

/** Whether the ball has no end on one side at least: the real line, or what is `beyond` some number. */
export const isUnbounded = (x: Ball): boolean => x.rad.man === Number.POSITIVE_INFINITY;
export const isExact = (x: Ball): boolean => x.rad.man === 0;

/** Whether the ball is a half line, which no refinement makes anything else. */
export const isBeyond = (x: Ball): boolean => isUnbounded(x) && x.mid !== 0n;

const MAX_EXPONENT = 2 ** 51;
const MAX_RADIUS_EXPONENT = 2 ** 50;
/** A product of this many bits takes about a millisecond, so that it pays to look whether the evaluation must stop. */
const LONG_BITS = 2 ** 18;

/**
 * The half line of the numbers of this sign that are at least 2^exp in magnitude: all that is known of a number whose
 * exponent is too large to be counted. It has a sign, and what is divided by it is small. Its `mid` is ±1, and 0 is that
 * of the real line.
 */
export const beyond = (sign: -1 | 1, exp: number): Ball => ({
  mid: BigInt(sign),
  exp: Math.min(exp, MAX_RADIUS_EXPONENT),
  bits: 1,
  rad: mag.UNBOUNDED,
});

/** The ball of radius 0 around mid · 2^exp. */
export const exact = (mid: bigint, exp = 0): Ball => ({ mid, exp, bits: bitLength(mid), rad: mag.ZERO });

/**
 * The ball mid · 2^exp ± rad, rounded for precision p.
 *
 * Bound: dropping s bits floors the midpoint, which moves it by less than one unit 2^(exp + s); that unit is added to
 * the radius. Besides the bits below 2^-p, those below 2^-21 of the radius go too: they cost time and say nothing.
 */
export const ball = (
  mid: bigint,
  exp: number,
  rad: Magnitude,
  p = Number.POSITIVE_INFINITY,
  bits = bitLength(mid),
): Ball => {
  // A radius as large as this encloses nothing of interest, and its exponent must stay far from what numbers can count.
  if (rad.man === Number.POSITIVE_INFINITY || rad.exp > MAX_RADIUS_EXPONENT) return WHOLE;
  const grid = Math.max(-p, rad.man === 0 ? Number.NEGATIVE_INFINITY : rad.exp + 8);
  if (exp >= grid) {
    if (exp > MAX_EXPONENT || exp < -MAX_EXPONENT)
      throw new LimitError('a number here is too large or too small: its exponent is over 2^51');
    return { mid, exp, bits, rad };
  }
  const drop = grid - exp;
  const kept = drop > bits ? (mid < 0n ? -1n : 0n) : mid >> BigInt(drop);
  if (rad.man === 0) {
    if (mid === 0n) return ZERO;
    if (drop <= bits && isMultiple(mid, drop)) return { mid: kept, exp: grid, bits: bits - drop, rad };
  }
  return { mid: kept, exp: grid, bits: measured(kept, bits - drop), rad: mag.add(rad, mag.powerOf2(grid)) };
};

/** Whether 2^k divides x. The lowest word nearly always tells. */
const isMultiple = (x: bigint, k: number): boolean =>
  BigInt.asUintN(Math.min(k, 64), x) === 0n && (k <= 64 || BigInt.asUintN(k, x) === 0n);

/**
 * The bit length of x, or one more, given an upper bound that is seldom far off: measured on the top 64 bits. Sums that cancel and
 * products that are rounded need it: their bounds would drift away from the lengths, and what is cut to a number of
 * significant bits would lose them.
 */
const measured = (x: bigint, bound: number): number => {
  if (bound <= DOUBLE_BITS) return bitLengthBound(x);
  const top = x >> BigInt(bound - 64);
  return top === 0n || top === -1n ? bitLength(x) : bound - 64 + bitLengthBound(top);
};

/** x with its midpoint rounded to a multiple of 2^-p. */
export const round = (x: Ball, p: number): Ball =>
  x.exp >= -p || isUnbounded(x) ? x : ball(x.mid, x.exp, x.rad, p, x.bits);

/** x with its midpoint rounded to about `width` significant bits. */
export const trim = (x: Ball, width: number): Ball =>
  x.bits <= width ? x : round(x, width - x.exp - measured(x.mid, x.bits));

/** The longest midpoint that is a finite double with room to spare. */
const DOUBLE_BITS = 1000;

/** An upper bound of |mid · 2^exp|. */
const midUpper = (x: Ball): Magnitude => {
  if (x.mid === 0n) return mag.ZERO;
  const drop = x.bits - 30;
  if (drop <= 0) return mag.magnitude(Math.abs(Number(x.mid)), x.exp);
  if (x.bits <= DOUBLE_BITS) {
    // The double is off by half a unit of its 53 bits at most; cutting it to 30 leaves room for that below the next.
    const double = Number(x.mid);
    return { man: leadingBits(double) + 1, exp: x.exp + exponentOf(double) - 30 };
  }
  const top = Number(x.mid >> BigInt(drop));
  // The shift floors: for a negative midpoint that already rounds the magnitude up, for a positive one + 1 does.
  const man = top < 0 ? -top : top + 1;
  return man > 2 ** 16 ? mag.magnitude(man, x.exp + drop) : midUpper({ ...x, bits: bitLength(x.mid) });
};

/** A lower bound of |mid · 2^exp|, exact where it has at most 29 bits. */
const midLower = (x: Ball): Magnitude => {
  if (x.mid === 0n) return mag.ZERO;
  const drop = x.bits - 29;
  if (drop <= 0) return mag.magnitude(Math.abs(Number(x.mid)), x.exp);
  const top = Number(x.mid >> BigInt(drop));
  const man = top < 0 ? -top - 1 : top;
  return man > 2 ** 16 ? mag.magnitude(man, x.exp + drop) : midLower({ ...x, bits: bitLength(x.mid) });
};

/** An upper bound of |x| over the ball. */
export const upper = (x: Ball): Magnitude => (isUnbounded(x) ? mag.UNBOUNDED : mag.add(midUpper(x), x.rad));

/** A lower bound of |x| over the ball; zero where the ball may contain 0. */
export const lower = (x: Ball): Magnitude => {
  if (isUnbounded(x)) return x.mid === 0n ? mag.ZERO : mag.powerOf2(x.exp);
  const low = midLower(x);
  if (x.rad.man === 0) return low;
  if (!mag.less(x.rad, low)) return mag.ZERO;
  const gap = low.exp - x.rad.exp;
  // Both mantissas have 30 bits and rad < low, so gap ≥ -1; past 31 places rad is below one unit of low.
  const man = gap > 31 ? low.man - 1 : low.man - Math.ceil(x.rad.man * exp2(-gap));
  // A mantissa that cancelled has few bits left, and magnitude() scales it exactly.
  return man <= 0 ? mag.ZERO : mag.magnitude(man, low.exp);
};

/** The least whole e with |x| ≤ 2^e over the ball (one more at worst); −Infinity for an exact zero. */
export const upperExponent = (x: Ball): number => mag.exponent(upper(x));

/** A whole e with |x| ≥ 2^e over the ball, at most 2 below the best; −Infinity where 0 may be in it. */
export const lowerExponent = (x: Ball): number => mag.exponent(lower(x)) - 1;

/** log2 of |mid · 2^exp| as a double, −Infinity for 0: for planning, not for proofs. */
export const log2 = (x: Dyadic): number => {
  const bits = bitLength(x.mid);
  const drop = Math.max(0, bits - 64);
  return Math.log2(Math.abs(Number(x.mid >> BigInt(drop)))) + drop + x.exp;
};

/** The midpoint as a double (±Infinity where it is too large): for planning, not for proofs. */
export const toNumber = (x: Dyadic): number => {
  const drop = Math.max(0, bitLength(x.mid) - 64);
  const exp = x.exp + drop;
  const top = Number(x.mid >> BigInt(drop));
  return exp > 1100 ? top * Number.POSITIVE_INFINITY : exp < -1200 ? 0 : top * 2 ** (exp / 2) * 2 ** (exp - exp / 2);
};

/** The sign of every number in the ball, or undefined where they differ. */
export const sign = (x: Ball): -1 | 0 | 1 | undefined => {
  if (x.rad.man === 0) return x.mid === 0n ? 0 : x.mid < 0n ? -1 : 1;
  if (lower(x).man === 0) return undefined;
  return x.mid < 0n ? -1 : 1;
};

/** The greatest whole a with radius ≤ 2^-a; Infinity for an exact ball, −Infinity for the whole line. */
export const accuracy = (x: Ball): number => -mag.exponent(x.rad);

export const neg = (x: Ball): Ball => ({ mid: -x.mid, exp: x.exp, bits: x.bits, rad: x.rad });

/** Encloses x + y. Bound: the radii add; each midpoint that lies finer than the grid is floored to it, one unit each. */
export const add = (x: Ball, y: Ball, p = Number.POSITIVE_INFINITY): Ball => {
  if (isUnbounded(x)) return addBeyond(x, y);
  if (isUnbounded(y)) return addBeyond(y, x);
  const a = x.exp < -p ? ball(x.mid, x.exp, x.rad, p, x.bits) : x;
  const b = y.exp < -p ? ball(y.mid, y.exp, y.rad, p, y.bits) : y;
  const rad = mag.add(a.rad, b.rad);
  // The exponent of a midpoint 0 says nothing, and must not be lifted to.
  if (a.mid === 0n) return a.rad.man === 0 ? b : ball(b.mid, b.exp, rad, p, b.bits);
  if (b.mid === 0n) return b.rad.man === 0 ? a : ball(a.mid, a.exp, rad, p, a.bits);
  const gap = a.exp - b.exp;
  if (gap === 0) {
    const total = a.mid + b.mid;
    return ball(total, a.exp, rad, p, measured(total, Math.max(a.bits, b.bits) + 1));
  }
  const [high, low] = gap > 0 ? [a, b] : [b, a];
  const lift = high.exp - low.exp;
  if (high.bits + lift > MAX_BITS) throw new LimitError(`a sum would need ${high.bits + lift} bits`);
  const total = (high.mid << BigInt(lift)) + low.mid;
  return ball(total, low.exp, rad, p, measured(total, Math.max(high.bits + lift, low.bits) + 1));
};

/** x + y for an unbounded x: of its sign and at least half as large where y does not oppose it by more than that. */
const addBeyond = (x: Ball, y: Ball): Ball => {
  const side = sign(x);
  if (side === undefined || side === 0) return WHOLE;
  const other = sign(y);
  if (other === side || other === 0) return x;
  return mag.less(upper(y), mag.powerOf2(x.exp - 1)) ? beyond(side, x.exp - 1) : WHOLE;
};

export const sub = (x: Ball, y: Ball, p = Number.POSITIVE_INFINITY): Ball => add(x, neg(y), p);

/**
 * Encloses x · y.
 * Bound: |(mx ± rx)(my ± ry) − mx·my| ≤ |mx|·ry + rx·(|my| + ry).
 */
export const mul = (x: Ball, y: Ball, p = Number.POSITIVE_INFINITY): Ball => {
  if (x.mid === 0n && x.rad.man === 0) return x;
  if (y.mid === 0n && y.rad.man === 0) return y;
  if (isUnbounded(x) || isUnbounded(y)) return productBeyond(x, y, lowerExponent(y));
  const bits = x.bits + y.bits;
  if (bits > MAX_BITS) throw new LimitError(`a product would need ${bits} bits`);
  if (bits > LONG_BITS) checkpoint();
  let rad = mag.ZERO;
  if (y.rad.man !== 0) rad = mag.mul(midUpper(x), y.rad);
  if (x.rad.man !== 0) rad = mag.add(rad, mag.mul(x.rad, upper(y)));
  const mid = x.mid * y.mid;
  // A bound that is one too large doubles what it is off by at each squaring, and every look at the number measures it anew.
  return ball(mid, x.exp + y.exp, rad, p, bits > DOUBLE_BITS ? measured(mid, bits) : bits);
};

/** x · y, or x / y, where one is unbounded and |y|, or |1/y|, is at least 2^exponent. */
const productBeyond = (x: Ball, y: Ball, exponent: number): Ball => {
  const side = (sign(x) ?? 0) * (sign(y) ?? 0);
  return side === 0 ? WHOLE : beyond(side < 0 ? -1 : 1, lowerExponent(x) + exponent);
};

/** x · 2^k, exactly. */
export const scale = (x: Ball, k: number): Ball =>
  x.mid === 0n && (x.rad.man === 0 || isUnbounded(x))
    ? x
    : {
        mid: x.mid,
        exp: x.exp + k,
        bits: x.bits,
        rad: x.rad.man === 0 ? x.rad : { man: x.rad.man, exp: x.rad.exp + k },
      };

/** x with r added to its radius. */
export const widen = (x: Ball, r: Magnitude): Ball =>
  r.man === 0
    ? x
    : isUnbounded(x)
      ? addBeyond(x, ball(0n, 0, r))
      : ball(x.mid, x.exp, mag.add(x.rad, r), Number.POSITIVE_INFINITY, x.bits);

/**
 * Encloses x / y for a finite p; the whole line where y may be 0.
 * Bound: with q = mx/my, |x/y − q| ≤ (|q|·ry + rx) / (|my| − ry); the integer quotient truncates by less than 2^-p,
 * and flooring |mx| first does not add to that, since ⌊⌊a⌋/b⌋ = ⌊a/b⌋ for whole b > 0.
 */
export const div = (x: Ball, y: Ball, p: number): Ball => {
  const least = lower(y);
  if (least.man === 0) return WHOLE;
  if (x.mid === 0n && x.rad.man === 0) return x;
  if (isUnbounded(x)) return isUnbounded(y) ? WHOLE : productBeyond(x, y, -upperExponent(y));
  if (isUnbounded(y)) return ball(0n, 0, mag.div(upper(x), least));
  if (x.mid === 0n) return ball(0n, 0, mag.div(x.rad, least));
  const lift = x.exp - y.exp + p;
  if (x.bits + lift > MAX_BITS) throw new LimitError(`a quotient would need ${x.bits + lift} bits`);
  const numerator = shift(absInteger(x.mid), Math.max(lift, -x.bits - 1));
  const divisor = absInteger(y.mid);
  const whole = divide(numerator, divisor);
  const negative = x.mid < 0n !== y.mid < 0n;
  const quotient = exact(negative ? -whole : whole, -p);
  const isExactQuotient = x.rad.man === 0 && y.rad.man === 0 && lift >= 0 && whole * divisor === numerator;
  if (isExactQuotient) return quotient;
  const unit = mag.powerOf2(-p);
  if (x.rad.man === 0 && y.rad.man === 0) return { ...quotient, rad: unit };
  const most = mag.add(upper(quotient), unit);
  return ball(quotient.mid, -p, mag.add(mag.div(mag.add(mag.mul(most, y.rad), x.rad), least), unit), p, quotient.bits);
};

/**
 * Encloses x^n for a whole n ≥ 0 by left-to-right squaring, every step rounded to `width` significant bits
 * (Infinity rounds nothing). The error is what the ball products carry: no bound of its own is needed.
 */
export const power = (x: Ball, n: number, width = Number.POSITIVE_INFINITY): Ball => {
  if (n === 0) return ONE;
  if (isUnbounded(x)) return x.mid === 0n ? x : beyond(x.mid < 0n && n % 2 === 1 ? -1 : 1, x.exp * n);
  const base = trim(x, width);
  let result = base;
  for (let bit = 2 ** (Math.floor(Math.log2(n)) - 1), rest = n - 2 * bit; bit >= 1; bit /= 2) {
    result = trim(mul(result, result), width);
    if (rest >= bit) {
      result = trim(mul(result, base), width);
      rest -= bit;
    }
  }
  return result;
};
