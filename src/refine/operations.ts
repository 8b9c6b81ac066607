import { InternalError } from '../errors.ts';
import { apery } from '../kernel/apery.ts';
import { catalan } from '../kernel/catalan.ts';
import { eulerGamma } from '../kernel/euler-gamma.ts';
import { factorial } from '../kernel/factorial.ts';
import type { Fixed } from '../kernel/fixed.ts';
import { pi } from '../kernel/pi.ts';
import type { Node, Operator } from '../node.ts';
import * as ball from '../number/ball.ts';
import * as mag from '../number/magnitude.ts';
import { abs, add, div, max, min, mul, power, rational } from './arithmetic.ts';
import { algebraic, solve } from './bisection.ts';
import { atan, cos, exp, ln, root, sin } from './elementary.ts';
import type { Operation } from './operation.ts';

/** A constant between 1/2 and 4, from a kernel that answers in units of 2^-wp. */
const constant = (kernel: (wp: number) => Fixed): Operation => ({
  kind: 'refiner',
  enclose: (_node, _operands, p) => {
    // At wp = p + 4 an error of up to 16 units is within 2^-p; the kernels promise less than 8.
    const wp = Math.max(p, 0) + 4;
    const { value, error } = kernel(wp);
    return ball.ball(value, -wp, mag.magnitude(error, -wp), p + 1);
  },
  demand: (_i, p) => p,
  magnitude: () => 0,
});

const OPERATIONS: Readonly<Record<Operator, Operation>> = {
  rational,
  add,
  mul,
  power,
  div,
  abs,
  min,
  max,
  root,
  exp,
  ln,
  sin,
  cos,
  atan,
  factorial: {
    kind: 'refiner',
    enclose: (node, _operands, p) => factorial(node.n ?? 0, p),
    demand: (_i, p) => p,
    // Stirling: log2 n! is about n log2(n / e).
    magnitude: (node) => (node.n ?? 1) * Math.log2((node.n ?? 1) / Math.E),
  },
  solve: solve((node) => operationOf(node)),
  algebraic,
  pi: constant(pi),
  eulergamma: constant(eulerGamma),
  catalan: constant(catalan),
  apery: constant(apery),
};

/** How the operation of a resolved node is enclosed. */
export const operationOf = (node: Node): Operation => {
  const operation = OPERATIONS[node.op as Operator];
  if (operation === undefined) throw new InternalError(`no operation '${node.op}'`);
  return operation;
};
