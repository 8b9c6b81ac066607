import { readFileSync } from 'node:fs';
import { expect } from 'vitest';
import { readDecimal } from '../run/decimal.ts';

interface Vector {
  readonly expr?: string;
  /** A program is several lines; its value is that of the last. */
  readonly lines?: readonly string[];
  readonly digits: number;
  /** Truncated. */
  readonly value: { readonly sign: number; readonly mantissa: string; readonly exp10: number };
}

/** The vectors of a file of test/oracle. */
export const vectors = (name: string): { readonly lines: readonly string[]; readonly digits: number }[] =>
  readFileSync(new URL(`../oracle/${name}.jsonl`, import.meta.url), 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Vector)
    .map(({ expr = '', lines = [expr], ...vector }) => ({ ...vector, lines }));

/** That these are the digits of the vector, truncated. */
export const expectTruncated = (text: string, vector: object): void => {
  const { digits, value } = vector as Vector;
  const { sign, mantissa, exp10 } = readDecimal(text, digits);
  expect({ sign, mantissa, exp10 }).toEqual({
    sign: value.sign,
    mantissa: value.mantissa.padEnd(digits, '0'),
    exp10: value.exp10,
  });
};
