import { nameOfUnknown } from '../exact/unknowns.ts';
import type { Node } from '../node.ts';

const LONGEST = 40;
const INFIX: Readonly<Record<string, string>> = {
  '*': '*',
  '/': '/',
  '%': ' % ',
  rem: ' rem ',
  '^': '^',
  mul: '*',
  div: '/',
};

/** A short text for a number that does not stand in the line at hand; its inner parts are left out. */
export const describe = (node: Node): string => {
  const text = outline(node, 3);
  return text.length <= LONGEST ? text : `${text.slice(0, LONGEST)}…`;
};

const outline = (node: Node, depth: number): string => {
  if (node.value !== undefined) {
    const { num, den } = node.value;
    return den === 1n ? shorten(num) : `${shorten(num)}/${shorten(den)}`;
  }
  const unknown = nameOfUnknown(node);
  if (unknown !== undefined) return unknown;
  if (depth === 0) return '…';
  if (node.body !== undefined) return `${node.op}(${outline(node.body, depth - 1)}, …)`;
  const args = node.args.map((arg) => outline(arg, depth - 1));
  const infix = INFIX[node.op];
  if (infix !== undefined) return args.map(bracket).join(infix);
  if (node.op === '+' || node.op === 'add') return args.slice(0, 3).join(' + ') + (args.length > 3 ? ' + …' : '');
  if (node.op === 'negate') return `-${bracket(args[0] ?? '')}`;
  if (node.op === 'power') return `${bracket(args[0] ?? '')}^${node.n}`;
  if (node.op === '!' || node.op === 'factorial') return `${args[0] ?? node.n}!`;
  if (node.op === 'root')
    return node.n === 2 ? `sqrt(${args[0]})` : `root(${args.join(', ')}${node.n === undefined ? '' : `, ${node.n}`})`;
  return args.length === 0 ? node.op : `${node.op}(${args.join(', ')})`;
};

const bracket = (text: string): string => (/^[\w.…]+$/.test(text) ? text : `(${text})`);

const shorten = (n: bigint): string => (n > 10n ** 30n || n < -(10n ** 30n) ? '…' : n.toString());
