import type { Structure } from '../exact/structure.ts';
import type { Asking, Node } from '../node.ts';
import { algebraic } from './algebraic.ts';
import {
  acos,
  acosh,
  asin,
  asinh,
  atan2,
  atanh,
  cosh,
  degrees,
  half,
  inDegrees,
  log,
  one,
  overNonzero,
  root,
  round,
  sinh,
  tan,
  tanh,
  trunc,
  two,
} from './definitions.ts';

/** A function of the language: what `:help`, completion and the documentation show, and what it means. */
export interface FunctionRow {
  readonly name: string;
  readonly signature: string;
  /** The least and the greatest number of arguments. */
  readonly arity: readonly [number, number];
  /** One line for the table of functions, the domain included where it is not every real. */
  readonly help: string;
  /** An input and the answer that it gives, at 20 digits; every example is a test. */
  readonly example: readonly [string, string];
  /**
   * Builds the number; where it has a domain or cases, asks for the signs that decide them. Absent where the arguments
   * are not all numbers: dag/build.ts and dag/resolve.ts know those by name.
   */
  readonly define?: (s: Structure, args: readonly Node[]) => Node | Asking<Node>;
}

/** A named constant. */
export interface ConstantRow {
  readonly name: string;
  readonly help: string;
  readonly example: readonly [string, string];
  readonly define: (s: Structure) => Node;
}

type Unary = (s: Structure, x: Node) => Node | Asking<Node>;

const unary = (name: string, help: string, example: readonly [string, string], define: Unary): FunctionRow => ({
  name,
  signature: `${name}(x)`,
  arity: [1, 1],
  help,
  example,
  define: (s, [x]) => define(s, x as Node),
});

const binary = (
  name: string,
  signature: string,
  help: string,
  example: readonly [string, string],
  define: (s: Structure, x: Node, y: Node) => Asking<Node>,
): FunctionRow => ({
  name,
  signature,
  arity: [2, 2],
  help,
  example,
  define: (s, [x, y]) => define(s, x as Node, y as Node),
});

const fold = (
  name: string,
  help: string,
  example: readonly [string, string],
  f: (s: Structure, x: Node, y: Node) => Node,
): FunctionRow => ({
  name,
  signature: `${name}(x, y, …)`,
  arity: [1, Number.POSITIVE_INFINITY],
  help,
  example,
  define: (s, args) => args.reduce((x, y) => f(s, x, y)),
});

