import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Asking, Node } from '../../src/node.ts';
import * as ball from '../../src/number/ball.ts';
import * as rat from '../../src/number/rational.ts';
import { answerOf, errorOf, sessionWith } from '../run/sessions.ts';
import { createWorkbench, type Workbench } from './workbench.ts';

const kindOfZero = async (expression: string): Promise<string | null> =>
  (await answerOf(sessionWith(), expression)).exact;

describe('identities that prove a zero', () => {
  it.each([
    'pi - pi',
    'sqrt(2)*sqrt(3) - sqrt(6)',
    'sqrt(12) - 2*sqrt(3)',
    'sqrt(1/2) - sqrt(2)/2',
    'root(9, 4) - sqrt(3)',
    'cbrt(-16) + 2*cbrt(2)',
    'sqrt(2)^5 - 4*sqrt(2)',
    'exp(2*ln(3)/3) - cbrt(9)',
    '(sqrt(2) + sqrt(3))^2 - 5 - 2*sqrt(6)',
    '(cbrt(2) - 1)*(cbrt(4) + cbrt(2) + 1) - 1',
    '(sqrt(5) - 2)^8*(sqrt(5) + 2)^8 - 1',
    'phi^8 - 21*phi - 13',
    '1/phi + 1 - phi',
    '1/(sqrt(3) + sqrt(2)) - sqrt(3) + sqrt(2)',
    '(1 + sqrt(2))/(1 - sqrt(2)) + 3 + 2*sqrt(2)',
    'root(2, 3)^2 - cbrt(4)',
    '1/cbrt(3) - cbrt(9)/3',
    'sqrt(2)*cbrt(2) - 2^(5/6)',
    'sqrt(2)*cbrt(3) - root(72, 6)',
    'cbrt(-2)*sqrt(2) + 2^(5/6)',
    'root(12, 4)/root(3, 4) - sqrt(2)',
    'root(8, 6) - sqrt(2)',
    'sqrt(1009^3) - 1009*sqrt(1009)',
    'sqrt(2^61*3) - 2^30*sqrt(6)',
    '1/(pi*sqrt(2)) - sqrt(2)/(2*pi)',
    'pi*sqrt(6)/(pi*sqrt(2)) - sqrt(3)',
    'pi*e*catalan - catalan*pi*e',
    'pi/e/catalan - pi/(catalan*e)',
    'pi*(1/e) - pi/e',
    'sqrt(1/pi) - 1/sqrt(pi)',
    '1/e - exp(-1)',
    'exp(3)/exp(1) - exp(2)',
    'exp(-2)^(1/2)*e - 1',
    'ln(1/exp(pi)) + pi',
    'sinh(1) - (exp(1) - exp(-1))/2',
    'sinh(-2) + sinh(2)',
    'tanh(-2) + tanh(2)',
    'cosh(-2) - cosh(2)',
    'sqrt(pi^2) - pi',
    'sqrt((1 - pi)^2) - (pi - 1)',
    '(pi*e)/e - pi',
    '(pi^3*e)/(pi*e) - pi^2',
    '2^(1/2) - sqrt(2)',
    '8^(2/3) - 4',
    '(-8)^3 + 512',
    'exp(1)*exp(2) - e^3',
    'exp(2)^(1/2) - e',
    'exp(ln(5)) - 5',
    'exp(ln(3)/2) - sqrt(3)',
    'ln(exp(sqrt(2))) - sqrt(2)',
    'ln(8) - 3*ln(2)',
    'ln(1/9) + 2*ln(3)',
    'ln(sqrt(5)) - ln(5)/2',
    'ln(1/4)/ln(8) + 2/3',
    'log(8, 4) - 3/2',
    'sin(-1) + sin(1)',
    'cos(-1) - cos(1)',
    'atan(-2) + atan(2)',
    'sin(sqrt(3) - 2) + sin(2 - sqrt(3))',
    'cos(1 - pi^2) - cos(pi^2 - 1)',
    'atan(e - 3) + atan(3 - e)',
    'atan(sqrt(3) - 2) + pi/12',
    'atan(1 - sqrt(2)) + pi/8',
    'sin(asin(-1/3)) + 1/3',
    'sin(asin(1/3)) - 1/3',
    'cos(acos(1/3)) - 1/3',
    'tan(atan(7)) - 7',
    'tanh(atanh(1/4)) - 1/4',
    'abs(-pi) - pi',
    'max(pi, e) - pi',
    'min(pi, e) - e',
  ])('%s', async (expression) => {
    expect(await kindOfZero(expression)).toBe('0');
  });
});

