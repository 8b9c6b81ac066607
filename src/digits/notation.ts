import type { Rounded } from './rounding.ts';

/** How a rounded number is to be written. */
export interface Notation {
  readonly style: 'auto' | 'sci' | 'eng';
  readonly base: number;
  readonly group: string;
}

/** Exponents from here up to the number of digits, or to this many, are positional. */
const LEAST_POSITIONAL = -7;
const LEAST_SCIENTIFIC = 21;

/**
 * Writes a rounded number: positional while −7 ≤ exponent < max(digits, 21), else d.ddde±x. The exponent is written in
 * decimal and counts powers of the base; above base 10, where e may be a digit, `@` stands before it, as in GMP.
 */
export const writeNumber = (x: Rounded, { style, base, group }: Notation, digitsAsked: number): string => {
  const sign = x.negative ? '-' : '';
  if (x.digits === '') return '0';
  if (style === 'auto') {
    const end = Math.max(digitsAsked, x.digits.length, LEAST_SCIENTIFIC);
    if (x.exponent >= LEAST_POSITIONAL && x.exponent < end) return sign + positional(x.digits, x.exponent, group);
  }
  const exponent = style === 'eng' ? Math.floor(x.exponent / 3) * 3 : x.exponent;
  const mark = base > 10 ? '@' : 'e';
  return `${sign}${positional(x.digits, x.exponent - exponent, group)}${mark}${exponent < 0 ? '-' : '+'}${Math.abs(exponent)}`;
};

/** Writes d₁.d₂… · base^exponent with a point. */
const positional = (digits: string, exponent: number, group: string): string => {
  const whole = exponent < 0 ? '0' : digits.slice(0, exponent + 1).padEnd(exponent + 1, '0');
  const fraction = exponent < 0 ? '0'.repeat(-exponent - 1) + digits : digits.slice(exponent + 1);
  return joinPoint(groupWhole(whole, group), groupFraction(fraction, group));
};

export const joinPoint = (whole: string, fraction: string): string =>
  fraction === '' ? whole : `${whole}.${fraction}`;

/** Groups of three digits from the right. */
export const groupWhole = (digits: string, group: string): string => {
  const first = digits.length % 3;
  if (group === '' || digits.length <= 3) return digits;
  const groups = digits.slice(first).match(/.../g) ?? [];
  return [...(first === 0 ? [] : [digits.slice(0, first)]), ...groups].join(group);
};

/** Groups of three digits from the left. */
const groupFraction = (digits: string, group: string): string =>
  group === '' ? digits : (digits.match(/.{1,3}/g) ?? []).join(group);
