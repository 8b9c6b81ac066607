import { createNodeTable } from '../../src/dag/graph.ts';
import { createStructure } from '../../src/exact/create-structure.ts';
import type { Structure } from '../../src/exact/structure.ts';
import type { Asking, Graph, Node, Note } from '../../src/node.ts';
import type { Ball } from '../../src/number/ball.ts';
import { createCoordinator } from '../../src/run/coordinator.ts';
import { createEnclosures } from '../../src/run/enclosures.ts';
import { createLedger } from '../../src/run/ledger.ts';

/** The constructors over a graph of their own, with a coordinator that answers their questions. */
export interface Workbench {
  readonly s: Structure;
  readonly graph: Graph;
  readonly reasons: readonly Note[];
  /** Runs a computation to its end. */
  readonly settle: <T>(asking: Asking<T>) => Promise<T>;
  /** The enclosure of the node once its radius is at most 2^-bits. */
  readonly tightened: (node: Node, bits: number) => Promise<Ball>;
}

const LIMITS = { timeout: null, maxMemory: null, maxBits: 2 ** 24, searchBits: null };

export const createWorkbench = (searchBits = 1000, mayExtendSearch = false): Workbench => {
  const { rational, node } = createNodeTable();
  const ledger = createLedger();
  const enclosures = createEnclosures(ledger);
  const coordinator = createCoordinator(enclosures, ledger, LIMITS);
  const reasons: Note[] = [];
  const because = (note: Note): void => {
    reasons.push(note);
  };
  const graph: Graph = { rational, node, ball: enclosures.of, because, searchBits, mayExtendSearch };
  return {
    s: createStructure(graph),
    graph,
    reasons,
    settle: async (asking) => {
      for (;;) {
        const { done, value } = asking.next();
        if (done) return value;
        if (value !== undefined) await coordinator.answer(value);
      }
    },
    tightened: async (at, bits) => {
      await coordinator.answer({ node: at, bits });
      return enclosures.of(at);
    },
  };
};
