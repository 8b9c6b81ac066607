import type { Structure } from '../../src/exact/structure.ts';
import type { Graph, Node } from '../../src/node.ts';
import type { Sample } from './trial.ts';

/** Small graphs, one for each way in which refiners can depend on each other. */
export const SAMPLES: Readonly<Record<string, Sample>> = {
  'one constant': (s) => s.constant('pi'),
  'a sum of refiners': (s) => s.sum([s.constant('pi'), s.radical(2, s.integer(2)), s.exp(s.fraction(1, 3))]),
  'a chain of refiners': (s) => s.sin(s.exp(s.add(s.constant('pi'), s.integer(2)))),
  'a diamond': (s, graph) => {
    const x = s.exp(s.radical(2, s.integer(3)));
    return graph.node('div', [graph.node('mul', [s.sin(x), x]), graph.node('add', [x, s.cos(x)])]);
  },
  'a cancellation': (s) => {
    const beside = (n: bigint) => s.radical(2, s.integer(10n ** 60n + n));
    return s.sub(beside(1n), beside(3n));
  },
  'terms of different size': (s) =>
    s.add(s.constant('pi'), s.quotient(s.radical(2, s.integer(7)), s.integer(2n ** 400n))),
  'an inexact divisor near zero': (s) =>
    s.quotient(s.constant('pi'), s.sub(s.radical(2, s.integer(2)), s.fraction(1_414_213_562, 1_000_000_000))),
  // The logistic map: the pilots have lost everything after some sixty steps.
  'an expanding map': (s, graph) => {
    let x = graph.node('div', [s.constant('pi'), s.integer(10)]);
    for (let i = 0; i < 90; i += 1) {
      const rest = graph.node('add', [s.integer(1), graph.node('mul', [s.integer(-1), x])]);
      x = graph.node('mul', [s.integer(4), graph.node('mul', [x, rest])]);
    }
    return x;
  },
  'a long power of a rational': (s, graph) =>
    graph.node('add', [s.constant('catalan'), graph.node('power', [s.fraction(7, 3)], 40)]),
  'a refiner that fails where it is not needed': (s, graph) =>
    s.add(s.quotient(stuck(s, graph), s.integer(2n ** 2000n)), s.radical(2, s.integer(2))),
};

/** The root 1/3 of an expression that is so near to 0 around it that no more than some 16 bits of it are ever found. */
const stuck = (s: Structure, graph: Graph): Node => {
  const x = graph.node('unknown', [], 0);
  const body = graph.node('power', [graph.node('sin', [graph.node('add', [x, s.fraction(-1, 3)])])], 1001);
  return graph.node('solve', [s.integer(0), s.integer(1), s.integer(1)], undefined, body);
};

/** Its other factor, about 5 · 10^-31, is not told from 0 at first, so that more is demanded of the root than there is. */
export const OVERSTATED: Sample = (s, graph) =>
  graph.node('mul', [
    stuck(s, graph),
    graph.node('add', [s.radical(2, s.integer(10n ** 60n + 1n)), s.integer(-(10n ** 30n))]),
  ]);

/** 1 / (π − π), which no rule looks at here: its root can never be met. */
export const POLE: Sample = (s, graph) => {
  const zero = graph.node('add', [s.constant('pi'), graph.node('mul', [s.integer(-1), s.constant('pi')])]);
  return graph.node('div', [s.integer(1), zero]);
};
