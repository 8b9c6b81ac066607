import type { Node } from '../node.ts';
import { hashOf } from '../number/double.ts';
import type { Rational } from '../number/rational.ts';

/** The table in which equal nodes are one object. */
export interface NodeTable {
  readonly rational: (value: Rational) => Node;
  readonly node: (op: string, args: readonly Node[], n?: number, body?: Node) => Node;
  /** Forgets every node that none of `roots` reaches, and answers with those that stay. */
  readonly retain: (roots: Iterable<Node>) => ReadonlySet<Node>;
  readonly size: () => number;
}

const NONE: readonly Node[] = [];

/** How many places a table has at first; a power of two, as always. */
const FIRST_PLACES = 64;
/** How many times as many it has when it has become too full. */
const GROWTH = 4;
const MULTIPLIER = 0x9e3779b1;

const mixed = (hash: number, value: number): number => {
  const product = Math.imul(hash ^ value, MULTIPLIER);
  return product ^ (product >>> 15);
};

const hashOfText = (text: string): number => {
  let hash = text.length;
  for (let i = 0; i < text.length; i += 1) hash = mixed(hash, text.charCodeAt(i));
  return hash;
};

/** Of the leading bits, by way of the double, and of the last ones. */
const hashOfInteger = (x: bigint): number => mixed(hashOf(Number(x)), Number(BigInt.asIntN(32, x)));

const isSame = (node: Node, op: string, args: readonly Node[], n: number | undefined, body: Node | undefined) => {
  if (node.op !== op || node.n !== n || node.body !== body || node.args.length !== args.length) return false;
  for (let i = 0; i < args.length; i += 1) if (node.args[i] !== args[i]) return false;
  return true;
};

/** Hash consing with open addressing: a Map would need a key of its own for each node, which costs more than the node. */
export const createNodeTable = (): NodeTable => {
  let places: (Node | undefined)[] = new Array(FIRST_PLACES).fill(undefined);
  let hashes = new Int32Array(FIRST_PLACES);
  let count = 0;
  let nextId = 0;
  const hashOfOp = new Map<string, number>();

  const add = (node: Node, hash: number): void => {
    const mask = places.length - 1;
    let place = hash & mask;
    while (places[place] !== undefined) place = (place + 1) & mask;
    places[place] = node;
    hashes[place] = hash;
  };

  /** Makes a table anew for so many nodes, of those that `stays` keeps. */
  const rebuild = (size: number, stays: (node: Node) => boolean): void => {
    const [oldPlaces, oldHashes] = [places, hashes];
    places = new Array(size).fill(undefined);
    hashes = new Int32Array(size);
    for (const [i, node] of oldPlaces.entries()) {
      if (node !== undefined && stays(node)) add(node, oldHashes[i] as number);
    }
  };

  const enter = (node: Node, hash: number): Node => {
    // At most half of the places are taken, so that a search is short.
    if (2 * (count + 1) > places.length) rebuild(GROWTH * places.length, () => true);
    count += 1;
    add(node, hash);
    return node;
  };

  return {
    rational: (value) => {
      // Both are mixed: k ^ (k + 1) takes few values, and (k + 1)/k would share its place with thousands.
      const hash = mixed(mixed(0, hashOfInteger(value.num)), hashOfInteger(value.den));
      const mask = places.length - 1;
      for (let place = hash & mask; places[place] !== undefined; place = (place + 1) & mask) {
        if (hashes[place] !== hash) continue;
        const known = places[place]?.value;
        if (known?.num === value.num && known.den === value.den) return places[place] as Node;
      }
      return enter({ id: nextId++, op: 'rational', args: NONE, value }, hash);
    },
    node: (op, args, n, body) => {
      let hash = hashOfOp.get(op);
      if (hash === undefined) {
        hash = hashOfText(op);
        hashOfOp.set(op, hash);
      }
      if (n !== undefined) hash = mixed(hash, n);
      if (body !== undefined) hash = mixed(hash, ~body.id);
      for (let i = 0; i < args.length; i += 1) hash = mixed(hash, (args[i] as Node).id);
      const mask = places.length - 1;
      for (let place = hash & mask; places[place] !== undefined; place = (place + 1) & mask) {
        const known = places[place] as Node;
        if (hashes[place] === hash && isSame(known, op, args, n, body)) return known;
      }
      const plain = n === undefined ? { id: nextId++, op, args } : { id: nextId++, op, args, n };
      return enter(body === undefined ? plain : { ...plain, body }, hash);
    },
    retain: (roots) => {
      const kept = reachable(roots);
      count = kept.size;
      let size = FIRST_PLACES;
      while (size < 2 * (count + 1)) size *= 2;
      rebuild(size, (node) => kept.has(node));
      return kept;
    },
    size: () => count,
  };
};

/** Every node that the roots reach, the roots and the bodies of `solve` included. */
export const reachable = (roots: Iterable<Node>): Set<Node> => {
  const seen = new Set<Node>();
  const waiting = [...roots];
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    if (seen.has(node)) continue;
    seen.add(node);
    for (const arg of node.args) waiting.push(arg);
    if (node.body !== undefined) waiting.push(node.body);
  }
  return seen;
};

/** The nodes below the roots in topological order: operands before what uses them. */
export const topological = (nodes: Iterable<Node>): Node[] => [...nodes].sort((a, b) => a.id - b.id);
