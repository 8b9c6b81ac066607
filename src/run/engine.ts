import { createNodeTable, type NodeTable, reach } from '../dag/graph.ts';
import { resolve } from '../dag/resolve.ts';
import { type Rendered, type Rendering, render } from '../digits/render.ts';
import { createStructure } from '../exact/create-structure.ts';
import type { Structure } from '../exact/structure.ts';
import { forgetConstants } from '../kernel/cache.ts';
import type { Graph, Node, Question } from '../node.ts';
import type { Ball } from '../number/ball.ts';
import { setCheckpoint, withCheckpoint } from '../number/checkpoint.ts';
import { inTurns } from '../number/turns.ts';
import type { Progress, Reason, Stats, Times } from '../outcome.ts';
import type { Strategy } from '../schedule/strategy.ts';
import { renderingCost } from './answer.ts';
import { createCoordinator, type Orders } from './coordinator.ts';
import { createEnclosures } from './enclosures.ts';
import { explain, type Written, wordsFor } from './explain.ts';
import type { Hosts } from './hosts.ts';
import { createLedger } from './ledger.ts';
import { certainDigits, progressOf } from './progress.ts';
import { createReasons, reasonsOf } from './reasons.ts';
import { createThreads, type Placement, type Threads } from './threads.ts';
import { createWatch, type Limits } from './watch.ts';

/** One number to evaluate. */
export interface Request extends Written {
  /** How many bits the answer will show, which sets the default search limit. */
  readonly bits: number;
  readonly strategy: Strategy;
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((progress: Progress) => void) | undefined;
  /** How often progress is reported, in milliseconds. */
  readonly progressEvery?: number | undefined;
}

/** Works on a resolved number; what it asks for is refined or rendered meanwhile. */
export type Finish<T> = (
  structure: Structure,
  resolved: Node,
) => Generator<Question | Rendering | undefined, T, Rendered | undefined>;

export interface Evaluated<T> {
  readonly resolved: Node;
  readonly enclosure: Ball;
  readonly value: T;
  readonly reasons: () => readonly Reason[];
  /** What the refiners did, accounted against a root accuracy of `bits` after the binary point. */
  readonly stats: (bits: number) => Stats;
  readonly times: Times;
}

/** What holds the numbers of a session and works on them. */
export interface Engine {
  readonly table: NodeTable;
  /** Resolves the number and lets `finish` work on it; questions that either asks are answered by refining. */
  readonly evaluate: <T>(request: Request, finish: Finish<T>) => Promise<Evaluated<T>>;
  /** What is known of a resolved node. */
  readonly enclosure: (node: Node) => Ball;
  /** The resolved node of a written one, if it has been evaluated. */
  readonly resolved: (written: Node) => Node | undefined;
  /** The resolved node of −x, given that of x. */
  readonly negative: (resolved: Node) => Node;
  /** An engine over the same nodes and threads that knows nothing of them, once all constants are forgotten. */
  readonly afresh: () => Promise<Engine>;
  /** Forgets all enclosures. */
  readonly forget: () => void;
  /** Drops what these written nodes do not reach, once that pays. Nothing may be evaluated meanwhile. */
  readonly tidy: (roots: Iterable<Node>) => Promise<void>;
  readonly threads: Threads;
}

/** The default search limit, in bits, unless four times what was asked is more. */
const SEARCH_BITS = 10_000;
/** The limits are looked at this often, in milliseconds, while threads work. */
const GUARD_EVERY = 20;
/** To have a number written by a thread takes longer than one of so many milliseconds. */
const WORTH_SENDING = 0.5;
/** To say what is known of a number that was given up may take so many milliseconds. */
const MOMENT = 30;
/** What ran where nothing had to be scheduled. */
const PLAIN = { chosen: 'auto', threads: 0 };
const IDLE = { wastedSteps: 0, refiners: [], unlisted: 0, activity: null, remainingMs: null };
/** Nodes are swept when their number has doubled since the last time, and this many at least. */
const SWEEP = 20_000;

export const createEngine = (limits: Limits & Placement, interactive = false): Engine =>
  engineOver(createNodeTable(), createThreads(limits, interactive), limits);

