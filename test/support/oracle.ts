import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { expect } from 'vitest';
import type { Ball, Dyadic } from '../../src/number/ball.ts';
import { high, low } from '../../src/number/extent.ts';

interface OracleValue {
  readonly sign: number;
  readonly exp10: number;
  /** All digits, or only a hash of them. */
  readonly mantissa?: string;
  readonly sha256?: string;
}

export interface OracleEntry {
  readonly expr: string;
  readonly digits: number;
  readonly value: OracleValue;
}

/** The entries of one file of test/oracle. */
export const oracle = (name: string): OracleEntry[] =>
  readFileSync(new URL(`../oracle/${name}.jsonl`, import.meta.url), 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as OracleEntry);

/** Bits after the point that are enough for all digits of the entry, and for the 300 nines that may follow them. */
export const oraclePrecision = ({ digits, value }: OracleEntry): number =>
  Math.ceil((digits - value.exp10) * Math.log2(10)) + 1100;

/** ⌊|x| · 10^places⌋. */
const truncated = ({ mid, exp }: Dyadic, places: number): bigint => {
  const size = mid < 0n ? -mid : mid;
  const [num, den] = places >= 0 ? [size * 10n ** BigInt(places), 1n] : [size, 10n ** BigInt(-places)];
  return exp >= 0 ? (num << BigInt(exp)) / den : num / (den << BigInt(-exp));
};

/** That both ends of the ball have the digits of the entry. */
export const expectDigits = (x: Ball, { digits, value }: OracleEntry): void => {
  for (const end of [low(x), high(x)]) {
    expect(end.mid < 0n ? -1 : 1).toBe(value.sign);
    const text = truncated(end, digits - 1 - value.exp10).toString();
    if (value.mantissa !== undefined) expect(text).toBe(value.mantissa);
    else expect(createHash('sha256').update(text).digest('hex')).toBe(value.sha256);
  }
};
