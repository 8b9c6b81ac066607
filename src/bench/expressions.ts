/** How a calculator writes numbers and functions; a function it does not write is one it does not have. */
export interface Dialect {
  readonly integer: (n: number) => string;
  readonly add: (a: string, b: string) => string;
  readonly multiply: (a: string, b: string) => string;
  readonly divide: (a: string, b: string) => string;
  readonly pi: string;
  readonly sqrt: (x: string) => string;
  readonly exp: (x: string) => string;
  readonly ln: (x: string) => string;
  readonly sin?: (x: string) => string;
  readonly tan?: (x: string) => string;
  readonly cosh?: (x: string) => string;
  readonly atan?: (x: string) => string;
  readonly power: (x: string, y: string) => string;
}

/** An expression in any dialect; undefined if the dialect lacks a function that it needs. */
export type Expression = (d: Dialect) => string | undefined;

const apply = (f: ((x: string) => string) | undefined, x: string): string | undefined => f?.(x);

const both = (f: (a: string, b: string) => string, a: string | undefined, b: string | undefined): string | undefined =>
  a === undefined || b === undefined ? undefined : f(a, b);

const ratio = (d: Dialect, p: number, q: number): string => d.divide(d.integer(p), d.integer(q));

const sum = (d: Dialect, count: number, term: (k: number) => string | undefined): string | undefined =>
  Array.from({ length: count }, (_, i) => term(i + 1)).reduce((left, right) => both(d.add, left, right));

/** What the calculators are compared on. */
export const EXPRESSIONS: Readonly<Record<string, Expression>> = {
  E1: (d) => d.add(ratio(d, 1, 3), d.sqrt(d.integer(2))),
  E2: (d) => d.pi,
  E3: (d) => d.exp(d.integer(1)),
  E4: (d) => d.ln(d.integer(2)),
  E5: (d) => d.exp(d.multiply(d.pi, d.sqrt(d.integer(163)))),
  E6: (d) => apply(d.sin, d.integer(1)),
  E7: (d) => both(d.add, apply(d.atan, ratio(d, 1, 3)), d.divide(d.ln(d.integer(7)), d.sqrt(d.integer(5)))),
  E8: (d) => d.power(d.sqrt(d.integer(2)), d.sqrt(d.integer(3))),
  E12: (d) => both(d.add, apply(d.tan, d.integer(1)), apply(d.cosh, d.integer(1))),
  E13: (d) => sum(d, 100, (k) => apply(d.sin, ratio(d, k, 7))),
  E14: (d) => sum(d, 1000, (k) => d.power(d.integer(k), ratio(d, 1, 2 + (k % 5)))),
};

const call = (name: string) => (x: string) => `${name}(${x})`;

/** The notation that most calculators share. */
export const INFIX: Dialect = {
  integer: String,
  add: (a, b) => `${a}+${b}`,
  multiply: (a, b) => `${a}*${b}`,
  divide: (a, b) => `${a}/${b}`,
  pi: 'pi',
  sqrt: call('sqrt'),
  exp: call('exp'),
  ln: call('ln'),
  sin: call('sin'),
  tan: call('tan'),
  cosh: call('cosh'),
  atan: call('atan'),
  power: (x, y) => `(${x})^(${y})`,
};

/** GNU bc has exp, ln, sin, cos and arctan as one-letter functions, and no other powers than whole ones. */
export const BC: Dialect = {
  ...INFIX,
  pi: '4*a(1)',
  exp: call('e'),
  ln: call('l'),
  sin: call('s'),
  tan: (x) => `s(${x})/c(${x})`,
  cosh: (x) => `(e(${x})+e(-${x}))/2`,
  atan: call('a'),
  power: (x, y) => `e((${y})*l(${x}))`,
};

/** mpmath, with `from mpmath import *`: a quotient of plain integers would be a double. */
export const MPMATH: Dialect = { ...INFIX, integer: (n) => `mpf(${n})`, power: (x, y) => `(${x})**(${y})` };

/** decimal.js, with its constructor as D. */
export const DECIMAL: Dialect = {
  integer: (n) => `D(${n})`,
  add: (a, b) => `${a}.plus(${b})`,
  multiply: (a, b) => `${a}.times(${b})`,
  divide: (a, b) => `${a}.div(${b})`,
  pi: 'D.acos(-1)',
  sqrt: (x) => `${x}.sqrt()`,
  exp: (x) => `${x}.exp()`,
  ln: (x) => `${x}.ln()`,
  sin: (x) => `${x}.sin()`,
  tan: (x) => `${x}.tan()`,
  cosh: (x) => `${x}.cosh()`,
  atan: (x) => `${x}.atan()`,
  power: (x, y) => `${x}.pow(${y})`,
};
