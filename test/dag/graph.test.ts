import { describe, expect, it } from 'vitest';
import { describe as textOf } from '../../src/dag/describe.ts';
import { createNodeTable, reachable, topological } from '../../src/dag/graph.ts';
import { numberKind } from '../../src/dag/kind.ts';
import { resolve } from '../../src/dag/resolve.ts';
import type { Node } from '../../src/node.ts';
import * as rat from '../../src/number/rational.ts';
import { atOnce } from '../../src/number/turns.ts';
import { createWorkbench } from '../exact/workbench.ts';

describe('the node table', () => {
  it('makes equal nodes one object, and different ones two', () => {
    const { node, rational, size } = createNodeTable();
    const [x, y] = [node('x', []), node('y', [])];
    expect(node('f', [x, y])).toBe(node('f', [x, y]));
    expect(rational(rat.rational(2n, 4n))).toBe(rational(rat.rational(1n, 2n)));
    const different = [node('f', [x, y]), node('f', [y, x]), node('f', [x, y], 1), node('f', [x]), node('g', [x, y])];
    expect(new Set([...different, x, y, rational(rat.ONE), rational(rat.rational(1n, 2n))]).size).toBe(9);
    expect(size()).toBe(9);
  });

  it('finds every node again, whichever operands are neighbours: all pairs, a chain, and powers', () => {
    const table = createNodeTable();
    const terms = Array.from({ length: 60 }, (_, i) => table.rational(rat.rational(BigInt(i))));
    const make = (): Node[] => {
      const pairs = terms.flatMap((x) => terms.map((y) => table.node('mul', [x, y])));
      const powers = terms.flatMap((x) => terms.map((_, n) => table.node('power', [x], n + 2)));
      const chain = [terms[0] as Node];
      while (chain.length < 3000) chain.push(table.node('sin', [chain.at(-1) as Node]));
      return [...pairs, ...powers, ...chain.slice(1)];
    };
    const made = make();
    expect(new Set(made).size).toBe(made.length);
    expect(table.size()).toBe(terms.length + made.length);
    expect(make().every((node, i) => node === made[i])).toBe(true);
  });

  it('keeps what its roots reach, as the same objects', () => {
    const { node, retain, size } = createNodeTable();
    const x = node('x', []);
    const kept = node('f', [node('g', [x])]);
    const lost = node('h', [x]);
    expect(size()).toBe(4);
    atOnce(retain(reachable([kept])));
    expect(size()).toBe(3);
    expect(node('f', [node('g', [x])])).toBe(kept);
    const again = node('h', [x]);
    expect(again).not.toBe(lost);
    expect(again.id).toBeGreaterThan(lost.id);
  });
});

describe('resolution', () => {
  it('resolves operands first, each node once, and takes up where it left', async () => {
    const { s, graph, settle } = createWorkbench();
    const two = s.integer(2);
    const root = graph.node('sqrt', [two]);
    const written = graph.node('+', [root, graph.node('negate', [root]), graph.node('/', [two, graph.node('pi', [])])]);
    const order: Node[] = [];
    const resolved = new Map<Node, Node>();
    const first = await settle(resolve(s, written, resolved, (at) => order.push(at)));
    expect(order).toEqual(topological(reachable([written])));
    expect(first).toBe(s.quotient(two, s.constant('pi')));
    const more = graph.node('*', [written, root]);
    order.length = 0;
    await settle(resolve(s, more, resolved, (at) => order.push(at)));
    expect(order).toEqual([more]);
  });

  it('keeps nothing of what is refused', async () => {
    const { s, graph, settle } = createWorkbench();
    const written = graph.node('/', [s.integer(1), graph.node('sin', [graph.node('pi', [])])]);
    const resolved = new Map<Node, Node>();
    let current: Node | undefined;
    const resolving = settle(
      resolve(s, written, resolved, (at) => {
        current = at;
      }),
    );
    await expect(resolving).rejects.toMatchObject({ code: 'DIVISION_BY_ZERO' });
    expect(current).toBe(written);
    expect(resolved.has(written)).toBe(false);
  });
});

it('a chain of 100,000 operations is enclosed without recursion', async () => {
  const length = 100_000;
  const { s, graph, tightened } = createWorkbench();
  const factor = s.exp(s.rational(rat.rational(1n, BigInt(length))));
  let node = s.constant('pi');
  for (let i = 0; i < length; i += 1) node = graph.node('mul', [node, factor]);
  const enclosure = await tightened(node, 50);
  expect(Number(enclosure.mid) * 2 ** enclosure.exp).toBeCloseTo(Math.PI * Math.E, 10);
  expect(numberKind(node)).toBe('real');
  expect(textOf(node).length).toBeLessThan(50);
}, 20_000);

describe('texts', () => {
  it('are short, and show the outermost operations', () => {
    const { s, graph } = createWorkbench();
    const pi = s.constant('pi');
    const node = (op: string, args: readonly Node[], n?: number): Node => graph.node(op, args, n);
    expect(textOf(s.fraction(-2, 6))).toBe('-1/3');
    expect(textOf(s.integer(10n ** 40n))).toBe('…');
    expect(textOf(node('add', [pi, s.integer(2)]))).toBe('pi + 2');
    expect(textOf(node('+', [pi, pi, pi, pi]))).toBe('pi + pi + pi + …');
    expect(textOf(node('mul', [node('add', [pi, pi]), pi]))).toBe('(pi + pi)*pi');
    expect(textOf(node('power', [pi], 3))).toBe('pi^3');
    expect(textOf(node('root', [pi], 2))).toBe('sqrt(pi)');
    expect(textOf(node('root', [pi], 5))).toBe('root(pi, 5)');
    expect(textOf(node('factorial', [], 9))).toBe('9!');
    expect(textOf(node('sin', [node('negate', [node('%', [pi, s.integer(2)])])]))).toBe('sin(-(… % 2))');
    expect(textOf(node('sin', [node('cos', [node('tan', [node('exp', [pi])])])]))).toBe('sin(cos(tan(…)))');
  });
});

describe('kinds', () => {
  it('are what the operations show', () => {
    const { s, graph } = createWorkbench();
    const root = s.radical(2, s.integer(2));
    expect(numberKind(s.fraction(1, 3))).toBe('rational');
    expect(numberKind(graph.node('factorial', [], 100_000))).toBe('rational');
    expect(numberKind(s.add(root, s.integer(1)))).toBe('algebraic');
    expect(numberKind(s.exp(root))).toBe('real');
    expect(numberKind(s.mul(root, s.constant('pi')))).toBe('real');
  });
});
