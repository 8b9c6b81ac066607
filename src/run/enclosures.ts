import type { Node } from '../node.ts';
import type { Ball } from '../number/ball.ts';
import * as ball from '../number/ball.ts';
import { checkpoint } from '../number/checkpoint.ts';
import { exponentOf } from '../number/double.ts';
import * as extent from '../number/extent.ts';
import { bitLength, powerOfTwo } from '../number/integer.ts';
import type { Rational } from '../number/rational.ts';
import { atOnce, type Turns } from '../number/turns.ts';
import type { Bracket } from '../refine/bracket.ts';
import { operationOf } from '../refine/operations.ts';
import type { Ledger } from './ledger.ts';
import type { Found } from './step.ts';

/** Significant bits of the first enclosure of a refiner. */
const PILOT_BITS = 64;
/** Of a combinator, which costs next to nothing: enough for sums of products of doubles to stay exact. */
const COMBINATOR_BITS = 192;
/** Operands that earlier lines have refined further are cut to this many bits for a pilot. */
const PILOT_OPERAND_BITS = 256;
/** So many nodes are visited between two turns: a first enclosure takes a few microseconds. */
const TURN_EVERY = 64;

/** What is known of every resolved node of a session. Enclosures only tighten. */
export interface Enclosures {
  /** The present enclosure; the first time a low-precision pilot, which is relative to the magnitude of the number. */
  readonly of: (node: Node) => Ball;
  /** The present enclosure, where one has been computed. */
  readonly known: (node: Node) => Ball | undefined;
  /** Encloses the node, and what it needs, for the first time. */
  readonly explore: (node: Node) => Turns<Ball>;
  /** The bracket of a bisection that has taken a step. */
  readonly bracket: (node: Node) => Bracket | undefined;
  /** Keeps the narrower of the present enclosure and a new one, and of brackets alike. */
  readonly tighten: (node: Node, next: Found) => void;
  /** Forgets all nodes but these. */
  readonly retain: (nodes: ReadonlySet<Node>) => void;
}

export const createEnclosures = (ledger: Ledger): Enclosures => {
  /** Of nodes with ids from `base` on, in the order of ids. */
  let known: (Ball | undefined)[] = [];
  let base = 0;
  /** Of those before it, which stayed when others were dropped, by their ids: these are never used twice. */
  let older = new Map<number, Ball>();
  /** What bisections have found, by the ids of the nodes. */
  let found = new Map<number, Found>();

  const at = ({ id }: Node): Ball | undefined => (id < base ? older.get(id) : known[id - base]);
  const put = ({ id }: Node, enclosure: Ball): void => {
    if (id < base) older.set(id, enclosure);
    else known[id - base] = enclosure;
  };

  const pilot = (node: Node, balls: readonly Ball[]): Ball => {
    const operation = operationOf(node);
    if (staysShort(node, balls)) return operation.enclose(node, balls, Number.POSITIVE_INFINITY);
    const operands = balls.map((operand) => ball.trim(operand, PILOT_OPERAND_BITS));
    // A bisection has its bracket to begin with. Halving that may take long, which is not for a pilot.
    if (operation.ladder === 'bit') return operation.enclose(node, operands, Number.NEGATIVE_INFINITY);
    const magnitude = Math.floor(operation.magnitude(node, operands));
    const width = operation.kind === 'combinator' ? COMBINATOR_BITS : PILOT_BITS;
    const p = width - (Number.isFinite(magnitude) ? magnitude : 0);
    if (operation.kind === 'combinator') return operation.enclose(node, operands, p);
    return ledger.step(node, Number.NEGATIVE_INFINITY, () => operation.enclose(node, operands, p));
  };

  /** Encloses the node and what it needs, operands first and without recursion. */
  function* explore(root: Node): Turns<Ball> {
    // Made longer at once: an array whose end is set first becomes a slow table, and one that grows by parts is copied.
    known.length = Math.max(known.length, root.id + 1 - base);
    const waiting = [root];
    for (let visits = 1; waiting.length > 0; visits += 1) {
      if (visits % TURN_EVERY === 0) {
        checkpoint();
        yield undefined;
      }
      const count = waiting.length;
      const node = waiting[count - 1] as Node;
      if (at(node) === undefined) {
        const { args } = node;
        const operands = new Array<Ball>(args.length);
        for (let i = 0; i < args.length; i += 1) {
          const arg = args[i] as Node;
          const operand = at(arg) ?? constant(arg);
          if (operand === undefined) waiting.push(arg);
          else operands[i] = operand;
        }
        if (waiting.length > count) continue;
        put(node, constant(node) ?? pilot(node, operands));
      }
      waiting.pop();
    }
    return at(root) ?? ball.WHOLE;
  }

  const explored = (root: Node): Ball => {
    checkpoint();
    return atOnce(explore(root));
  };

  /** The ball of a constant that needs no steps. A short one is made again faster than it is kept. */
  const constant = (node: Node): Ball | undefined => {
    const exact = node.value === undefined ? undefined : dyadic(node.value);
    if (exact !== undefined && exact.bits > PILOT_OPERAND_BITS) put(node, exact);
    return exact;
  };

  return {
    of: (node) => at(node) ?? explored(node),
    known: at,
    explore,
    bracket: (node) => found.get(node.id)?.bracket,
    tighten: (node, next) => {
      put(node, extent.tighten(at(node) ?? ball.WHOLE, next.ball));
      if (next.bracket === undefined) return;
      const last = found.get(node.id);
      if (last === undefined || ball.accuracy(last.ball) <= ball.accuracy(next.ball)) found.set(node.id, next);
    },
    retain: (nodes) => {
      const stays = new Map<number, Ball>();
      const roots = new Map<number, Found>();
      for (const node of nodes) {
        const enclosure = at(node);
        if (enclosure !== undefined) stays.set(node.id, enclosure);
        const root = found.get(node.id);
        if (root !== undefined) roots.set(node.id, root);
      }
      base += known.length;
      known = [];
      older = stays;
      found = roots;
    },
  };
};

/** Whether the operation is a sum or a product of exact numbers that needs no rounding to be short, whatever its magnitude. */
const staysShort = ({ op }: Node, operands: readonly Ball[]): boolean => {
  if (op !== 'add' && op !== 'mul') return false;
  let bits = 0;
  let least = Number.POSITIVE_INFINITY;
  let most = Number.NEGATIVE_INFINITY;
  for (const operand of operands) {
    if (operand.rad.man !== 0) return false;
    // The exponent of a midpoint 0 says nothing.
    if (operand.mid === 0n) continue;
    bits += operand.bits;
    least = Math.min(least, operand.exp);
    most = Math.max(most, operand.exp + operand.bits);
  }
  return (op === 'mul' ? bits : most - least) < COMBINATOR_BITS;
};

/** The ball of radius 0 around a number whose denominator is a power of two. */
const dyadic = ({ num, den }: Rational): Ball | undefined => {
  // A power of two is exact as a double, and to compare with one costs less than to look at all bits. What is too long for
  // a double is infinite.
  const double = Number(den);
  if (double < Number.POSITIVE_INFINITY) {
    const exponent = exponentOf(double) - 1;
    return den === powerOfTwo(exponent) ? ball.exact(num, -exponent) : undefined;
  }
  return (den & (den - 1n)) === 0n ? ball.exact(num, 1 - bitLength(den)) : undefined;
};
