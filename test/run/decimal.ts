/** A decimal numeral taken apart: sign · d.ddd… · 10^exp10, without leading zeros. */
export interface Decimal {
  readonly sign: number;
  readonly mantissa: string;
  readonly exp10: number;
}

/** Reads what `real` writes in the forms decimal and sci, zeros appended up to `digits`. */
export const readDecimal = (text: string, digits = 0): Decimal => {
  const match = /^(-?)(\d+)(?:\.(\d+))?(?:e([+-]?\d+))?$/.exec(text);
  if (match === null) throw new Error(`'${text}' is not a decimal numeral`);
  const [, minus, whole = '', fraction = '', exponent = '0'] = match;
  const all = whole + fraction;
  const significant = all.replace(/^0+/, '');
  if (significant === '') return { sign: 0, mantissa: '0', exp10: 0 };
  return {
    sign: minus === '-' ? -1 : 1,
    mantissa: significant.padEnd(digits, '0'),
    exp10: whole.length - 1 - (all.length - significant.length) + Number(exponent),
  };
};
