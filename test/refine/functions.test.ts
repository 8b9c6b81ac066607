import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CONSTANTS, FUNCTIONS } from '../../src/refine/functions.ts';
import type { Settings } from '../../src/settings.ts';
import { readDecimal } from '../run/decimal.ts';
import { answerOf, blamed, digitsOf, errorOf, sessionWith } from '../run/sessions.ts';

const RUNS = { numRuns: 8 };

describe('the table', () => {
  const rows = [...FUNCTIONS, ...CONSTANTS];
  it.each(rows.map(({ name, example }) => [name, ...example] as const))('%s: %s = %s', async (_, input, output) => {
    expect(await digitsOf(sessionWith(), input)).toBe(output);
  });

  it('has each name once, and every example names its function', () => {
    expect(new Set(rows.map(({ name }) => name)).size).toBe(rows.length);
    for (const { name, example } of rows) expect(example[0]).toMatch(new RegExp(`\\b${name}\\b`));
  });

  it('has signatures with as many parameters as the arity says', () => {
    for (const { signature, arity } of FUNCTIONS) {
      const counts = signature.split(' or ').map((text) => text.split(',').length);
      if (arity[1] === Number.POSITIVE_INFINITY) expect(signature).toContain('…');
      else expect([Math.min(...counts), Math.max(...counts)]).toEqual([...arity]);
    }
  });
});

/** A number of a test, as text that the language reads and as the double nearest to it. */
interface Sample {
  readonly text: string;
  readonly double: number;
}

const sample = (num: number, den: number): Sample => ({ text: `(${num}/${den})`, double: num / den });

/** Numbers that doubles hold, so that floors and zeros are those of the exact number. */
const dyadics = (least: number, most: number): fc.Arbitrary<Sample> =>
  fc
    .constantFrom(1, 2, 4, 8, 16)
    .chain((den) =>
      fc.integer({ min: Math.ceil(least * den), max: Math.floor(most * den) }).map((num) => sample(num, den)),
    );

const fractions = (least: number, most: number): fc.Arbitrary<Sample> =>
  fc
    .integer({ min: 1, max: 60 })
    .chain((den) =>
      fc.integer({ min: Math.ceil(least * den), max: Math.floor(most * den) }).map((num) => sample(num, den)),
    );

type Interval = readonly [number, number];
interface Domain {
  readonly args: readonly Interval[];
  /** Points of the box that have to be left out. */
  readonly except?: (...args: number[]) => boolean;
  /** The function in doubles. */
  readonly double: (...args: number[]) => number;
}

const on = (args: readonly Interval[], double: Domain['double'], except?: Domain['except']): Domain =>
  except === undefined ? { args, double } : { args, double, except };

const ANY: Interval = [-12, 12];
const POSITIVE: Interval = [1 / 16, 40];
const UNIT: Interval = [-1, 1];
const INSIDE: Interval = [-15 / 16, 15 / 16];
const isZero = (x: number): boolean => x === 0;
const inDegrees = (f: (x: number) => number) => (x: number) => (f(x) * 180) / Math.PI;
const ofDegrees = (f: (x: number) => number) => (x: number) => f((x * Math.PI) / 180);

const DOMAINS: Readonly<Record<string, Domain>> = {
  sqrt: on([[0, 40]], Math.sqrt),
  cbrt: on([ANY], Math.cbrt),
  root: on(
    [
      [0, 40],
      [1, 9],
    ],
    (x, n) => x ** (1 / n),
    (_, n = 0) => !Number.isInteger(n),
  ),
  abs: on([ANY], Math.abs),
  sign: on([ANY], Math.sign),
  floor: on([ANY], Math.floor),
  ceil: on([ANY], Math.ceil),
  round: on([ANY], (x) => Math.sign(x) * Math.floor(Math.abs(x) + 0.5)),
  trunc: on([ANY], Math.trunc),
  frac: on([ANY], (x) => x - Math.floor(x)),
  min: on([ANY, ANY, ANY], Math.min),
  max: on([ANY, ANY, ANY], Math.max),
  hypot: on([ANY, ANY], Math.hypot),
  exp: on([ANY], Math.exp),
  expm1: on([ANY], Math.expm1),
  exp2: on([ANY], (x) => 2 ** x),
  exp10: on([ANY], (x) => 10 ** x),
  ln: on([POSITIVE], Math.log),
  log1p: on([[-15 / 16, 12]], Math.log1p),
  log: on(
    [POSITIVE, POSITIVE],
    (x, b) => Math.log(x) / Math.log(b),
    (_, b) => b === 1,
  ),
  log2: on([POSITIVE], Math.log2),
  log10: on([POSITIVE], Math.log10),
  pow: on([POSITIVE, [-4, 4]], (x, y) => x ** y),
  sin: on([ANY], Math.sin),
  cos: on([ANY], Math.cos),
  tan: on([ANY], Math.tan),
  sec: on([ANY], (x) => 1 / Math.cos(x)),
  csc: on([ANY], (x) => 1 / Math.sin(x), isZero),
  cot: on([ANY], (x) => 1 / Math.tan(x), isZero),
  asin: on([UNIT], Math.asin),
  acos: on([UNIT], Math.acos),
  atan: on([ANY], Math.atan),
  atan2: on([ANY, ANY], Math.atan2, (y, x) => y === 0 && x === 0),
  sinh: on([ANY], Math.sinh),
  cosh: on([ANY], Math.cosh),
  tanh: on([ANY], Math.tanh),
  asinh: on([ANY], Math.asinh),
  acosh: on([[1, 40]], Math.acosh),
  atanh: on([INSIDE], Math.atanh),
  sind: on([[-360, 360]], ofDegrees(Math.sin)),
  cosd: on([[-360, 360]], ofDegrees(Math.cos)),
  tand: on([[-89, 89]], ofDegrees(Math.tan)),
  asind: on([UNIT], inDegrees(Math.asin)),
  acosd: on([UNIT], inDegrees(Math.acos)),
  atand: on([ANY], inDegrees(Math.atan)),
};