/** Every function of the language. A new one is a row here, a kernel if none of the constructors gives it, and a test. */
export const FUNCTIONS: readonly FunctionRow[] = [
  unary('sqrt', 'square root, x >= 0', ['sqrt(2)', '1.4142135623730950488'], (s, x) => s.root(2, x)),
  unary('cbrt', 'real cube root', ['cbrt(-27)', '-3'], (s, x) => s.root(3, x)),
  binary('root', 'root(x, n)', 'real n-th root; x >= 0 for even n', ['root(-32, 5)', '-2'], root),
  unary('abs', 'absolute value', ['abs(-1/4)', '0.25'], (s, x) => s.abs(x)),
  unary('sign', '-1, 0 or 1', ['sign(-pi)', '-1'], function* (s, x) {
    return s.integer(yield* s.decidedSign(x));
  }),
  unary('floor', 'greatest integer <= x', ['floor(-e)', '-3'], (s, x) => s.floor(x)),
  unary('ceil', 'least integer >= x', ['ceil(pi^2)', '10'], function* (s, x) {
    return s.neg(yield* s.floor(s.neg(x)));
  }),
  unary('round', 'nearest integer, halves away from zero', ['round(-2.5)', '-3'], round),
  unary('trunc', 'integer part, toward zero', ['trunc(-2.5)', '-2'], trunc),
  unary('frac', 'fractional part x - floor(x)', ['frac(-1/4)', '0.75'], function* (s, x) {
    return s.sub(x, yield* s.floor(x));
  }),
  fold('min', 'the least argument', ['min(3, 1/2, -4)', '-4'], (s, x, y) => s.min(x, y)),
  fold('max', 'the greatest argument', ['max(3, 1/2, -4)', '3'], (s, x, y) => s.max(x, y)),
  binary('hypot', 'hypot(x, y)', 'sqrt(x^2 + y^2)', ['hypot(3, 4)', '5'], function* (s, x, y) {
    return yield* s.root(2, s.add(s.power(x, 2), s.power(y, 2)));
  }),
  unary('exp', 'e^x', ['exp(1)', '2.7182818284590452354'], (s, x) => s.exp(x)),
  unary('expm1', 'e^x - 1', ['expm1(1e-20)', '1.0000000000000000000e-20'], (s, x) => s.sub(s.exp(x), one(s))),
  unary('exp2', '2^x', ['exp2(10)', '1024'], (s, x) => s.pow(two(s), x)),
  unary('exp10', '10^x', ['exp10(-3)', '0.001'], (s, x) => s.pow(s.integer(10), x)),
  unary('ln', 'natural logarithm, x > 0', ['ln(2)', '0.69314718055994530942'], (s, x) => s.ln(x)),
  unary('log1p', 'ln(1 + x), x > -1', ['log1p(1)', '0.69314718055994530942'], (s, x) => s.ln(s.add(one(s), x))),
  {
    name: 'log',
    signature: 'log(x) or log(x, b)',
    arity: [1, 2],
    help: 'natural logarithm, or logarithm to base b; x > 0, b > 0, b != 1',
    example: ['log(8, 4)', '1.5'],
    define: (s, [x, base]) => (base === undefined ? s.ln(x as Node) : log(s, x as Node, base)),
  },
  unary('log2', 'logarithm to base 2, x > 0', ['log2(1/1024)', '-10'], (s, x) => log(s, x, two(s))),
  unary('log10', 'logarithm to base 10, x > 0', ['log10(1000)', '3'], (s, x) => log(s, x, s.integer(10))),
  binary('pow', 'pow(x, y)', 'x^y', ['pow(2, 10)', '1024'], (s, x, y) => s.pow(x, y)),
  unary('sin', 'sine', ['sin(pi/6)', '0.5'], (s, x) => s.sin(x)),
  unary('cos', 'cosine', ['cos(pi/3)', '0.5'], (s, x) => s.cos(x)),
  unary('tan', 'tangent; poles at pi/2 + k*pi', ['tan(pi/4)', '1'], tan),
  unary('sec', '1/cos(x); poles at pi/2 + k*pi', ['sec(0)', '1'], (s, x) => overNonzero(s, one(s), s.cos(x), x, 'sec')),
  unary('csc', '1/sin(x); poles at k*pi', ['csc(pi/6)', '2'], (s, x) => overNonzero(s, one(s), s.sin(x), x, 'csc')),
  unary('cot', 'cos(x)/sin(x); poles at k*pi', ['cot(pi/4)', '1'], (s, x) =>
    overNonzero(s, s.cos(x), s.sin(x), x, 'cot'),
  ),
  unary('asin', 'arc sine, -1 <= x <= 1', ['asin(1)', '1.5707963267948966192'], asin),
  unary('acos', 'arc cosine, -1 <= x <= 1', ['acos(1)', '0'], acos),
  unary('atan', 'arc tangent', ['atan(1)*4 - pi', '0'], (s, x) => s.atan(x)),
  binary('atan2', 'atan2(y, x)', 'angle of the point (x, y) in (-pi, pi]', ['atan2(-1, -1)/pi', '-0.75'], atan2),
  unary('sinh', 'hyperbolic sine', ['sinh(ln(2))', '0.75'], sinh),
  unary('cosh', 'hyperbolic cosine', ['cosh(0)', '1'], cosh),
  unary('tanh', 'hyperbolic tangent', ['tanh(atanh(1/4))', '0.25'], tanh),
  unary('asinh', 'inverse hyperbolic sine', ['asinh(3/4) - ln(2)', '0'], asinh),
  unary('acosh', 'inverse hyperbolic cosine, x >= 1', ['acosh(5/4) - ln(2)', '0'], acosh),
  unary('atanh', 'inverse hyperbolic tangent, -1 < x < 1', ['atanh(3/5) - ln(2)', '0'], atanh),
  unary('sind', 'sine of degrees', ['sind(30)', '0.5'], (s, x) => s.sin(degrees(s, x))),
  unary('cosd', 'cosine of degrees', ['cosd(60)', '0.5'], (s, x) => s.cos(degrees(s, x))),
  unary('tand', 'tangent of degrees; poles at 90 + k*180', ['tand(45)', '1'], (s, x) =>
    overNonzero(s, s.sin(degrees(s, x)), s.cos(degrees(s, x)), x, 'tand'),
  ),
  unary('asind', 'arc sine in degrees, -1 <= x <= 1', ['asind(1/2)', '30'], function* (s, x) {
    return inDegrees(s, yield* asin(s, x));
  }),
  unary('acosd', 'arc cosine in degrees, -1 <= x <= 1', ['acosd(1/2)', '60'], function* (s, x) {
    return inDegrees(s, yield* acos(s, x));
  }),
  unary('atand', 'arc tangent in degrees', ['atand(1)', '45'], (s, x) => inDegrees(s, s.atan(x))),
  {
    name: 'solve',
    signature: 'solve(f, x, a, b)',
    arity: [4, 4],
    help: 'a root of f, which is continuous in x, in [a, b]; the signs of f at a and b differ',
    example: ['solve(cos(x) - x, x, 0, 1)', '0.73908513321516064166'],
  },
  {
    name: 'algebraic',
    signature: 'algebraic(a, b, c0, c1, …)',
    arity: [4, Number.POSITIVE_INFINITY],
    help: 'a root of the integer polynomial c0 + c1 x + … in [a, b]; its signs at a and b differ',
    example: ['algebraic(1, 2, -1, -1, 0, 1)', '1.3247179572447460260'],
    define: algebraic,
  },
];

