import { describe, quoted } from '../dag/describe.ts';
import { createNodeTable, type NodeTable, reachable } from '../dag/graph.ts';
import { resolve } from '../dag/resolve.ts';
import { bounds } from '../digits/bounds.ts';
import { DivisionByZeroError, DomainError, LimitError, type Span, UndecidedError } from '../errors.ts';
import { createStructure } from '../exact/create-structure.ts';
import { Refusal } from '../exact/refusal.ts';
import type { Structure } from '../exact/structure.ts';
import type { Asking, Graph, Node, Question } from '../node.ts';
import type { Ball } from '../number/ball.ts';
import * as ball from '../number/ball.ts';
import { setCheckpoint } from '../number/checkpoint.ts';
import type { Progress, Stats } from '../outcome.ts';
import { createCoordinator } from './coordinator.ts';
import { createEnclosures } from './enclosures.ts';
import { createLedger } from './ledger.ts';
import { createWatch, type Limits } from './watch.ts';

/** One number to evaluate: the graph as written and the line that it was written in. */
interface Request {
  readonly written: Node;
  readonly spans: ReadonlyMap<Node, Span>;
  readonly line: string;
  /** How many bits the answer will show, which sets the default search limit. */
  readonly bits: number;
  readonly signal: AbortSignal | undefined;
  readonly onProgress?: ((progress: Progress) => void) | undefined;
}

interface Evaluated<T> {
  readonly resolved: Node;
  readonly enclosure: Ball;
  readonly value: T;
  readonly reasons: readonly string[];
  /** What the refiners did, accounted against a root accuracy of `bits` after the binary point. */
  readonly stats: (bits: number) => Stats;
}

/** What holds the numbers of a session and works on them. */
export interface Engine {
  readonly table: NodeTable;
  /** Resolves the number and lets `finish` work on it; questions that either asks are answered by refining. */
  readonly evaluate: <T>(
    request: Request,
    finish: (structure: Structure, resolved: Node) => Asking<T>,
  ) => Promise<Evaluated<T>>;
  /** Drops what these written nodes do not reach, once that pays; all enclosures too where `forget` says so. */
  readonly tidy: (roots: Iterable<Node>, forget: boolean) => void;
}

/** The default search limit, in bits, unless four times what was asked is more. */
const SEARCH_BITS = 10_000;
/** Nodes are swept when their number has doubled since the last time, and this many at least. */
const SWEEP = 20_000;

export const createEngine = (limits: Limits): Engine => {
  const table = createNodeTable();
  const ledger = createLedger();
  const enclosures = createEnclosures(ledger);
  const coordinator = createCoordinator(enclosures, ledger, limits);
  let resolved = new Map<Node, Node>();
  let reasons: string[] = [];
  let searchBits = SEARCH_BITS;
  let kept = 0;

  const graph: Graph = {
    rational: table.rational,
    node: table.node,
    ball: enclosures.of,
    because: (reason) => {
      reasons.push(reason);
    },
    get searchBits() {
      return searchBits;
    },
    get mayExtendSearch() {
      return limits.searchBits === null;
    },
  };
  let structure = createStructure(graph);

  const drive = async <T>(asking: Asking<T>, signal: AbortSignal | undefined): Promise<T> => {
    for (;;) {
      const { done, value } = asking.next();
      if (done) return value as T;
      await coordinator.answer(value as Question, signal);
    }
  };

  return {
    table,
    evaluate: async (request, finish) => {
      const { written, signal } = request;
      let current = written;
      const account = ledger.open();
      reasons = [];
      searchBits = limits.searchBits ?? Math.max(SEARCH_BITS, 4 * request.bits);
      setCheckpoint(createWatch(limits, signal, (elapsedMs) => request.onProgress?.({ elapsedMs, ...ledger.now() })));
      try {
        const node = await drive(
          resolve(structure, written, resolved, (at) => {
            current = at;
          }),
          signal,
        );
        current = written;
        const value = await drive(finish(structure, node), signal);
        return {
          resolved: node,
          enclosure: enclosures.of(node),
          value,
          reasons: [...new Set(reasons)],
          stats: (bits) => account(node, bits, enclosures.of),
        };
      } catch (error) {
        throw explain(error, request, current, resolved, enclosures.of);
      } finally {
        setCheckpoint(() => {});
      }
    },
    tidy: (roots, forget) => {
      if (forget) enclosures.retain(new Set());
      if (table.size() < 2 * kept + SWEEP) return;
      const writtenNodes = reachable(roots);
      const both = [...writtenNodes];
      for (const node of writtenNodes) {
        const target = resolved.get(node);
        if (target !== undefined) both.push(target);
      }
      const all = table.retain(both);
      enclosures.retain(all);
      resolved = new Map([...resolved].filter(([node]) => writtenNodes.has(node)));
      structure = createStructure(graph);
      kept = table.size();
    },
  };
};

/** Traces a refusal to the text that it is about, and adds to a limit what is known of the value. */
const explain = (
  error: unknown,
  { written, spans, line }: Request,
  current: Node,
  resolved: ReadonlyMap<Node, Node>,
  enclosure: (node: Node) => Ball,
): unknown => {
  if (error instanceof Refusal) {
    const culprit = current.args.find((arg) => resolved.get(arg) === error.operand) ?? current;
    const span = spans.get(culprit) ?? spans.get(current) ?? spans.get(written);
    const own = spans.get(culprit);
    const name = own === undefined ? describe(culprit) : line.slice(own.start, own.end);
    const details = { span, hint: error.hint };
    const message = error.describe(quoted(name));
    switch (error.code) {
      case 'DIVISION_BY_ZERO':
        return new DivisionByZeroError(message, details);
      case 'DOMAIN':
        return new DomainError(message, details);
      case 'UNDECIDED':
        return new UndecidedError(message, { ...details, ...boundsOf(enclosure(error.open)) });
      default:
        return new LimitError(message, details);
    }
  }
  if (error instanceof LimitError) {
    const node = resolved.get(written);
    const known = node === undefined ? undefined : boundsOf(enclosure(node));
    return new LimitError(error.message, { span: error.span ?? spans.get(current), hint: error.hint, ...known });
  }
  return error;
};

const boundsOf = (x: Ball): { lo?: string; hi?: string } => (ball.isUnbounded(x) ? {} : bounds(x, 5));
