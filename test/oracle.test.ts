import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { ErrorCode } from '../src/errors.ts';
import type { Outcome } from '../src/outcome.ts';
import { Session } from '../src/session.ts';
import { type Decimal, readDecimal } from './run/decimal.ts';

interface Vector {
  readonly expr?: string;
  /** A program is several lines; its value is that of the last. */
  readonly lines?: readonly string[];
  readonly name?: string;
  readonly digits: number;
  /** Truncated. */
  readonly value: Expected;
  /** Half to even. */
  readonly rounded: Expected;
}

interface Expected {
  readonly sign?: number;
  readonly mantissa?: string;
  readonly sha256?: string;
  readonly exp10: number;
}

interface Fault {
  readonly expr: string;
  readonly error: string;
  readonly expect: 'error' | 'error_or_value' | 'convention';
  readonly columns: readonly number[];
  readonly value_if_accepted?: string;
}

const read = <T>(name: string): T[] =>
  readFileSync(new URL(`./oracle/${name}.jsonl`, import.meta.url), 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as T);

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

const expectDigits = (found: Decimal, { sign }: Expected, expected: Expected): void => {
  expect(found.sign).toBe(sign);
  expect(found.exp10).toBe(expected.exp10);
  if (expected.mantissa !== undefined)
    expect(found.mantissa).toBe(expected.mantissa.padEnd(found.mantissa.length, '0'));
  else expect(sha256(found.mantissa)).toBe(expected.sha256);
};

const run = async (session: Session, lines: readonly string[]): Promise<Outcome> => {
  let outcome: Outcome = { kind: 'nothing' };
  for (const line of lines) outcome = await session.run(line);
  return outcome;
};

/** Rounded to nearest and truncated, both against the vector; answers with the code of a failure instead. */
const check = async ({ expr = '', lines = [expr], digits, value, rounded }: Vector): Promise<ErrorCode | undefined> => {
  const session = new Session({ settings: { precision: { kind: 'digits', count: digits } } });
  const nearest = await run(session, lines);
  if (nearest.kind === 'failure') return nearest.error.code;
  await session.run(':set round down');
  const down = await run(session, lines.slice(-1));
  if (nearest.kind !== 'answer' || down.kind !== 'answer') return expect.fail(`came to ${nearest.kind}, ${down.kind}`);
  expectDigits(readDecimal(nearest.value, digits), value, rounded);
  expectDigits(readDecimal(down.value, digits), value, value);
  return undefined;
};

const titleOf = ({ expr, name, digits }: Vector): string => `${(name ?? expr ?? '').slice(0, 70)} @ ${digits}`;

describe.each(['elementary', 'cancellation', 'huge', 'rounding', 'programs'])('%s', (file) => {
  it.each(read<Vector>(file).map((vector) => [titleOf(vector), vector] as const))('%s', async (_, vector) => {
    expect(await check(vector)).toBeUndefined();
  });
});

/** The vectors of `exact` whose zero or tie no rule decides yet. A new rule makes it less; nothing may make it more. */
const OPEN = 10;

describe('exact', () => {
  const open: string[] = [];

  it.each(read<Vector>('exact').map((vector) => [titleOf(vector), vector] as const))('%s', async (title, vector) => {
    const code = await check(vector);
    if (code === 'UNDECIDED') open.push(title);
    else expect(code).toBeUndefined();
  });

  it(`leaves at most ${OPEN} open`, () => {
    expect(open.length, open.join('\n')).toBeLessThanOrEqual(OPEN);
  });
});

describe('ten thousand digits', () => {
  const vectors = read<Vector>('big').filter(({ digits }) => digits === 10_000);
  it.each(vectors.map((vector) => [titleOf(vector), vector] as const))('%s', async (_, vector) => {
    expect(await check(vector)).toBeUndefined();
  });
});

/** Some poles are reached only through an identity; not to know that is an answer, a value is not. */
const CODES: Readonly<Record<string, readonly ErrorCode[]>> = {
  syntax: ['PARSE'],
  'bad-digits': ['PARSE'],
  'unknown-name': ['NAME'],
  arity: ['ARITY'],
  'division-by-zero': ['DIVISION_BY_ZERO'],
  domain: ['DOMAIN'],
  'hidden-singularity': ['DIVISION_BY_ZERO', 'DOMAIN', 'UNDECIDED'],
  resource: ['LIMIT'],
  convention: ['PARSE', 'DOMAIN'],
};

/** Functions that the language does not have (yet). */
const ABSENT = /^(gamma|zeta)\(/;

describe('errors', () => {
  it.each(read<Fault>('errors').map((fault) => [JSON.stringify(fault.expr), fault] as const))(
    '%s',
    async (_, fault) => {
      const outcome = await new Session().run(fault.expr);
      if (fault.error === 'empty') {
        expect(outcome.kind).toBe('nothing');
        return;
      }
      if (outcome.kind !== 'failure') {
        expect(fault.expect).not.toBe('error');
        expect(outcome.kind).toBe('answer');
        if (outcome.kind === 'answer' && fault.value_if_accepted !== undefined) {
          expect(outcome.exact).toBe(fault.value_if_accepted);
        }
        return;
      }
      const { code, span } = outcome.error;
      expect(ABSENT.test(fault.expr) ? ['NAME'] : CODES[fault.error]).toContain(code);
      if (fault.columns.length === 0) return;
      expect(span).toBeDefined();
      expect(fault.columns).toContain([...fault.expr.slice(0, span?.start)].length + 1);
    },
  );
});
