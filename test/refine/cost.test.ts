import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Node } from '../../src/node.ts';
import { cost, decimalCost } from '../../src/refine/cost.ts';

const leaf: Node = { id: 0, op: 'pi', args: [] };
const third: Node = { id: 1, op: 'rational', args: [], value: { num: 1n, den: 3n } };
const node = (op: string, args: readonly Node[] = [leaf, leaf], n?: number): Node => ({
  id: 2,
  op,
  args,
  ...(n === undefined ? {} : { n }),
});

const NODES: Record<string, Node> = {
  rational: third,
  ...Object.fromEntries(
    ['add', 'mul', 'abs', 'min', 'max', 'div', 'exp', 'ln', 'sin', 'cos', 'atan', 'pi', 'eulergamma'].map((op) => [
      op,
      node(op),
    ]),
  ),
  catalan: node('catalan'),
  apery: node('apery'),
  'exp of a fraction': node('exp', [third]),
  'sin of a fraction': node('sin', [third]),
  power: node('power', [leaf], 1000),
  'square root': node('root', [leaf], 2),
  'cube root': node('root', [leaf], 3),
  '16th root': node('root', [leaf], 16),
  '17th root': node('root', [leaf], 17),
  factorial: node('factorial', [], 100_000),
};

const curves: [string, (bits: number) => number][] = [
  ...Object.entries(NODES).map(([name, x]): [string, (bits: number) => number] => [name, (bits) => cost(x, bits)]),
  ['decimal', decimalCost],
];
const lengths = fc.double({ min: 1, max: 2 ** 30, noNaN: true });

describe.each(curves)('%s', (name, time) => {
  test('more bits never take less time', () => {
    fc.assert(
      fc.property(lengths, lengths, (a, b) => {
        expect(time(Math.max(a, b))).toBeGreaterThanOrEqual(time(Math.min(a, b)) * (1 - 1e-9));
      }),
    );
  });

  test('is between a nanosecond and a year, also for no bits at all', () => {
    for (const bits of [-1000, 0, 1, 100, 1e6, 2 ** 30]) {
      expect(time(bits)).toBeGreaterThan(1e-6);
      expect(time(bits)).toBeLessThan(3e10);
    }
  });

  test('ten times the length takes at most a hundred times as long, and long ones about ten times at least', () => {
    for (let bits = 200; bits < 2 ** 29 / 10; bits *= 1.7) expect(time(10 * bits) / time(bits)).toBeLessThan(100);
    // A factorial ends at its own length.
    if (name !== 'factorial') expect(time(2e7) / time(2e6)).toBeGreaterThan(8);
  });
});

describe('what costs more than what', () => {
  const bits = fc.integer({ min: 200, max: 2 ** 27 });

  test('sum < product < quotient, square root < other roots < exponential', () => {
    fc.assert(
      fc.property(bits, (p) => {
        const order = ['add', 'mul', 'square root', 'cube root', '16th root', '17th root'];
        const costs = order.map((name) => cost(NODES[name] as Node, p));
        expect(costs).toEqual([...costs].sort((a, b) => a - b));
        expect(cost(NODES.div as Node, p)).toBeGreaterThan(cost(NODES.mul as Node, p));
        expect(cost(NODES['exp of a fraction'] as Node, p)).toBeLessThan(cost(NODES.exp as Node, p));
        expect(cost(NODES['sin of a fraction'] as Node, p)).toBeLessThan(cost(NODES.sin as Node, p));
      }),
    );
  });

  test('a fraction costs more the longer it is, and at most as much as any number', () => {
    fc.assert(
      fc.property(bits, fc.integer({ min: 1, max: 63 }), fc.constantFrom('exp', 'sin', 'cos'), (p, size, op) => {
        const of = (height: number): number => {
          const value = { num: 1n, den: 2n ** BigInt(height) - 1n };
          return cost(node(op, [{ ...third, value }]), p);
        };
        expect(of(size)).toBeLessThanOrEqual(of(size + 1));
        expect(of(size)).toBeLessThanOrEqual(cost(node(op), p));
        expect(of(48)).toBeGreaterThanOrEqual(Math.min(2 * of(1), cost(node(op), p)));
      }),
    );
  });

  test('a sum costs by its terms, a power by the digits of its exponent, a factorial by its factors', () => {
    fc.assert(
      fc.property(bits, fc.integer({ min: 2, max: 40 }), (p, n) => {
        const terms = Array.from({ length: n }, () => leaf);
        expect(cost(node('add', terms), p)).toBeCloseTo((n - 1) * cost(node('add'), p), 9);
        const product = cost(node('mul'), p);
        expect(cost(node('power', [leaf], 2 ** n), p)).toBeCloseTo(n * product, 3);
        expect(cost(node('power', [leaf], 2 ** n - 1), p)).toBeCloseTo((2 * n - 2) * product, 3);
        expect(cost(node('factorial', [], 2 ** n), p)).toBeLessThan(cost(node('factorial', [], 2 ** (n + 1)), p));
      }),
    );
  });
});
