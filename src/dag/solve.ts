import { smallness } from '../exact/decide.ts';
import { Refusal } from '../exact/refusal.ts';
import type { Sign, Structure } from '../exact/structure.ts';
import { nameOfUnknown, unknownOp, unknownsOf } from '../exact/unknowns.ts';
import type { Asking, Node } from '../node.ts';
import type { Ball } from '../number/ball.ts';
import * as ball from '../number/ball.ts';
import * as rat from '../number/rational.ts';
import { operandsOf } from '../refine/algebraic.ts';
import { type Bracket, enclosureOf, exactRoot, halve, openingBracket, sizeOf } from '../refine/bracket.ts';
import { encloseConstant, evaluate } from '../refine/evaluate.ts';
import { operationOf } from '../refine/operations.ts';
import { probeOf } from '../refine/probe.ts';
import { describe } from './describe.ts';
import { reachable } from './graph.ts';

/** A bracket is narrowed by up to so many steps to show that the expression is continuous on it. */
const CONTINUITY_STEPS = 1024;
/** From this step on only one bracket of so many is looked at. */
const SPARSE_FROM = 8;
const SPARSE = 8;
/** The precision of that look, beyond the size of the bracket, at first and then. */
const [FIRST_BITS, SPARSE_BITS] = [64, 1024] as const;

interface Body {
  /** Resolves the body with a number, or an unknown, in the place of the unknown that the `solve` binds. */
  readonly bodyAt: (value: Node) => Asking<Node>;
  /** Is told what a refusal that follows is about. */
  readonly at: (written: Node) => void;
}
/** A root that is a dyadic number with at most so many bits after the point is found to be one, if the bracket meets it. */
const EXACT_BITS = 64;

/**
 * The root that a `solve` as it was written stands for.
 *
 * At the ends the body is resolved like any other expression, so that all rules of `exact` decide its signs; an end where
 * it is 0 is the root. Then the bracket is narrowed until every operation of the body is defined over all of it: there the
 * body is proved continuous and has a root. A body with further unknowns waits for their values instead.
 */
export function* solve(s: Structure, written: Node, [a, b]: readonly [Node, Node], { bodyAt, at }: Body): Asking<Node> {
  // One that depends on no other unknown has level 0 wherever it stands, so that equal ones are one node.
  const level = unknownsOf(written) === 0 ? undefined : written.n;
  const unknown = s.graph.node(unknownOp(), [], level ?? 0);
  const body = yield* bodyAt(unknown);
  const others = [a, b, body].reduce((all, node) => all | unknownsOf(node), 0) & ~unknownsOf(unknown);
  if (others !== 0) return s.graph.node('solve', [a, b, ...unknownsIn(s, others)], level, body);

  const below = yield* signAtEnd(s, written, 0, a, bodyAt);
  if (below === 0) return a;
  const above = yield* signAtEnd(s, written, 1, b, bodyAt);
  if (above === 0) return b;
  at(written.body ?? written);
  if (below === above) throw noChange(written, body, below);
  if ((yield* s.decidedSign(s.sub(b, a))) < 0) {
    at(written);
    throw reversed(written, a);
  }
  const bracket = yield* continuousBracket(s, written, body, level, [a, b], [below, above]);
  const exact = exactRoot(bracket);
  if (exact !== undefined) return s.rational(rat.fromDyadic(exact));
  const node = s.graph.node('solve', operandsOf(s, bracket), level, body);
  yield { node, bits: EXACT_BITS };
  const known = s.graph.ball(node);
  return ball.isExact(known) ? s.rational(rat.fromDyadic(known)) : node;
}

const unknownsIn = (s: Structure, set: number): readonly Node[] => {
  const nodes: Node[] = [];
  for (let level = 0; set >> level !== 0; level += 1) {
    if ((set >> level) % 2 === 1) nodes.push(s.graph.node(unknownOp(), [], level));
  }
  return nodes;
};

