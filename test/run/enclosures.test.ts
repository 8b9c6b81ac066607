import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Node } from '../../src/node.ts';
import * as ball from '../../src/number/ball.ts';
import { createEnclosures } from '../../src/run/enclosures.ts';
import { createLedger } from '../../src/run/ledger.ts';

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

const pi = (id: number): Node => ({ id, op: 'pi', args: [] });
const exactly = (n: number): ball.Ball => ball.exact(BigInt(n), 0);

describe('enclosures', () => {
  it('of nodes that stay are what they were, and of those that were dropped begin anew', () => {
    const sweep = fc.record({ made: fc.integer({ min: 1, max: 20 }), kept: fc.array(fc.nat({ max: 80 })) });
    fc.assert(
      fc.property(fc.array(sweep, { maxLength: 5 }), (sweeps) => {
        const enclosures = createEnclosures(createLedger());
        let nodes: Node[] = [];
        let ids = 0;
        for (const { made, kept } of sweeps) {
          for (let i = 0; i < made; i += 1) {
            const node = pi(ids++);
            nodes.push(node);
            // A number of its own; no step is made of it.
            enclosures.tighten(node, { ball: exactly(node.id) });
          }
          const stays = new Set(nodes.filter(({ id }) => kept.includes(id)));
          enclosures.retain(stays);
          for (const node of nodes) {
            if (stays.has(node)) expect(enclosures.of(node)).toEqual(exactly(node.id));
            else expect(ball.isExact(enclosures.of(node))).toBe(false);
          }
          nodes = [...stays];
        }
      }),
    );
  });

  it('take no memory for nodes that were dropped', () => {
    const enclosures = createEnclosures(createLedger());
    const kept = pi(3);
    enclosures.of(kept);
    collectGarbage();
    const before = process.memoryUsage().heapUsed;
    for (let ids = 100_000; ids <= 3_000_000; ids += 100_000) {
      enclosures.of(pi(ids));
      enclosures.retain(new Set([kept]));
    }
    collectGarbage();
    expect((process.memoryUsage().heapUsed - before) / 2 ** 20).toBeLessThan(4);
    expect(enclosures.of(kept)).toEqual(createEnclosures(createLedger()).of(pi(3)));
  });

  it('of sums and products of exact numbers are exact at once where their bits lie close together', () => {
    const constant = (id: number, num: bigint, twos: bigint): Node => ({
      id,
      op: 'rational',
      args: [],
      value: { num, den: 1n << twos },
    });
    const first = (op: string, args: readonly Node[]): ball.Ball =>
      createEnclosures(createLedger()).of({ id: args.length + 1, op, args });
    const [zero, one, fine, finest] = [
      constant(0, 0n, 0n),
      constant(1, 1n, 0n),
      constant(2, 3n, 150n),
      constant(3, 1n, 5000n),
    ] as const;
    expect(first('add', [one, fine, zero])).toEqual(ball.exact((1n << 150n) + 3n, -150));
    expect(first('mul', [fine, fine])).toEqual(ball.exact(9n, -300));
    // These are rounded: nobody has asked for thousands of bits yet.
    expect(first('add', [one, fine, finest]).bits).toBeLessThan(300);
    expect(first('add', [one, finest]).bits).toBeLessThan(300);
    expect(ball.isExact(first('add', [one, fine, pi(3)]))).toBe(false);
  });
});
