import { spawnSync } from 'node:child_process';
import { render } from '../digits/render.ts';
import { computeApery } from '../kernel/apery.ts';
import { atan } from '../kernel/atan.ts';
import { computeCatalan } from '../kernel/catalan.ts';
import { computeE } from '../kernel/e.ts';
import { computeEulerGamma } from '../kernel/euler-gamma.ts';
import { exp, expRational } from '../kernel/exp.ts';
import { ln } from '../kernel/ln.ts';
import { ANGLE_FORMULAS, LOG_FORMULAS, type MachinFormula } from '../kernel/machin.ts';
import { evaluateFormula } from '../kernel/machin-constants.ts';
import { computePi } from '../kernel/pi.ts';
import { root } from '../kernel/root.ts';
import { sinCos, sinCosRational } from '../kernel/sin-cos.ts';
import * as ball from '../number/ball.ts';
import { enclose } from '../number/rational.ts';
import type { Format } from '../outcome.ts';
import { cpuPerCall } from './measure.ts';

/** CPU milliseconds of one operation, constants warm. */
export interface KernelTime {
  readonly name: string;
  readonly digits: number;
  readonly ms: number;
  /** Of Arb on this machine; null where it was not measured. */
  readonly arb: number | null;
}

/** What arbtime calls an operation, if it knows it, and whether its first call is the one to compare with: later ones find it cached. */
interface Kernel {
  readonly arb?: string;
  readonly cold?: true;
  readonly run: (operands: Operands) => unknown;
}

interface Operands {
  /** √2 − 1, √3 and π, no longer than `wp` bits. */
  readonly x: ball.Ball;
  readonly y: ball.Ball;
  readonly z: ball.Ball;
  readonly wp: number;
  readonly format: Format;
}

const KERNELS: Readonly<Record<string, Kernel>> = {
  add: { arb: 'add', run: ({ x, y, wp }) => ball.add(x, y, wp) },
  mul: { arb: 'mul', run: ({ x, y, wp }) => ball.mul(x, y, wp) },
  div: { arb: 'div', run: ({ x, y, wp }) => ball.div(x, y, wp) },
  sqrt: { arb: 'sqrtdense', run: ({ y, wp }) => root(y, 2, wp) },
  exp: { arb: 'exp(dense)', run: ({ x, wp }) => exp(x, wp) },
  ln: { arb: 'log(dense)', run: ({ y, wp }) => ln(y, wp) },
  'sin, cos': { arb: 'sin(dense)', run: ({ x, wp }) => sinCos(x, wp) },
  atan: { arb: 'atan(dense)', run: ({ x, wp }) => atan(x, wp) },
  pi: { arb: 'pi', cold: true, run: ({ wp }) => computePi(wp) },
  e: { arb: 'e', cold: true, run: ({ wp }) => computeE(wp) },
  decimal: { arb: 'todec', run: ({ z, format }) => render(z, format) },
  '1/3': { run: ({ wp }) => enclose({ num: 1n, den: 3n }, wp) },
  'cube root': { run: ({ y, wp }) => root(y, 3, wp) },
  '13th root': { run: ({ y, wp }) => root(y, 13, wp) },
  'exp(1/3)': { run: ({ wp }) => expRational(1n, 3n, wp) },
  'sin(1/3), cos(1/3)': { run: ({ wp }) => sinCosRational(1n, 3n, wp) },
  'ln of 13 primes': { run: ({ wp }) => evaluateFormula(LOG_FORMULAS.at(-1) as MachinFormula, true, wp) },
  '13 angles': { run: ({ wp }) => evaluateFormula(ANGLE_FORMULAS.at(-1) as MachinFormula, false, wp) },
  eulergamma: { run: ({ wp }) => computeEulerGamma(wp) },
  catalan: { run: ({ wp }) => computeCatalan(wp) },
  'zeta(3)': { run: ({ wp }) => computeApery(wp) },
};

/** Times the kernels at so many digits, beside Arb where a program `arbtime` can be run that prints its times. */
export async function* timeKernels(digitCounts: readonly number[], budget: number): AsyncGenerator<KernelTime> {
  const arb = arbTimes(Math.max(...digitCounts));
  for (const digits of digitCounts) {
    const operands = operandsOf(digits);
    for (const [name, kernel] of Object.entries(KERNELS)) {
      const ms = await cpuPerCall(() => kernel.run(operands), budget);
      yield { name, digits, ms, arb: arb.get(`${kernel.arb} ${digits} ${kernel.cold ? 'cold' : 'warm'}`) ?? null };
    }
  }
}

const operandsOf = (digits: number): Operands => {
  const wp = Math.ceil(digits * Math.log2(10)) + 16;
  const dense = (n: bigint): ball.Ball => root(ball.exact(n), 2, wp);
  const exact = (x: ball.Ball): ball.Ball => ({ ...x, rad: ball.ZERO.rad });
  const { value, error } = computePi(wp);
  const pi = ball.widen(ball.exact(value, -wp), ball.upper(ball.exact(BigInt(Math.ceil(error)), -wp)));
  return {
    x: exact(ball.sub(dense(2n), ball.ONE)),
    y: exact(dense(3n)),
    z: pi,
    wp,
    format: {
      precision: { kind: 'digits', count: digits },
      asked: true,
      form: 'decimal',
      base: 10,
      round: 'nearest',
      group: '',
    },
  };
};

/** From lines such as `exp(dense) 500 cold 0.009 warm 0.005 ms`, keyed `exp(dense) 500 warm`. */
const arbTimes = (digits: number): ReadonlyMap<string, number> => {
  const { stdout } = spawnSync('arbtime', [String(digits)], { encoding: 'utf8' });
  const lines = (stdout ?? '').matchAll(/^(\S+ \d+) cold (\S+) warm (\S+) ms$/gm);
  return new Map(
    [...lines].flatMap(([, key, cold, warm]): [string, number][] => [
      [`${key} cold`, Number(cold)],
      [`${key} warm`, Number(warm)],
    ]),
  );
};