describe('odd functions', () => {
  const terms = [2, 3, 5, 7, 11, 13, 17, 19, 23].map((n) => `sqrt(${n})`);

  it('take out a minus sign once, in whatever order the parts came to be', async () => {
    const session = sessionWith();
    for (const line of ['1 - 3', '-sqrt(3)', '-pi', 'pi - 7']) await answerOf(session, line);
    for (const x of ['sqrt(3) + (1 - 3)', 'sqrt(3) - pi', '7 - pi', terms.join('-'), `-${terms.join('-')}`]) {
      for (const f of ['sin', 'atan']) {
        expect((await answerOf(session, `${f}(${x}) + ${f}(-(${x}))`)).exact).toBe('0');
      }
      expect((await answerOf(session, `cos(${x}) - cos(-(${x}))`)).exact).toBe('0');
    }
  });
});

describe('trigonometry at rational multiples of pi', () => {
  const TURNS = Array.from({ length: 145 }, (_, i) => i - 72);

  it('has the values of doubles, and closed forms wherever the denominator has them', async () => {
    const bench = createWorkbench();
    const { s } = bench;
    for (const den of [1, 2, 3, 4, 5, 6, 7, 10, 12, 24]) {
      for (const num of TURNS) {
        const angle = s.scale(rat.rational(BigInt(num), BigInt(den)), s.constant('pi'));
        const sine = s.sin(angle);
        const cosine = s.cos(angle);
        for (const [node, expected] of [
          [sine, Math.sin((num / den) * Math.PI)],
          [cosine, Math.cos((num / den) * Math.PI)],
        ] as const) {
          expect(Math.abs(ball.toNumber(await bench.tightened(node, 60)) - expected)).toBeLessThan(1e-12);
          if ([1, 2, 3, 4, 6, 12].includes(den)) expect(node.op).not.toMatch(/sin|cos/);
          expect(node.op).not.toBe('cos');
        }
        expect(s.sin(s.neg(angle))).toBe(s.neg(sine));
        expect(s.cos(s.neg(angle))).toBe(cosine);
        expect(s.sin(s.add(angle, s.scale(rat.rational(2n), s.constant('pi'))))).toBe(sine);
        expect(s.sin(s.sub(s.constant('pi'), angle))).toBe(sine);
      }
    }
  });

  it('inverts every closed tangent', async () => {
    const bench = createWorkbench();
    const { s, settle } = bench;
    for (const [num, den] of [
      [1, 12],
      [1, 8],
      [1, 6],
      [1, 4],
      [1, 3],
      [3, 8],
      [5, 12],
    ] as const) {
      const tangent = Math.tan((num / den) * Math.PI);
      const found = closedTangent(bench, num, den);
      expect(Math.abs(ball.toNumber(await bench.tightened(found, 60)) - tangent)).toBeLessThan(1e-12);
      expect(s.atan(found)).toBe(s.scale(rat.rational(BigInt(num), BigInt(den)), s.constant('pi')));
      expect(s.atan(s.neg(found))).toBe(s.scale(rat.rational(BigInt(-num), BigInt(den)), s.constant('pi')));
    }
    expect((await settle(s.div(s.atan(s.integer(1)), s.constant('pi')))).value).toEqual(rat.rational(1n, 4n));
  });
});

const closedTangent = ({ s }: Workbench, num: number, den: number): Node => {
  const [root2, root3] = [s.radical(2, s.integer(2)), s.radical(2, s.integer(3))];
  switch (`${num}/${den}`) {
    case '1/12':
      return s.sub(s.integer(2), root3);
    case '1/8':
      return s.sub(root2, s.integer(1));
    case '1/6':
      return s.quotient(s.integer(1), root3);
    case '1/4':
      return s.integer(1);
    case '1/3':
      return root3;
    case '3/8':
      return s.add(s.integer(1), root2);
    default:
      return s.add(root3, s.integer(2));
  }
};

/** e − q, where q is e rounded to about this many bits: as near to 0 as one likes, and irrational. */
const nearZero = async (bench: Workbench, bits: number): Promise<{ node: Node; sign: number }> => {
  const { s } = bench;
  const e = s.exp(s.integer(1));
  const middle = await bench.tightened(e, bits + 64);
  const shift = BigInt(-middle.exp - bits);
  const near = { num: middle.mid >> shift, den: 1n << BigInt(bits) };
  return { node: s.sub(e, s.rational(rat.rational(near.num, near.den))), sign: 1 };
};