function* signAtEnd(
  s: Structure,
  written: Node,
  index: 0 | 1,
  end: Node,
  bodyAt: (value: Node) => Asking<Node>,
): Asking<-1 | 0 | 1> {
  const place = (): string => `at ${nameIn(written)} = ${endText(written, index)}`;
  let value: Node;
  try {
    value = yield* bodyAt(end);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    throw new Refusal(error.code, error.operand, (name) => `${place()}: ${error.describe(name)}`, error.hint);
  }
  const sign: Sign | undefined = yield* s.sign(value);
  if (sign !== undefined) return sign;
  throw new Refusal(
    'UNDECIDED',
    value,
    (name) => `cannot tell the sign of '${name}' ${place()}: ${smallness('f', s.graph.ball(value))}`,
    'raise --search-bits to look further, or give another end',
  );
}

/**
 * The first bracket of the sequence over which no operation of the body leaves its domain. Where there is none a pole or a
 * jump is what the signs change at, as far as can be told.
 */
function* continuousBracket(
  s: Structure,
  written: Node,
  body: Node,
  level: number | undefined,
  ends: readonly [Node, Node],
  signs: readonly [-1 | 1, -1 | 1],
): Asking<Bracket> {
  const probe = probeOf(operationOf, body, level ?? 0, [], (point, { op }) => {
    // A logarithm may stand for a power, and that has a value where its exponent happens to be whole.
    if (op === 'ln') return;
    const at = describe(s.rational(rat.fromDyadic(point)));
    throw new Refusal(
      'DOMAIN',
      body,
      (name) => `'${name}' has no value at ${nameIn(written)} = ${at}, inside of the bracket`,
      CONTINUOUS,
    );
  });
  let bracket = openingBracket((bits) => [encloseEnd(ends[0], bits), encloseEnd(ends[1], bits)], signs, probe);
  for (let step = 0; bracket !== undefined && exactRoot(bracket) === undefined; step += 1) {
    if (step < SPARSE_FROM || step % SPARSE === 0) {
      const values: Ball[] = [];
      values[level ?? 0] = enclosureOf(bracket);
      const p = sizeOf(bracket) + (step < SPARSE_FROM ? FIRST_BITS : SPARSE_BITS);
      if (evaluate(operationOf, body, values, p).gap === undefined) return bracket;
    }
    if (step === CONTINUITY_STEPS) throw discontinuous(s, body, level, bracket);
    bracket = halve(bracket, probe);
    // Nothing is asked: whoever drives this gets a turn.
    yield { node: ends[0], bits: Number.NEGATIVE_INFINITY };
  }
  if (bracket !== undefined) return bracket;
  throw new Refusal('LIMIT', body, (name) => `cannot tell the signs of '${name}' inside of the bracket`, CONTINUOUS);
}

const encloseEnd = (end: Node, bits: number): Ball =>
  end.value === undefined ? encloseConstant(operationOf, end, bits) : rat.enclose(end.value, bits);

const CONTINUOUS = 'solve needs an expression that is continuous between the ends';

const discontinuous = (s: Structure, body: Node, level: number | undefined, bracket: Bracket): Refusal =>
  new Refusal(
    'UNDECIDED',
    // This node's enclosure is the bracket.
    s.graph.node('solve', operandsOf(s, bracket), level, body),
    (name) => `'${name}' changes sign where no bound of it is found: a pole or a jump, it seems`,
    CONTINUOUS,
  );

const noChange = (written: Node, body: Node, sign: Sign): Refusal =>
  new Refusal(
    'DOMAIN',
    body,
    (name) =>
      `'${name}' is ${sign < 0 ? 'negative' : 'positive'} at both ends, ${nameIn(written)} = ${endText(written, 0)} and ${nameIn(written)} = ${endText(written, 1)}`,
    'solve needs ends where the signs differ',
  );

const reversed = (written: Node, lower: Node): Refusal =>
  new Refusal(
    'DOMAIN',
    lower,
    () => `the lower end of the bracket is above the upper one: ${endText(written, 0)} > ${endText(written, 1)}`,
    'the lower end comes first',
  );

const endText = (written: Node, index: 0 | 1): string => describe(written.args[index] ?? written);

/** The name of the unknown that the `solve` binds. */
const nameIn = (written: Node): string => {
  for (const node of reachable([written.body ?? written])) {
    const name = node.n === written.n ? nameOfUnknown(node) : undefined;
    if (name !== undefined) return name;
  }
  return 'x';
};
