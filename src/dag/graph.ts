import type { Node } from '../node.ts';
import type { Rational } from '../number/rational.ts';

/** The table in which equal nodes are one object. */
export interface NodeTable {
  readonly rational: (value: Rational) => Node;
  readonly node: (op: string, args: readonly Node[], n?: number, body?: Node) => Node;
  /** Forgets every node that none of `roots` reaches, and answers with those that stay. */
  readonly retain: (roots: Iterable<Node>) => ReadonlySet<Node>;
  readonly size: () => number;
}

const keyOf = (op: string, args: readonly Node[], n: number | undefined, body: Node | undefined): string => {
  let key = n === undefined ? op : `${op}#${n}`;
  if (body !== undefined) key += `:${body.id}`;
  for (const arg of args) key += `,${arg.id}`;
  return key;
};

export const createNodeTable = (): NodeTable => {
  let table = new Map<string, Node>();
  let nextId = 0;
  const intern = (key: string, make: (id: number) => Node): Node => {
    const known = table.get(key);
    if (known !== undefined) return known;
    const node = make(nextId++);
    table.set(key, node);
    return node;
  };
  return {
    rational: (value) =>
      intern(`${value.num.toString(32)}/${value.den.toString(32)}`, (id) => ({ id, op: 'rational', args: [], value })),
    node: (op, args, n, body) =>
      intern(keyOf(op, args, n, body), (id) => {
        const plain = n === undefined ? { id, op, args } : { id, op, args, n };
        return body === undefined ? plain : { ...plain, body };
      }),
    retain: (roots) => {
      const kept = reachable(roots);
      table = new Map([...table].filter(([, node]) => kept.has(node)));
      return kept;
    },
    size: () => table.size,
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
