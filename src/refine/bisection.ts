import { LimitError } from '../errors.ts';
import { isUnknown } from '../exact/unknowns.ts';
import { whenForgotten } from '../kernel/cache.ts';
import type { Node } from '../node.ts';
import type { Ball } from '../number/ball.ts';
import * as ball from '../number/ball.ts';
import { bitLength } from '../number/integer.ts';
import { ZERO } from '../number/rational.ts';
import { upperLog2 } from './arithmetic.ts';
import { type Bracket, bracketOf, enclosureOf, halve, isWithin, openingBracket, type Probe } from './bracket.ts';
import type { OperationOf } from './evaluate.ts';
import type { Operation } from './operation.ts';
import { signAt } from './polynomial.ts';
import { probeOf } from './probe.ts';

/** The narrowest bracket of each root that stands in the expression of another: like a constant it may be forgotten. */
let narrowest = new WeakMap<Node, Bracket>();
whenForgotten(() => {
  narrowest = new WeakMap();
});

/** The bracket of a `solve` or `algebraic` node to begin with, from its operands: lower end, upper end, sign at the upper one. */
const bracketOfNode = ({ args: [lo, hi, direction] }: Node): Bracket =>
  bracketOf(endOf(lo), endOf(hi), direction?.value?.num === -1n ? -1 : 1);

/** An end is dyadic. */
const endOf = (node: Node | undefined): ball.Dyadic => {
  const { num, den } = node?.value ?? ZERO;
  return { mid: num, exp: 1 - bitLength(den) };
};

/** The narrowest bracket known, taken on until `isEnough` says so, or until all signs stay open. */
export const narrow = (
  node: Node,
  probe: Probe,
  isEnough: (bracket: Bracket) => boolean,
): { readonly bracket: Bracket; readonly isOpen: boolean } => {
  let bracket = narrowest.get(node) ?? bracketOfNode(node);
  while (!isEnough(bracket)) {
    const next = halve(bracket, probe);
    if (next === undefined) return { bracket, isOpen: true };
    bracket = next;
    narrowest.set(node, bracket);
  }
  return { bracket, isOpen: false };
};

const enclose = (node: Node, probe: Probe, p: number): Ball => {
  const { bracket, isOpen } = narrow(node, probe, (known) => isWithin(known, p));
  if (isOpen) throw tooNear();
  return enclosureOf(bracket);
};

const tooNear = (): LimitError =>
  new LimitError('the expression of a solve is too near to 0 around its root to tell more of it', {
    hint: 'ask for fewer digits',
  });

/** After so many halvings what has been found is told, and others get their turn. */
const HALVINGS = 64;

const advance = (node: Node, probe: Probe, from: Bracket | undefined, p: number): Bracket => {
  let bracket = from ?? bracketOfNode(node);
  for (let i = 0; i < HALVINGS && !isWithin(bracket, p); i += 1) {
    const next = halve(bracket, probe);
    if (next === undefined && i === 0) throw tooNear();
    if (next === undefined) break;
    bracket = next;
  }
  return bracket;
};

/** A refiner that halves a bracket, one bit a step by itself. It reads the values of its operands and asks for no enclosure. */
const bisection = (probe: (node: Node) => Probe, open?: Operation['enclose']): Operation => ({
  kind: 'refiner',
  ladder: 'bit',
  enclose: (node, operands, p) =>
    open !== undefined && node.args[2]?.value === undefined ? open(node, operands, p) : enclose(node, probe(node), p),
  narrow: (node, bracket, p) => advance(node, probe(node), bracket, p),
  demand: () => Number.NEGATIVE_INFINITY,
  magnitude: (_node, [lo, hi]) => Math.max(upperLog2(lo ?? ball.ONE), upperLog2(hi ?? ball.ONE)),
});

/** The probe for the body of a `solve` without other unknowns. */
export const probeOfBody = (operationOf: OperationOf, node: Node): Probe =>
  probeOf(operationOf, node.body ?? node, node.n ?? 0, []);

/**
 * A root of a continuous expression.
 *
 * Encloses: the root that the bracket sequence of the node ends in, within 2^-p.
 * Requires: the signs of the body at the ends differ and it is continuous between them, which dag/solve.ts has decided.
 * Bound: a continuous function whose signs at two points differ has a root between them; a sign is one of an enclosure
 * over an exact point. The radius is half the width of the bracket.
 */
export const solve = (operationOf: OperationOf): Operation =>
  bisection(
    (node) => probeOfBody(operationOf, node),
    (node, operands, p) => encloseOpen(operationOf, node, operands, p),
  );

/**
 * The root for one value of the other unknowns, the operands after the ends; for values that are balls a bracket in which
 * there is a root for each of their points. The whole line where no signs are found that differ.
 */
const encloseOpen = (operationOf: OperationOf, node: Node, operands: readonly Ball[], p: number): Ball => {
  const values: (Ball | undefined)[] = [];
  node.args.forEach((arg, i) => {
    if (isUnknown(arg)) values[arg.n ?? 0] = operands[i];
  });
  const [a = ball.WHOLE, b = ball.WHOLE] = operands;
  const probe = probeOf(operationOf, node.body ?? node, node.n ?? 0, values);
  const coarsest = Math.min(ball.accuracy(a), ball.accuracy(b));
  const whole = [ball.WHOLE, ball.WHOLE] as const;
  let bracket = openingBracket((bits) => (bits > coarsest ? whole : [a, b]), undefined, probe);
  if (bracket === undefined) return ball.WHOLE;
  while (!isWithin(bracket, p)) {
    const next = halve(bracket, probe);
    if (next === undefined) break;
    bracket = next;
  }
  return enclosureOf(bracket);
};

export const polynomialProbe = ({ args }: Node): Probe => {
  const polynomial = args.slice(3).map(({ value }) => (value ?? ZERO).num);
  return (point) => signAt(polynomial, point);
};

/** A root of an integer polynomial, whose coefficients are the operands after those of the bracket. Exact integers decide all signs. */
export const algebraic: Operation = bisection(polynomialProbe);