/** Every named constant. */
export const CONSTANTS: readonly ConstantRow[] = [
  {
    name: 'pi',
    help: 'the circle constant',
    example: ['pi', '3.1415926535897932385'],
    define: (s) => s.constant('pi'),
  },
  {
    name: 'tau',
    help: '2 pi',
    example: ['tau', '6.2831853071795864769'],
    define: (s) => s.scale({ num: 2n, den: 1n }, s.constant('pi')),
  },
  { name: 'e', help: "Euler's number", example: ['e', '2.7182818284590452354'], define: (s) => s.exp(one(s)) },
  {
    name: 'phi',
    help: 'the golden ratio (1 + sqrt(5))/2',
    example: ['phi', '1.6180339887498948482'],
    define: (s) => half(s, s.add(one(s), s.radical(2, s.integer(5)))),
  },
  {
    name: 'eulergamma',
    help: 'the Euler-Mascheroni constant',
    example: ['eulergamma', '0.57721566490153286061'],
    define: (s) => s.constant('eulergamma'),
  },
  {
    name: 'catalan',
    help: "Catalan's constant",
    example: ['catalan', '0.91596559417721901505'],
    define: (s) => s.constant('catalan'),
  },
  { name: 'apery', help: 'zeta(3)', example: ['apery', '1.2020569031595942854'], define: (s) => s.constant('apery') },
];

export const FUNCTION_BY_NAME: ReadonlyMap<string, FunctionRow> = new Map(FUNCTIONS.map((row) => [row.name, row]));
export const CONSTANT_BY_NAME: ReadonlyMap<string, ConstantRow> = new Map(CONSTANTS.map((row) => [row.name, row]));
