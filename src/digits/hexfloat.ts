import type { Precision } from '../outcome.ts';
import type { Rounded } from './rounding.ts';

const DOUBLE_BITS = 53;

/** The significant bits of a hexfloat: those of a double where no number of bits is asked. */
export const hexfloatPrecision = (asked: Precision) => ({
  kind: 'digits' as const,
  count: asked.kind === 'bits' ? asked.count : DOUBLE_BITS,
});

/** Writes a number rounded in base 2 as C's %a does: 0x1.8p+1. */
export const writeHexfloat = (x: Rounded): string => {
  if (x.digits === '') return '0x0p+0';
  const fraction = x.digits.slice(1).replace(/0+$/, '');
  const nibbles = fraction.padEnd(Math.ceil(fraction.length / 4) * 4, '0').match(/.{4}/g) ?? [];
  const hex = nibbles.map((nibble) => Number.parseInt(nibble, 2).toString(16)).join('');
  return `${x.negative ? '-' : ''}0x1${hex === '' ? '' : `.${hex}`}p${x.exponent < 0 ? '-' : '+'}${Math.abs(x.exponent)}`;
};
