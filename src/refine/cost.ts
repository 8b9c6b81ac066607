import type { Node, Operator } from '../node.ts';
import { bitLength } from '../number/integer.ts';
import { smallRational } from './elementary.ts';

/** CPU milliseconds at 50, 500, 5,000, 50,000 and 500,000 digits. */
type Times = readonly [number, number, number, number, number];

/**
 * From `real bench kernels --digits 50,500,5000,50000,500000`: the constants without their caches, all others with the
 * constants that they use at hand.
 */
const TIMES = {
  rational: [0.0006, 0.0007, 0.0039, 0.048, 1.5],
  add: [0.0003, 0.0003, 0.0006, 0.003, 0.1],
  mul: [0.0004, 0.0016, 0.042, 0.94, 15],
  div: [0.0011, 0.0033, 0.14, 4.1, 58],
  squareRoot: [0.0018, 0.0055, 0.11, 3.1, 48],
  cubeRoot: [0.0027, 0.013, 0.17, 5.1, 70],
  root13: [0.0058, 0.13, 0.48, 13, 170],
  exp: [0.0055, 0.043, 0.9, 53, 3000],
  expOfFraction: [0.0039, 0.027, 0.42, 9.5, 180],
  ln: [0.01, 0.039, 0.84, 48, 3000],
  sinCos: [0.006, 0.048, 1.1, 54, 3000],
  sinCosOfFraction: [0.0053, 0.035, 0.49, 13, 230],
  atan: [0.0076, 0.036, 0.92, 50, 3000],
  pi: [0.01, 0.046, 0.64, 21, 390],
  eulergamma: [0.1, 0.65, 15, 472, 11_000],
  catalan: [0.02, 0.15, 3.3, 102, 2200],
  apery: [0.02, 0.12, 2.4, 80, 1800],
  decimal: [0.004, 0.018, 0.15, 3.4, 72],
} as const satisfies Readonly<Record<string, Times>>;

const BITS_PER_DIGIT = Math.log2(10);
const LEAST_LOG = Math.log2(50 * BITS_PER_DIGIT);

/** A time by the length in bits: a straight line in logarithms between two measurements, and on beyond the last. */
const curve = (times: Times): ((bits: number) => number) => {
  let logs: readonly number[] | undefined;
  return (bits) => {
    logs ??= times.map(Math.log2);
    const decade = Math.max(0, (Math.log2(Math.max(1, bits)) - LEAST_LOG) / BITS_PER_DIGIT);
    const i = Math.min(Math.floor(decade), logs.length - 2);
    const from = logs[i] as number;
    return 2 ** (from + (decade - i) * ((logs[i + 1] as number) - from));
  };
};

const add = curve(TIMES.add);
const mul = curve(TIMES.mul);
const squareRoot = curve(TIMES.squareRoot);
const cubeRoot = curve(TIMES.cubeRoot);
const root13 = curve(TIMES.root13);
const exp = curve(TIMES.exp);
const expOfFraction = curve(TIMES.expOfFraction);
const sinCos = curve(TIMES.sinCos);
const sinCosOfFraction = curve(TIMES.sinCosOfFraction);
const ln = curve(TIMES.ln);

type Cost = (node: Node, bits: number) => number;

const only = (times: Times): Cost => {
  const time = curve(times);
  return (_node, bits) => time(bits);
};

/** A fraction whose numerator and denominator have so many bits together takes twice as long as a very short one (measured). */
const TWICE = 32;

/** At a fraction: the series takes the longer the longer the fraction is, until what is done for any number is faster. */
const withFraction =
  (any: (bits: number) => number, ofFraction: (bits: number) => number): Cost =>
  (node, bits) => {
    const value = smallRational(node);
    if (value === undefined) return any(bits);
    const height = bitLength(value.num) + bitLength(value.den);
    return Math.min(any(bits), (1 + height / TWICE) * ofFraction(bits));
  };

const circular = withFraction(sinCos, sinCosOfFraction);

const sumCost: Cost = ({ args }, bits) => Math.max(1, args.length - 1) * add(bits);

/** A squaring for each binary digit of the exponent but the first, and a product for each other one that is set. */
const powerCost: Cost = ({ n = 1 }, bits) => {
  let products = 0;
  for (let rest = n; rest > 1; rest = Math.floor(rest / 2)) products += rest % 2 === 1 ? 2 : 1;
  return Math.max(add(bits), products * mul(bits));
};

/** Above this degree a root is taken through a logarithm. */
const MAX_INTEGER_DEGREE = 16;

const rootCost: Cost = ({ n = 2 }, bits) => {
  if (n === 2) return squareRoot(bits);
  if (n > MAX_INTEGER_DEGREE) return ln(bits) + exp(bits);
  return cubeRoot(bits) + ((n - 3) / 10) * (root13(bits) - cubeRoot(bits));
};

/** Milliseconds for each factor of a factorial, the bits of the first products, and how often those of full length count. */
const FACTOR_TIME = 8e-5;
const LEAST_PRODUCT = 1700;
const FULL_PRODUCTS = 3;

/** A balanced tree of products, of which none has more than `bits` bits: those of full length and the shorter ones below. */
const factorialCost: Cost = ({ n = 1 }, bits) => {
  const size = n * Math.log2(n + 1);
  const width = Math.max(LEAST_PRODUCT, Math.min(size, bits));
  return add(width) + FACTOR_TIME * n + FULL_PRODUCTS * (size / width) * mul(width);
};

/** A halving for each bit; the polynomial by Horner's rule at points that are half as long on average. */
const algebraicCost: Cost = ({ args }, bits) => Math.max(1, bits) * args.length * mul(bits / 2);

/** A halving for each bit; the expression costs what its operations do, at half the bits on average. */
const solveCost: Cost = ({ body }, bits) => {
  let each = 0;
  // A set that grows while it is gone through: every node of the expression once.
  const nodes = new Set(body === undefined ? [] : [body]);
  for (const node of nodes) {
    each += COSTS[node.op as Operator]?.(node, bits / 2) ?? 0;
    for (const arg of node.args) nodes.add(arg);
  }
  return Math.max(1, bits) * each;
};

const COSTS: Readonly<Partial<Record<string, Cost>> & Record<Operator, Cost>> = {
  rational: only(TIMES.rational),
  add: sumCost,
  mul: only(TIMES.mul),
  power: powerCost,
  abs: only(TIMES.add),
  min: only(TIMES.add),
  max: only(TIMES.add),
  div: only(TIMES.div),
  root: rootCost,
  exp: withFraction(exp, expOfFraction),
  ln: only(TIMES.ln),
  sin: circular,
  cos: circular,
  atan: only(TIMES.atan),
  factorial: factorialCost,
  pi: only(TIMES.pi),
  eulergamma: only(TIMES.eulergamma),
  catalan: only(TIMES.catalan),
  apery: only(TIMES.apery),
  algebraic: algebraicCost,
  solve: solveCost,
};

/** About how many CPU milliseconds a step of this node takes that makes a number of `bits` bits: a plan, not a promise. */
export const cost = (node: Node, bits: number): number => COSTS[node.op as Operator](node, bits);

/** About how many CPU milliseconds a number of `bits` bits takes to be written in decimal. */
export const decimalCost: (bits: number) => number = curve(TIMES.decimal);
