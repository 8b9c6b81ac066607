import type { Node } from '../node.ts';
import type { Ball } from '../number/ball.ts';
import * as ball from '../number/ball.ts';
import { bitLength, powerOfTwo } from '../number/integer.ts';
import type { Rational } from '../number/rational.ts';
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

/** What is known of every resolved node of a session. Enclosures only tighten. */
export interface Enclosures {
  /** The present enclosure; the first time a low-precision pilot, which is relative to the magnitude of the number. */
  readonly of: (node: Node) => Ball;
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

  const pilot = (node: Node): Ball => {
    const exact = node.value === undefined ? undefined : dyadic(node.value);
    if (exact !== undefined) return exact;
    const operation = operationOf(node);
    const operands = node.args.map((arg) => ball.trim(at(arg) ?? ball.WHOLE, PILOT_OPERAND_BITS));
    // A bisection has its bracket to begin with. Halving that may take long, which is not for a pilot.
    if (operation.ladder === 'bit') return operation.enclose(node, operands, Number.NEGATIVE_INFINITY);
    const magnitude = Math.floor(operation.magnitude(node, operands));
    const width = operation.kind === 'combinator' ? COMBINATOR_BITS : PILOT_BITS;
    const p = width - (Number.isFinite(magnitude) ? magnitude : 0);
    if (operation.kind === 'combinator') return operation.enclose(node, operands, p);
    return ledger.step(node, Number.NEGATIVE_INFINITY, () => operation.enclose(node, operands, p));
  };

  /** Encloses the node and what it needs, operands first and without recursion. */
  const explore = (root: Node): Ball => {
    // Filled from the front: an array whose end is set first becomes a slow table.
    while (base + known.length <= root.id) known.push(undefined);
    const waiting = [root];
    while (waiting.length > 0) {
      const count = waiting.length;
      const node = waiting[count - 1] as Node;
      if (at(node) === undefined) {
        for (const arg of node.args) {
          if (at(arg) !== undefined) continue;
          const exact = arg.value === undefined ? undefined : dyadic(arg.value);
          if (exact === undefined) waiting.push(arg);
          else put(arg, exact);
        }
      }
      if (waiting.length > count) continue;
      if (at(node) === undefined) put(node, pilot(node));
      waiting.pop();
    }
    return at(root) ?? ball.WHOLE;
  };

  return {
    of: (node) => at(node) ?? explore(node),
    bracket: (node) => found.get(node.id)?.bracket,
    tighten: (node, next) => {
      put(node, ball.tighten(at(node) ?? ball.WHOLE, next.ball));
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

/** The ball of radius 0 around a number whose denominator is a power of two: it needs no steps. */
const dyadic = ({ num, den }: Rational): Ball | undefined => {
  const exponent = bitLength(den) - 1;
  if (exponent >= POWERS) return (den & (den - 1n)) === 0n ? ball.exact(num, -exponent) : undefined;
  powers[exponent] ??= powerOfTwo(exponent);
  return den === powers[exponent] ? ball.exact(num, -exponent) : undefined;
};

/** Powers of two that are kept, since to compare with one costs less than to look at all bits. */
const POWERS = 2048;
const powers: bigint[] = [];
