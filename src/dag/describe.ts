import { nameOfUnknown } from '../exact/unknowns.ts';
import type { Node } from '../node.ts';

const LONGEST = 40;
const LONGEST_QUOTE = 60;
const SHOWN_TERMS = 3;
/** No text has room for more of them: a sum may have thousands. */
const SHOWN_OPERANDS = 40;
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

/** A part of the line as messages quote it. */
export const quoted = (text: string): string =>
  text.length <= LONGEST_QUOTE ? text : `${text.slice(0, LONGEST_QUOTE)}…`;

/** A name, a literal or a call. V8 builds its set of letters where it stands, which would take 0.3 ms of every start. */
const atom = (): RegExp => /^[\p{L}\p{N}_.…#]*$/u;

/** Text in parentheses, unless what of it stands outside of its own is like this. */
export const bracket = (text: string, bare = atom()): string => {
  let outside = text;
  for (let before = ''; outside !== before; ) {
    before = outside;
    outside = before.replace(/\([^()]*\)/g, '');
  }
  return bare.test(outside) ? text : `(${text})`;
};

/** The operation of a node over operands that are called by the names given, as far as there is room. */
export const describeOver = (node: Node, nameOf: (operand: Node) => string): string => {
  const args = node.args.map((arg) => (arg.value === undefined ? nameOf(arg) : outline(arg, 1)));
  const text = compose(node, args, 2);
  return text.length <= LONGEST_QUOTE ? text : `${text.slice(0, LONGEST_QUOTE)}…`;
};

const outline = (node: Node, depth: number): string =>
  compose(node, depth === 0 ? [] : node.args.slice(0, SHOWN_OPERANDS).map((arg) => outline(arg, depth - 1)), depth);

const compose = (node: Node, args: readonly string[], depth: number): string => {
  if (node.value !== undefined) {
    const { num, den } = node.value;
    return den === 1n ? shorten(num) : `${shorten(num)}/${shorten(den)}`;
  }
  const unknown = nameOfUnknown(node);
  if (unknown !== undefined) return unknown;
  if (isEulersNumber(node)) return 'e';
  if (depth === 0) return '…';
  if (node.body !== undefined) return `${node.op}(${outline(node.body, depth - 1)}, …)`;
  const infix = INFIX[node.op];
  const [first = '', ...rest] = args;
  if (node.op === 'mul' && first.startsWith('-'))
    return `${first === '-1' ? '-' : `${first}*`}${rest.map((arg) => bracket(arg)).join('*')}`;
  if (infix !== undefined) return args.map((arg) => bracket(arg)).join(infix);
  if (node.op === '+' || node.op === 'add')
    return args.slice(0, SHOWN_TERMS).join(' + ').replaceAll('+ -', '- ') + (args.length > SHOWN_TERMS ? ' + …' : '');
  if (node.op === 'negate') return `-${bracket(args[0] ?? '')}`;
  if (node.op === 'power') return `${bracket(args[0] ?? '')}^${node.n}`;
  if (node.op === '!' || node.op === 'factorial') return `${args[0] ?? node.n}!`;
  if (node.op === 'root')
    return node.n === 2 ? `sqrt(${args[0]})` : `root(${args.join(', ')}${node.n === undefined ? '' : `, ${node.n}`})`;
  return args.length === 0 ? node.op : `${node.op}(${args.join(', ')})`;
};

/** e is held as exp(1). */
export const isEulersNumber = ({ op, args: [x] }: Node): boolean =>
  op === 'exp' && x?.value?.num === 1n && x.value.den === 1n;

const shorten = (n: bigint): string => (n > 10n ** 30n || n < -(10n ** 30n) ? '…' : n.toString());