const engineOver = (table: NodeTable, threads: Threads, limits: Limits): Engine => {
  const ledger = createLedger();
  const enclosures = createEnclosures(ledger);
  const coordinator = createCoordinator(enclosures, ledger, limits);
  let resolved = new Map<Node, Node>();
  const reasons = createReasons();
  let searchBits = SEARCH_BITS;
  let kept = 0;

  const graph: Graph = {
    rational: table.rational,
    node: table.node,
    ball: enclosures.of,
    because: reasons.note,
    get searchBits() {
      return searchBits;
    },
    get mayExtendSearch() {
      return limits.searchBits === null;
    },
  };
  let structure = createStructure(graph);

  /** Looks at the limits while threads work and this one only waits. */
  const guard = (check: () => void, signal: AbortSignal | undefined): (() => void) => {
    const look = (): void => {
      try {
        check();
      } catch (error) {
        threads.hosts()?.interrupt(error);
      }
    };
    const timer = setInterval(look, GUARD_EVERY);
    signal?.addEventListener('abort', look);
    return () => {
      clearInterval(timer);
      signal?.removeEventListener('abort', look);
    };
  };

  const inDigits = async (rendering: Rendering, attend: () => void, resume: () => void): Promise<Rendered> => {
    const work = renderingCost(rendering);
    const hosts = work < WORTH_SENDING ? undefined : await threads.relief(work);
    resume();
    if (hosts === undefined) return render(rendering.number, rendering.format);
    attend();
    const rendered = await hosts.render(rendering);
    resume();
    return rendered;
  };

  return {
    table,
    threads,
    enclosure: enclosures.of,
    resolved: (written) => resolved.get(written),
    negative: (node) => structure.neg(node),
    afresh: async () => {
      forgetConstants();
      const hosts = threads.hosts();
      hosts?.forget();
      await hosts?.quiet();
      return engineOver(table, threads, limits);
    },
    evaluate: async (request, finish) => {
      const { written, strategy, signal, onProgress, progressEvery } = request;
      let current = written;
      let chosen = { ...PLAIN, chosen: strategy.name };
      let refiningMs = 0;
      let writes: number | undefined;
      const account = ledger.open();
      searchBits = limits.searchBits ?? Math.max(SEARCH_BITS, 4 * request.bits);
      const report = (elapsedMs: number): void => {
        if (onProgress === undefined) return;
        const run = coordinator.run();
        const root = resolved.get(written);
        const known = root && enclosures.known(root);
        const certain = known === undefined ? null : certainDigits(known);
        const working = run && progressOf(run, enclosures.of, chosen.threads);
        const writing =
          writes === undefined ? {} : { activity: { name: 'writing digits', ms: performance.now() - writes } };
        onProgress({ ...IDLE, ...ledger.now(), ...working, ...writing, elapsedMs, certain });
      };
      const check = createWatch(limits, signal, report, progressEvery);
      const resume = (): void => setCheckpoint(check);
      resume();
      let release: (() => void) | undefined;
      const attend = (): void => {
        release ??= guard(check, signal);
      };
      const orders: Orders = {
        strategy,
        signal,
        resume,
        hostsFor: (ahead) => {
          const place = threads.hostsFor(strategy, request.bits, ahead);
          const onThreads = (hosts: Promise<Hosts>): Promise<Hosts> => {
            chosen = { chosen: strategy.name, threads: threads.count() };
            attend();
            return hosts;
          };
          if (place instanceof Promise) return onThreads(place);
          if (place === undefined || !('meanwhile' in place)) return place;
          return { ...place, hosts: () => onThreads(place.hosts()) };
        },
      };
      const drive = async <T>(asking: ReturnType<Finish<T>>): Promise<T> => {
        for (let next = asking.next(); ; ) {
          if (next.done) return next.value;
          if (next.value === undefined) {
            check();
            const due = coordinator.turn(orders);
            if (due !== undefined) await due;
            next = asking.next();
          } else if ('format' in next.value) {
            writes = performance.now();
            const rendered = await inDigits(next.value, attend, resume);
            writes = undefined;
            next = asking.next(rendered);
          } else {
            const asked = performance.now();
            await coordinator.answer(next.value, orders);
            resume();
            refiningMs += performance.now() - asked;
            next = asking.next();
          }
        }
      };
      try {
        const begun = performance.now();
        const node = await drive(
          resolve(structure, written, resolved, (at) => {
            current = at;
            reasons.begin(at);
          }),
        );
        current = written;
        const resolvingMs = performance.now() - begun - refiningMs;
        reasons.begin(undefined);
        const value = await drive(finish(structure, node));
        const writingMs = performance.now() - begun - resolvingMs - refiningMs;
        const [results, last] = [resolved, reasons.last()];
        return {
          resolved: node,
          enclosure: enclosures.of(node),
          value,
          reasons: () =>
            reasonsOf({ written, resolved: results, notes: reasons.of, last, words: (at) => wordsFor(at, request) }),
          stats: (bits) => ({ ...chosen, ...account(node, bits, enclosures.of) }),
          times: { resolvingMs, refiningMs, writingMs },
        };
      } catch (error) {
        // A number that is asked about here may be another form of one that was refined, and have no enclosure of its own.
        const moment = createWatch({ ...limits, timeout: MOMENT }, undefined, () => {});
        throw withCheckpoint(moment, () => explain(error, request, current, resolved, enclosures.of));
      } finally {
        release?.();
        threads.rest();
        setCheckpoint(() => {});
      }
    },
    forget: () => enclosures.retain(new Set()),
    tidy: async (roots) => {
      if (table.size() < 2 * kept + SWEEP) return;
      const turn = (): Promise<void> | undefined => coordinator.turn();
      // What has been found is shown first.
      await coordinator.pause();
      const writtenNodes = await inTurns(reach(roots), turn);
      const targets = [...writtenNodes].flatMap((node) => resolved.get(node) ?? []);
      const all = await inTurns(reach([...writtenNodes, ...targets]), turn);
      await inTurns(table.retain(all), turn);
      enclosures.retain(all);
      await coordinator.pause();
      resolved = new Map([...resolved].filter(([node]) => writtenNodes.has(node)));
      reasons.retain(writtenNodes);
      structure = createStructure(graph);
      kept = table.size();
    },
  };
};
