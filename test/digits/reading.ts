import type { Dyadic } from '../../src/number/ball.ts';
import * as q from '../../src/number/rational.ts';
import { floor, type Rational, rational } from '../../src/number/rational.ts';
import type { Format, Precision, RoundingMode } from '../../src/outcome.ts';

export const MODES: readonly RoundingMode[] = ['nearest', 'down', 'up', 'floor', 'ceil'];

export const format = (precision: Precision, more: Partial<Format> = {}): Format => ({
  precision,
  asked: true,
  form: 'decimal',
  base: 10,
  round: 'nearest',
  group: '',
  ...more,
});
export const digits = (count: number): Precision => ({ kind: 'digits', count });
export const places = (count: number): Precision => ({ kind: 'places', count });

export const power = (base: number, k: number): Rational => q.power(rational(BigInt(base)), k);

/** The number that a text writes. */
export const read = (text: string, base = 10): Rational => {
  const negative = text.startsWith('-');
  const [mantissa = '', exponent = '0'] = text.replace(/^-/, '').split(base > 10 ? '@' : 'e', 2) as [string, string?];
  const [whole = '', fraction = ''] = mantissa.split('.');
  let num = 0n;
  for (const digit of whole + fraction) num = num * BigInt(base) + BigInt(Number.parseInt(digit, base));
  return q.mul(rational(negative ? -num : num), power(base, Number(exponent) - fraction.length));
};

/** The digits of a text without its sign, point, exponent and leading zeros. */
export const significant = (text: string, base = 10): string =>
  (text.split(base > 10 ? '@' : 'e')[0] ?? '').replace(/[-.]/g, '').replace(/^0+/, '');

/** The exponent of the leading digit, found by comparison alone. */
export const leadingExponent = (x: Rational, base: number): number => {
  const magnitude = x.num < 0n ? q.neg(x) : x;
  let exponent = 0;
  while (q.compare(magnitude, power(base, exponent + 1)) >= 0) exponent += 1;
  while (q.compare(magnitude, power(base, exponent)) < 0) exponent -= 1;
  return exponent;
};

/** x rounded as its definition says, with rational arithmetic. */
export const roundByDefinition = (x: Rational, base: number, precision: Precision, mode: RoundingMode): Rational => {
  if (x.num === 0n) return q.ZERO;
  const unit = power(base, -unitPlaces(x, base, precision, mode));
  const scaled = q.div(x, unit);
  const below = floor(scaled);
  if (q.isInteger(scaled)) return x;
  const toward =
    mode === 'down' ? (x.num > 0n ? 'floor' : 'ceil') : mode === 'up' ? (x.num > 0n ? 'ceil' : 'floor') : mode;
  const twice = q.compare(scaled, rational(2n * below + 1n, 2n));
  const isUp = toward === 'ceil' || (toward === 'nearest' && (twice > 0 || (twice === 0 && below % 2n !== 0n)));
  return q.mul(rational(isUp ? below + 1n : below), unit);
};

/** The places of the last digit. */
const unitPlaces = (x: Rational, base: number, precision: Precision, mode: RoundingMode): number => {
  switch (precision.kind) {
    case 'digits':
      return precision.count - 1 - leadingExponent(x, base);
    case 'places':
      return precision.count;
    case 'bits':
    case 'tol': {
      const tolerance = precision.kind === 'tol' ? rational(precision.num, precision.den) : power(2, -precision.count);
      const share = rational(1n, mode === 'nearest' ? 2n : 1n);
      let count = 0;
      while (q.compare(q.mul(power(base, -count), share), tolerance) > 0) count += 1;
      return count;
    }
  }
};

export const point = (x: Dyadic): Rational => q.mul(rational(x.mid), power(2, x.exp));
