import type { Graph, Node } from '../node.ts';
import * as rat from '../number/rational.ts';
import { atOnce } from '../number/turns.ts';
import * as decide from './decide.ts';
import * as exponential from './exponential.ts';
import * as product from './product.ts';
import { radical } from './radical.ts';
import type { Structure } from './structure.ts';
import * as sum from './sum.ts';
import * as trigonometric from './trigonometric.ts';

/** The constructors over one graph. The rules of each file reach those of the others through it. */
export const createStructure = (graph: Graph): Structure => {
  const remembered = { sin: new Map<Node, Node>(), cos: new Map<Node, Node>() };
  const minusOne = rat.rational(-1n);
  const s: Structure = {
    graph,
    applied: (identity) => graph.because({ rule: 'structure', by: identity }),
    rational: (value) => graph.rational(value),
    integer: (value) => graph.rational(rat.rational(BigInt(value))),
    fraction: (num, den) => graph.rational(rat.rational(BigInt(num), BigInt(den))),
    constant: (op) => graph.node(op, []),
    sum: (terms) => atOnce(s.longSum(terms)),
    longSum: (terms) => sum.add(s, terms),
    add: (x, y) => s.sum([x, y]),
    sub: (x, y) => s.sum([x, s.neg(y)]),
    neg: (x) => sum.scale(s, minusOne, x),
    scale: (c, x) => sum.scale(s, c, x),
    mul: (x, y) => product.mul(s, x, y),
    quotient: (x, y) => product.quotient(s, x, y),
    power: (x, n) => product.power(s, x, n),
    radical: (n, x) => radical(s, n, x),
    exp: (x) => exponential.exp(s, x),
    logarithm: (x) => exponential.logarithm(s, x),
    sin: (x) => trigonometric.sin(s, x),
    cos: (x) => trigonometric.cos(s, x),
    atan: (x) => trigonometric.atan(s, x),
    abs: (x) => product.abs(s, x),
    min: (x, y) => product.extremum(s, x, y, -1),
    max: (x, y) => product.extremum(s, x, y, 1),
    remember: (of, angle, value) => {
      remembered[of].set(angle, value);
      return angle;
    },
    recall: (of, angle) => remembered[of].get(angle),
    sign: (x) => decide.sign(graph, x),
    decidedSign: (x, doubt) => decide.decidedSign(graph, x, doubt),
    div: (x, y) => decide.div(s, x, y),
    root: (n, x) => decide.root(s, n, x),
    ln: (x) => decide.ln(s, x),
    pow: (x, y) => decide.pow(s, x, y),
    floor: (x) => decide.floor(s, x),
    factorial: (x) => decide.factorial(s, x),
  };
  return s;
};