const samples = (
  { args, except }: Domain,
  numbers: (least: number, most: number) => fc.Arbitrary<Sample>,
): fc.Arbitrary<readonly Sample[]> =>
  fc
    .tuple(...args.map(([least, most]) => numbers(least, most)))
    .filter((point) => except === undefined || !except(...point.map(({ double }) => double)));

const callOf = (name: string, args: readonly Sample[]): string => `${name}(${args.map(({ text }) => text).join(', ')})`;

const settings = (count: number): Partial<Settings> => ({
  precision: { kind: 'digits', count },
  form: 'sci',
  round: 'down',
});

describe('every function', () => {
  it('has a second method here, or finds roots', () => {
    const elsewhere = ['solve', 'algebraic'];
    expect([...Object.keys(DOMAINS), ...elsewhere].sort()).toEqual(FUNCTIONS.map(({ name }) => name).sort());
  });

  describe.each(Object.entries(DOMAINS))('%s', (name, domain) => {
    it('is what doubles say, to twelve digits', async () => {
      await fc.assert(
        fc.asyncProperty(samples(domain, dyadics), async (args) => {
          const expected = domain.double(...args.map(({ double }) => double));
          const found = Number(await digitsOf(sessionWith(), callOf(name, args)));
          expect(Math.abs(found - expected)).toBeLessThanOrEqual(1e-12 * Math.max(1e-3, Math.abs(expected)));
        }),
        RUNS,
      );
    });

    it('has the same leading digits at every precision, and bounds that hold them', async () => {
      await fc.assert(
        fc.asyncProperty(samples(domain, fractions), async (args) => {
          const call = callOf(name, args);
          const short = readDecimal(await digitsOf(sessionWith(settings(15)), call), 15);
          const { value, lo, hi } = await answerOf(sessionWith(settings(120)), call);
          const long = readDecimal(value, 120);
          expect({ ...long, mantissa: long.sign === 0 ? '0' : long.mantissa.slice(0, 15) }).toEqual(short);
          expect(Number(lo)).toBeLessThanOrEqual(Number(value));
          expect(Number(hi)).toBeGreaterThanOrEqual(Number(value));
        }),
        RUNS,
      );
    });
  });
});

describe('outside of its domain', () => {
  it.each([
    ['sqrt(-1/3)', '-1/3'],
    ['sqrt(1-sqrt(2))', '1-sqrt(2)'],
    ['root(-2, 4)', '-2'],
    ['root(2, 0)', '0'],
    ['root(2, 1/2)', '1/2'],
    ['root(2, pi)', 'pi'],
    ['ln(0)', '0'],
    ['ln(1-pi)', '1-pi'],
    ['log1p(-1)', undefined],
    ['log(2, 1)', '1'],
    ['log(2, -2)', '-2'],
    ['log2(-2)', '-2'],
    ['log10(0)', '0'],
    ['asin(1 + 1e-200)', '1 + 1e-200'],
    ['acos(-1.5)', '-1.5'],
    ['asind(2)', '2'],
    ['acosd(-2)', '-2'],
    ['acosh(1 - 1e-200)', '1 - 1e-200'],
    ['atanh(1)', '1'],
    ['atanh(-1)', '-1'],
    ['atan2(0, 0)', '0'],
    ['tan(pi/2)', 'pi/2'],
    ['tan(-7*pi/2)', '-7*pi/2'],
    ['sec(3*pi/2)', '3*pi/2'],
    ['csc(-pi)', '-pi'],
    ['cot(12*pi)', '12*pi'],
    ['tand(90)', '90'],
    ['tand(-270)', '-270'],
    ['(-2)^(1/3)', '-2'],
    ['pow(-2, pi)', '-2'],
    ['(-3)!', '-3'],
    ['(1/2)!', '1/2'],
    ['pi!', 'pi'],
  ])('%s is refused', async (line, operand) => {
    const error = await errorOf(sessionWith(), line);
    expect(error.code).toBe('DOMAIN');
    if (operand !== undefined) expect([operand, `(${operand})`]).toContain(blamed(line, error));
  });

  it('still answers at the edge', async () => {
    for (const [line, value] of [
      ['sqrt(0)', '0'],
      ['asin(-1) + pi/2', '0'],
      ['acos(-1) - pi', '0'],
      ['acosh(1)', '0'],
      ['0^0', '1'],
      ['root(-8, 3)', '-2'],
      ['root(8, -3)', '0.5'],
      ['(sqrt(2)^4)!', '24'],
      ['0!', '1'],
      ['atan2(0, -1) - pi', '0'],
      ['atan2(-1, 0) + pi/2', '0'],
    ] as const) {
      expect(await digitsOf(sessionWith(), line)).toBe(value);
    }
  });
});
