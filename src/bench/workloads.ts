import { createNodeTable, type NodeTable } from '../dag/graph.ts';
import { sumNode } from '../exact/sum.ts';
import type { Node } from '../node.ts';
import { fromDyadic, type Rational, rational } from '../number/rational.ts';
import { seededPick } from '../run/hosts.ts';

/** A number that strategies are measured on: built as a graph of operations, without constant folding and without rules. */
export interface Workload {
  readonly name: string;
  /** Makes the graph; it is part of what is timed, the random constants are not. */
  readonly build: () => Node;
  /** The accuracies that tell something, in bits after the binary point. */
  readonly bits: readonly number[];
  /**
   * CPU milliseconds of the Rust crate behind the notes, in process, by the accuracy: measured on this machine with the
   * same workload.
   */
  readonly crate: Readonly<Record<number, number>>;
}

/** The graph of one workload. */
interface Builder {
  readonly constant: (value: Rational | bigint) => Node;
  readonly op: (op: string, args: readonly Node[], n?: number) => Node;
  readonly sum: (terms: readonly Node[]) => Node;
}

const builder = ({ rational: constant, node }: NodeTable): Builder => ({
  constant: (value) => constant(typeof value === 'bigint' ? rational(value) : value),
  op: node,
  // The tree that the product makes of a long sum: one node of all terms would leave nothing to propagate.
  sum: (terms) => sumNode({ node }, terms),
});

const BITS = [64, 256, 1024, 3322];
/** For what is exact whatever is asked, or takes long. */
const ONCE = [256];

const workload = (
  name: string,
  make: (graph: Builder) => Node,
  crate: Workload['crate'] = {},
  bits: readonly number[] = BITS,
): Workload => ({ name, build: () => make(builder(createNodeTable())), bits, crate });

/** Numbers in [0, 1) that look random and are the same in every run. */
const seeded = (seed: number): (() => number) => {
  const pick = seededPick(seed);
  return () => pick(2 ** 32) / 2 ** 32;
};

/** The exact value of a double. */
const exactly = (x: number): Rational => {
  let mid = x;
  let exp = 0;
  while (!Number.isInteger(mid)) {
    mid *= 2;
    exp -= 1;
  }
  return fromDyadic({ mid: BigInt(mid), exp });
};

const draw = (count: number, seed: number, low: number, high: number): Rational[] => {
  const random = seeded(seed);
  return Array.from({ length: count }, () => exactly(low + (high - low) * (random() + random() * 2 ** -32)));
};

const INV = draw(100, 1, 0.1, 100);
const SIN = [draw(34, 2, -1, 1), draw(33, 3, -3.15, 3.15), draw(33, 4, -100, 100)].flat();
const COMPLEX = Array.from({ length: 5000 }, (_, i) => draw(4, 100 + i, -10, 10));
const SUMMATION = draw(200_000, 6, -1e-6, 1e-6);
const CHAIN = draw(5_000, 7, 1, 2);

const multipleOfPi = (k: number, crate?: Workload['crate']): Workload =>
  workload(
    `sin(${k === 1 ? '' : `${k}*`}pi)`,
    ({ constant, op }) => op('sin', [k === 1 ? op('pi', []) : op('mul', [constant(BigInt(k)), op('pi', [])])]),
    crate,
  );

/** The workloads of the design, in its order. */
export const WORKLOADS: readonly Workload[] = [
  workload('inv', ({ constant, op, sum }) => sum(INV.map((x) => op('div', [constant(1n), constant(x)]))), {
    64: 1.3,
    256: 2.4,
    1024: 2.7,
    3322: 2.8,
  }),
  workload('sin', ({ constant, op, sum }) => sum(SIN.map((x) => op('sin', [constant(x)]))), {
    64: 15,
    256: 110,
    1024: 27_552,
  }),
  workload(
    'integer_roots',
    ({ constant, op, sum }) =>
      sum(Array.from({ length: 1000 }, (_, i) => op('root', [constant(BigInt(2 + (i % 998)))], 2 + (i % 5)))),
    { 64: 109, 256: 167, 1024: 641 },
  ),
  workload(
    'complex',
    ({ constant, op, sum }) =>
      sum(
        COMPLEX.map((values) => {
          const [a, b, c, d] = values.map(constant) as [Node, Node, Node, Node];
          const negative = op('mul', [constant(-1n), d]);
          return op('add', [
            op('add', [op('mul', [a, b]), op('add', [op('power', [c], 2), op('power', [d], 2)])]),
            op('mul', [op('add', [a, b]), op('add', [c, negative])]),
          ]);
        }),
      ),
    { 256: 65 },
    ONCE,
  ),
  workload(
    'summation',
    ({ constant, op, sum }) => op('add', [constant(2n ** 30n), sum(SUMMATION.map(constant))]),
    { 256: 145 },
    ONCE,
  ),
  workload('pi', ({ op }) => op('pi', []), { 256: 0.085, 1024: 0.61, 3322: 6.4, 33220: 3919 }, [...BITS, 33_220]),
  workload('2*pi', ({ constant, op }) => op('mul', [constant(2n), op('pi', [])])),
  workload('pi^2', ({ op }) => op('power', [op('pi', [])], 2)),
  workload('1/pi', ({ constant, op }) => op('div', [constant(1n), op('pi', [])])),
  workload('sqrt2+pi', ({ constant, op }) => op('add', [op('root', [constant(2n)], 2), op('pi', [])]), {
    256: 0.29,
    1024: 0.87,
    3322: 7.7,
  }),
  workload('sqrt2*pi', ({ constant, op }) => op('mul', [op('root', [constant(2n)], 2), op('pi', [])])),
  workload('sqrt2+cbrt3', ({ constant, op }) =>
    op('add', [op('root', [constant(2n)], 2), op('root', [constant(3n)], 3)]),
  ),
  multipleOfPi(1),
  multipleOfPi(2),
  multipleOfPi(10),
  multipleOfPi(100, { 64: 0.75, 256: 2.4 }),
  // The root of x² = 3 by halving a bracket, beside two constants that double their bits at each step.
  workload('bisect', ({ constant, op, sum }) => {
    const bracket = [constant(1n), constant(2n), constant(1n)];
    const root = op('algebraic', [...bracket, constant(-3n), constant(0n), constant(1n)]);
    return sum([root, op('pi', []), op('exp', [constant(1n)])]);
  }),
  workload('cancel', ({ constant, op }) =>
    op('add', [op('root', [constant(10n ** 500n + 1n)], 2), constant(-(10n ** 250n))]),
  ),
  workload(
    'deep',
    ({ constant, op }) =>
      // Quotients and products keep relative errors as they are, so the whole chain is wanted equally well.
      CHAIN.reduce((x, c) => op('mul', [op('div', [constant(c), x]), constant(c)]), op('pi', [])),
    {},
    ONCE,
  ),
];
