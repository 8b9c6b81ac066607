import type { Node } from '../node.ts';
import { reachable } from './graph.ts';

const ALGEBRAIC: ReadonlySet<string> = new Set([
  'rational',
  'add',
  'mul',
  'div',
  'power',
  'root',
  'abs',
  'min',
  'max',
  'factorial',
  'algebraic',
]);

/** What is evident of the number from the operations that make it: 'real' where neither of the others is. */
export const numberKind = (node: Node): 'rational' | 'algebraic' | 'real' => {
  if (node.value !== undefined) return 'rational';
  const operations = new Set([...reachable([node])].map(({ op }) => op));
  if (![...operations].every((op) => ALGEBRAIC.has(op))) return 'real';
  return operations.has('root') || operations.has('algebraic') ? 'algebraic' : 'rational';
};
