import type { Maker, Node } from '../node.ts';
import { checkpoint } from '../number/checkpoint.ts';
import { hashOf } from '../number/double.ts';
import { atOnce, type Turns } from '../number/turns.ts';

/** The table in which equal nodes are one object. */
export interface NodeTable extends Maker {
  /** Forgets all nodes but these, which are to have all that they reach among them. */
  readonly retain: (kept: ReadonlySet<Node>) => Turns<void>;
  readonly size: () => number;
}

const NONE: readonly Node[] = [];

/** How many places a table has at first; a power of two, as always. */
const FIRST_PLACES = 64;
/** How many times as many it has when it has become too full. */
const GROWTH = 4;
/** So many nodes are looked at between two turns: well under a millisecond. */
const TURN_EVERY = 1024;
const MULTIPLIER = 0x9e3779b1;
/** So many places are a line of the processor's cache; a power of two. */
const LINE = 16;

const mixed = (hash: number, value: number): number => {
  const product = Math.imul(hash ^ value, MULTIPLIER);
  return product ^ (product >>> 15);
};

const hashOfText = (text: string): number => {
  let hash = text.length;
  for (let i = 0; i < text.length; i += 1) hash = mixed(hash, text.charCodeAt(i));
  return hash;
};

/** Of the leading bits, by way of the double, and, where that has not all, of the last ones. */
const hashOfInteger = (x: bigint): number => {
  const double = Number(x);
  const hash = hashOf(double);
  return Number.isSafeInteger(double) ? hash : mixed(hash, Number(BigInt.asIntN(32, x)));
};

/**
 * Of the operation and the ids of the operands. Nodes that are made one after the other mostly have operands that were, so the
 * place in a line is that of the first operand, and the line follows from the rest: its neighbours, and how far the others
 * are from it. What one line is for has places of its own there, and to fetch a line takes longer than all else here.
 */
const hashOfNode = (start: number, args: readonly Node[]): number => {
  const first = args[0]?.id ?? 0;
  let hash = start;
  for (let i = 1; i < args.length; i += 1) hash = mixed(hash, (args[i] as Node).id - first);
  return (mixed(hash, Math.floor(first / LINE)) & -LINE) | (first & (LINE - 1));
};

const isSame = (node: Node, op: string, args: readonly Node[], n: number | undefined, body: Node | undefined) => {
  if (node.op !== op || node.n !== n || node.body !== body || node.args.length !== args.length) return false;
  for (let i = 0; i < args.length; i += 1) if (node.args[i] !== args[i]) return false;
  return true;
};

/**
 * Hash consing with open addressing: a Map would need a key of its own for each node, which costs more than the node. The
 * nodes and their hashes stand in the order in which they were made, with room for more after the first `count`, and only
 * the places, small integers, are scattered.
 */
export const createNodeTable = (): NodeTable => {
  let nodes = new Array<Node>(FIRST_PLACES / 2);
  let hashes = new Int32Array(FIRST_PLACES / 2);
  /** One more than the index of a node; 0 where there is none. */
  let places = new Int32Array(FIRST_PLACES);
  let count = 0;
  let nextId = 0;
  const hashOfOp = new Map<string, number>();

  const occupy = (index: number): void => {
    const mask = places.length - 1;
    let place = (hashes[index] as number) & mask;
    while (places[place] !== 0) place = (place + 1) & mask;
    places[place] = index + 1;
  };

  /** At most half of the places are taken, so that a search is short. */
  const resize = (size: number): void => {
    const known = hashes;
    nodes.length = size / 2;
    hashes = new Int32Array(size / 2);
    hashes.set(known.subarray(0, count));
    places = new Int32Array(size);
    for (let index = 0; index < count; index += 1) occupy(index);
  };

  const enter = (node: Node, hash: number): Node => {
    if (count === hashes.length) resize(GROWTH * places.length);
    nodes[count] = node;
    hashes[count] = hash;
    occupy(count);
    count += 1;
    return node;
  };

  /** The node with this hash that is the same, if there is one. */
  const find = (hash: number, isSought: (node: Node) => boolean): Node | undefined => {
    const mask = places.length - 1;
    for (let place = hash & mask; ; place = (place + 1) & mask) {
      const index = (places[place] as number) - 1;
      if (index < 0) return undefined;
      if (hashes[index] === hash && isSought(nodes[index] as Node)) return nodes[index];
    }
  };

  return {
    rational: (value) => {
      const { num, den } = value;
      // Both are mixed: k ^ (k + 1) takes few values, and (k + 1)/k would share its place with thousands.
      const hash = mixed(mixed(0, hashOfInteger(num)), hashOfInteger(den));
      const known = find(hash, (node) => node.value?.num === num && node.value.den === den);
      return known ?? enter({ id: nextId++, op: 'rational', args: NONE, value }, hash);
    },
    node: (op, args, n, body) => {
      let hash = hashOfOp.get(op);
      if (hash === undefined) {
        hash = hashOfText(op);
        hashOfOp.set(op, hash);
      }
      if (n !== undefined) hash = mixed(hash, n);
      if (body !== undefined) hash = mixed(hash, ~body.id);
      hash = hashOfNode(hash, args);
      const known = find(hash, (node) => isSame(node, op, args, n, body));
      if (known !== undefined) return known;
      const plain = n === undefined ? { id: nextId++, op, args } : { id: nextId++, op, args, n };
      return enter(body === undefined ? plain : { ...plain, body }, hash);
    },
    *retain(kept) {
      const stays: Node[] = [];
      const theirs: number[] = [];
      for (let index = 0; index < count; index += 1) {
        if (index % TURN_EVERY === 0) yield undefined;
        const node = nodes[index] as Node;
        if (!kept.has(node)) continue;
        stays.push(node);
        theirs.push(hashes[index] as number);
      }
      nodes = stays;
      count = stays.length;
      hashes = Int32Array.from(theirs);
      let size = FIRST_PLACES;
      while (size < 2 * (count + 1)) size *= 2;
      resize(size);
    },
    size: () => count,
  };
};

/** Every node that the roots reach, the roots and the bodies of `solve` included. */
export const reachable = (roots: Iterable<Node>): Set<Node> => atOnce(reach(roots));

/** The same, with a turn every thousand nodes or so. */
export function* reach(roots: Iterable<Node>): Turns<Set<Node>> {
  const seen = new Set<Node>();
  const waiting = [...roots];
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    if (seen.has(node)) continue;
    seen.add(node);
    if (seen.size % TURN_EVERY === 0) {
      checkpoint();
      yield undefined;
    }
    for (const arg of node.args) waiting.push(arg);
    if (node.body !== undefined) waiting.push(node.body);
  }
  return seen;
}

/** The nodes below the roots in topological order: operands before what uses them. */
export const topological = (nodes: Iterable<Node>): Node[] => [...nodes].sort((a, b) => a.id - b.id);
