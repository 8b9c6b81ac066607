import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createNodeTable } from '../../src/dag/graph.ts';
import { createStructure } from '../../src/exact/create-structure.ts';
import type { Structure } from '../../src/exact/structure.ts';
import type { Node } from '../../src/node.ts';
import * as ball from '../../src/number/ball.ts';
import * as extent from '../../src/number/extent.ts';
import { createCoordinator } from '../../src/run/coordinator.ts';
import { createEnclosures } from '../../src/run/enclosures.ts';
import { createInlineHosts, seededPick } from '../../src/run/hosts.ts';
import { createLedger } from '../../src/run/ledger.ts';
import { auto } from '../../src/schedule/auto.ts';
import { createWorkbench } from '../exact/workbench.ts';
import { watched } from '../schedule/trial.ts';

const LIMITS = { timeout: null, maxMemory: null, maxBits: 2 ** 24, searchBits: null };

/** 40 sines and exponentials of different numbers, of a few milliseconds each at 20,000 bits. */
const many = (s: Structure): Node =>
  s.sum(
    Array.from({ length: 40 }, (_, i) => (i % 2 === 0 ? s.sin(s.fraction(i + 1, 7)) : s.exp(s.fraction(i + 1, 11)))),
  );

describe('a coordinator whose hosts are coming up', () => {
  const answered = async (openAfter: number, meanwhile: number) => {
    const ledger = createLedger();
    const enclosures = createEnclosures(ledger);
    const coordinator = createCoordinator(enclosures, ledger, LIMITS);
    const { rational, node } = createNodeTable();
    const graph = { rational, node, ball: enclosures.of, because: () => {}, searchBits: 1000, mayExtendSearch: false };
    const root = many(createStructure(graph));
    enclosures.of(root);
    const account = ledger.open();
    const { hosts, events } = watched(createInlineHosts(seededPick(1)));
    let asked = 0;
    const opening = {
      hosts: async () => hosts,
      areUp: () => {
        asked += 1;
        return asked > openAfter;
      },
      meanwhile,
    };
    await coordinator.answer(
      { node: root, bits: 20_000 },
      { strategy: { ...auto, keeps: 0, grain: 0 }, hostsFor: () => opening },
    );
    const steps = account(root, 20_000, enclosures.of).steps;
    return {
      reached: ball.accuracy(enclosures.of(root)),
      steps,
      onHosts: events.filter(({ kind }) => kind === 'step').length,
    };
  };

  it('takes short steps itself until they are up, and then gives the rest away', async () => {
    const { reached, steps, onHosts } = await answered(10, 1000);
    expect(reached).toBeGreaterThanOrEqual(20_000);
    expect(onHosts).toBeGreaterThan(10);
    expect(steps - onHosts).toBeGreaterThanOrEqual(8);
  });

  it('waits for them with what is long', async () => {
    const { steps, onHosts } = await answered(Number.POSITIVE_INFINITY, 0);
    expect(steps).toBeGreaterThan(20);
    expect(onHosts).toBe(steps);
  });

  it('does without them where it is done before', async () => {
    const { reached, onHosts } = await answered(Number.POSITIVE_INFINITY, 1000);
    expect(reached).toBeGreaterThanOrEqual(20_000);
    expect(onHosts).toBe(0);
  });
});

describe('the coordinator', () => {
  it('reaches what is asked, in any order, and never widens', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.integer({ min: -40, max: 3000 }), { minLength: 1, maxLength: 6 }), async (asked) => {
        const { s, graph, tightened } = createWorkbench();
        const inner = s.add(s.exp(s.constant('pi')), s.radical(3, s.integer(2)));
        const node = graph.node('div', [graph.node('sin', [inner]), graph.node('power', [inner], 5)]);
        let known = graph.ball(node);
        for (const bits of asked) {
          const next = await tightened(node, bits);
          expect(ball.accuracy(next)).toBeGreaterThanOrEqual(Math.max(bits, ball.accuracy(known)));
          expect(extent.overlaps(next, known)).toBe(true);
          known = next;
        }
      }),
      { numRuns: 30 },
    );
  });

  it('does not go far beyond what is asked', async () => {
    const { s, tightened } = createWorkbench();
    const node = s.add(s.exp(s.constant('pi')), s.radical(2, s.integer(2)));
    for (const bits of [500, 1000, 5000]) expect(ball.accuracy(await tightened(node, bits))).toBeLessThan(bits + 64);
  });

  it('goes round again where the first enclosures say nothing', async () => {
    const { s, graph, tightened } = createWorkbench();
    // The logistic map from 1/3: an enclosure of 64 bits has lost everything after some 60 steps.
    let x: Node = graph.node('div', [s.constant('pi'), s.integer(10)]);
    for (let i = 0; i < 150; i += 1) {
      const rest = graph.node('add', [s.integer(1), graph.node('mul', [s.integer(-1), x])]);
      x = graph.node('mul', [s.integer(4), graph.node('mul', [x, rest])]);
    }
    // x = sin²θ turns into sin²(2θ): 150 steps are sin²(2^150 θ).
    const theta = graph.node('atan', [
      s.radical(2, s.quotient(s.constant('pi'), s.sub(s.integer(10), s.constant('pi')))),
    ]);
    const angle = graph.node('mul', [s.integer(2n ** 150n), theta]);
    const closed = graph.node('power', [graph.node('sin', [angle])], 2);
    const [one, other] = [await tightened(x, 100), await tightened(closed, 100)];
    expect(ball.accuracy(one)).toBeGreaterThanOrEqual(100);
    expect(extent.overlaps(one, other)).toBe(true);
  });

  it.each([2, 3, 5])('tightens a power of an unproved zero (exponent %d)', async (n) => {
    const { s, graph, tightened } = createWorkbench();
    const zero = graph.node('add', [s.constant('pi'), graph.node('mul', [s.integer(-1), s.constant('pi')])]);
    const power = graph.node('power', [zero], n);
    for (const node of [power, graph.node('root', [graph.node('abs', [power])], 4)]) {
      const enclosure = await tightened(node, 300);
      expect(ball.accuracy(enclosure)).toBeGreaterThanOrEqual(300);
      expect(extent.contains(enclosure, { mid: 0n, exp: 0 })).toBe(true);
    }
  });
});