describe('signs', () => {
  it.each([10, 100, 300, 900])('tells e from e to %d bits as positive, and its opposite as negative', async (bits) => {
    const bench = createWorkbench();
    const { node } = await nearZero(createWorkbench(), bits);
    const { node: own, sign } = await nearZero(bench, bits);
    expect(node.op).toBe(own.op);
    expect(await bench.settle(bench.s.sign(own))).toBe(sign);
    expect(await bench.settle(bench.s.sign(bench.s.neg(own)))).toBe(-sign);
    expect(bench.reasons.some(({ rule, claim }) => rule === 'enclosure' && claim === '> 0')).toBe(true);
    expect(bench.reasons.some(({ rule, claim }) => rule === 'enclosure' && claim === '< 0')).toBe(true);
  });

  it('leaves open what is nearer to 0 than the search goes, and says so', async () => {
    const { bench, near } = await openNumber();
    expect(await bench.settle(bench.s.sign(near))).toBeUndefined();
    const { s, settle } = bench;
    const askings: readonly Asking<unknown>[] = [
      s.decidedSign(near),
      s.div(s.integer(1), near),
      s.ln(near),
      s.root(2, near),
      s.pow(near, s.fraction(1, 3)),
      s.pow(near, s.integer(-2)),
      s.floor(near),
    ];
    for (const asking of askings) {
      await expect(settle(asking)).rejects.toMatchObject({ code: 'UNDECIDED', operand: near });
    }
  });

  it('takes an odd root and an absolute value without knowing the sign', async () => {
    const { bench, near } = await openNumber();
    expect((await bench.settle(bench.s.root(3, near))).op).toBe('root');
    expect(bench.s.abs(near).op).toBe('abs');
    expect(bench.s.abs(bench.s.abs(near))).toBe(bench.s.abs(near));
    expect((await bench.settle(bench.s.root(2, bench.s.power(near, 2)))).op).toBe('abs');
    expect(bench.s.power(bench.s.abs(near), 2)).toBe(bench.s.power(near, 2));
  });

  it('is exact for rationals, however small', async () => {
    const { s, settle } = createWorkbench(1);
    const tiny = s.rational({ num: -1n, den: 1n << 5000n });
    expect(await settle(s.sign(tiny))).toBe(-1);
    expect(await settle(s.sign(s.sub(tiny, tiny)))).toBe(0);
    expect(await settle(s.floor(tiny))).toBe(s.integer(-1));
  });
});

/** e less its first 2,000 bits, over a bench that looks at 200. */
const openNumber = async (): Promise<{ bench: Workbench; near: Node }> => {
  const far = createWorkbench();
  const { node } = await nearZero(far, 2000);
  const bench = createWorkbench(200);
  const constant = node.args.find(({ value }) => value !== undefined)?.value ?? rat.ZERO;
  return { bench, near: bench.s.add(bench.s.exp(bench.s.integer(1)), bench.s.rational(constant)) };
};

describe('refusals', () => {
  it.each([
    ['1/0', '0'],
    ['1/(sqrt(2) - sqrt(2))', '(sqrt(2) - sqrt(2))'],
    ['1/(sqrt(8) - 2*sqrt(2))', '(sqrt(8) - 2*sqrt(2))'],
    ['1/sin(pi)', 'sin(pi)'],
    ['1/sin(1e30*pi)', 'sin(1e30*pi)'],
    ['2 + 3/ln(exp(0))', 'ln(exp(0))'],
    ['0^-2', '0'],
    ['(pi - pi)^-1', '(pi - pi)'],
    ['0^(-1/2)', '0'],
    ['5 % (e - e)', '(e - e)'],
    ['5 rem 0', '0'],
  ])('%s: %s is zero', async (line, divisor) => {
    const error = await errorOf(sessionWith(), line);
    expect(error.code).toBe('DIVISION_BY_ZERO');
    const found = line.slice(error.span?.start, error.span?.end);
    expect([divisor, divisor.replace(/^\((.*)\)$/, '$1')]).toContain(found);
    expect(error.message).toContain(`'${found}' is zero`);
  });

  it('divides by what only looks like zero', async () => {
    expect((await answerOf(sessionWith(), '1/(1 - 1e-300 - 1)')).exact).toBe(`-1${'0'.repeat(300)}`);
    expect((await answerOf(sessionWith(), 'floor(1/(sqrt(1e40 + 1) - 1e20))')).exact).toBe(`2${'0'.repeat(20)}`);
  });
});

describe('radicals of rationals', () => {
  const { s } = createWorkbench();
  const positive = fc.tuple(fc.integer({ min: 1, max: 60 }), fc.integer({ min: 1, max: 60 }));
  const factor = fc.record({
    x: positive,
    degree: fc.integer({ min: 2, max: 6 }),
    power: fc.integer({ min: -3, max: 3 }),
  });

  it('are one node for equal products, in whatever order and grouping they are made', () => {
    fc.assert(
      fc.property(fc.array(factor, { minLength: 2, maxLength: 3 }), (factors) => {
        const nodes = factors.map(({ x: [num, den], degree, power }) => {
          const root = s.power(s.radical(degree, s.fraction(num, den)), Math.abs(power));
          return power < 0 ? s.quotient(s.integer(1), root) : root;
        });
        const forwards = nodes.reduce((product, node) => s.mul(product, node));
        const backwards = nodes.reduceRight((product, node) => s.mul(product, node));
        const whole = factors.reduce(
          (product, { x: [num, den], degree, power }) =>
            rat.mul(product, rat.power(rat.rational(BigInt(num), BigInt(den)), (power * 60) / degree)),
          rat.ONE,
        );
        expect(backwards).toBe(forwards);
        // Long radicands stay apart, and the 60th power of such a product is long.
        if (rat.size(whole) < 800) expect(s.radical(60, s.rational(whole))).toBe(forwards);
      }),
      { numRuns: 300 },
    );
  });
});
