import { describe, expect, it } from 'vitest';
import { parseExpression, parseStatement } from '../../grammar/parse.ts';
import { build } from '../../src/dag/build.ts';
import { demandBelow } from '../../src/dag/demand.ts';
import { createNodeTable, reachable } from '../../src/dag/graph.ts';
import { resolve } from '../../src/dag/resolve.ts';
import { CancelledError, type RealError } from '../../src/errors.ts';
import type { Node } from '../../src/node.ts';
import { withCheckpoint } from '../../src/number/checkpoint.ts';
import { partsBelow } from '../../src/run/anatomy.ts';
import { createBoard } from '../../src/run/board.ts';
import { planBelow } from '../../src/run/plan.ts';
import { progressOf } from '../../src/run/progress.ts';
import { isWorthSending, step } from '../../src/run/step.ts';
import type { Session } from '../../src/session.ts';
import { createWorkbench } from '../exact/workbench.ts';
import { digitsOf, sessionWith } from './sessions.ts';

const TERMS = 20_000;

const sumOf = (term: (k: number) => string, terms = TERMS): string =>
  Array.from({ length: terms }, (_, k) => term(k + 1)).join('+');

const ROOTS = sumOf((k) => `sqrt(${k})`);

/** The sum of as many different refiners. */
const longSum = (terms: number) => {
  const workbench = createWorkbench();
  const { s, graph } = workbench;
  const args = Array.from({ length: terms }, (_, k) => graph.node('exp', [s.fraction(1, k + 2)]));
  return { ...workbench, sum: graph.node('add', args) };
};

/** How often a checkpoint is passed. */
const checkpoints = (work: () => unknown): number => {
  let count = 0;
  const look = (): void => {
    count += 1;
  };
  withCheckpoint(look, work);
  return count;
};

const noResult = (): never => {
  throw new Error('there is no result');
};

describe('a line of many thousand terms passes checkpoints', () => {
  /** One for a few hundred terms at least. */
  const enough = TERMS / 1000;

  it('as it is built', () => {
    const expr = parseExpression(ROOTS);
    const context = { table: createNodeTable(), scope: { names: new Map() }, result: noResult };
    expect(checkpoints(() => build(expr, context))).toBeGreaterThan(enough);
  });

  it('as it is resolved, where others get their turns too', () => {
    const { s, graph } = createWorkbench();
    const expr = parseExpression(ROOTS);
    const { node } = build(expr, { table: graph, scope: { names: new Map() }, result: noResult });
    const resolving = resolve(s, node, new Map<Node, Node>(), () => {});
    let turns = 0;
    const passed = checkpoints(() => {
      for (let next = resolving.next(); !next.done; next = resolving.next()) if (next.value === undefined) turns += 1;
    });
    expect(turns).toBeGreaterThan(enough);
    expect(passed).toBeGreaterThan(enough);
  });

  it('as demands are pushed down, as it is planned, computed and looked back on', () => {
    const { graph, sum } = longSum(TERMS);
    const balls = sum.args.map(graph.ball);
    const known = graph.ball(sum);
    const slack = { share: 20, guard: 5 };
    const works: Record<string, () => unknown> = {
      demand: () => demandBelow(sum, 100, graph.ball, Number.POSITIVE_INFINITY),
      plan: () => planBelow(sum, graph.ball),
      reach: () => reachable([sum]),
      step: () => step(sum, balls, known, 100, slack),
      parts: () => partsBelow(sum, 100, graph.ball),
    };
    for (const [name, work] of Object.entries(works)) expect([name, checkpoints(work) > enough]).toEqual([name, true]);
  });

  it('as it is enclosed for the first time', () => {
    const { graph, sum } = longSum(TERMS);
    expect(checkpoints(() => graph.ball(sum))).toBeGreaterThan(enough);
  });
});

describe('a line of many thousand terms', () => {
  it('gives the event loop its turns', async () => {
    const session = sessionWith({ threads: 0 });
    let turns = 0;
    let isOver = false;
    const count = (): void => {
      turns += 1;
      if (!isOver) setImmediate(count);
    };
    setImmediate(count);
    await session.run(ROOTS);
    isOver = true;
    expect(turns).toBeGreaterThan(10);
  });

  it('can be cancelled at any moment, and the next line is answered', async () => {
    const looks = async (session: Session, last: number): Promise<{ seen: number; error: RealError | undefined }> => {
      let seen = 0;
      const signal = Object.defineProperty(new EventTarget(), 'aborted', {
        get: () => {
          seen += 1;
          return seen > last;
        },
      }) as AbortSignal;
      const outcome = await session.run(ROOTS, { signal });
      return { seen, error: outcome.kind === 'failure' ? outcome.error : undefined };
    };
    const { seen, error } = await looks(sessionWith({ threads: 0 }), Number.POSITIVE_INFINITY);
    expect(error).toBeUndefined();
    for (let part = 0; part < 8; part += 1) {
      const session = sessionWith({ threads: 0 });
      const cut = await looks(session, Math.floor((part / 8) * seen));
      expect(cut.error).toBeInstanceOf(CancelledError);
      expect(await digitsOf(session, 'sqrt(2)^2')).toBe('2');
    }
  });
});

describe('the progress of many refiners', () => {
  it('lists those at work and the first of those that are short, and counts the others, more than a stack holds', () => {
    const { graph, sum } = longSum(80_000);
    const plan = planBelow(sum, graph.ball);
    const all = plan.places.length;
    const board = createBoard(plan.places.length);
    for (const refiner of plan.places.keys()) {
      board.set(refiner, 'demand', 500);
      board.set(refiner, 'reached', refiner < 100 ? 510 : 100);
    }
    board.begin(all - 1, 1);
    const run = { plan, board, combining: () => undefined, drive: async () => {} };
    const { refiners, unlisted } = progressOf(run, graph.ball, 1);
    expect(all).toBeGreaterThan(130_000);
    expect(refiners.length + unlisted).toBe(all);
    expect(refiners.length).toBeLessThan(600);
    expect(refiners[0]?.state).toBe('running');
    expect(refiners.slice(1).every(({ bits, demand }) => bits < (demand ?? 0))).toBe(true);
  });
});

describe('a step', () => {
  it('goes to another thread where it takes longer than to send its operands', () => {
    const { sum } = longSum(1000);
    expect([100, 1000].map((ms) => isWorthSending(sum, ms))).toEqual([false, true]);
    expect(isWorthSending(sum.args[0] as Node, 1)).toBe(true);
  });
});

it('reading asks its poll, and ends where that throws, also where something is wrong with the line', () => {
  for (const line of [ROOTS, `${ROOTS} +`]) {
    let polls = 0;
    const read = (least: number) => () =>
      parseStatement(line, () => {
        polls += 1;
        if (polls > least) throw new CancelledError();
      });
    try {
      read(Number.POSITIVE_INFINITY)();
    } catch {}
    const all = polls;
    expect(all).toBeGreaterThan(50);
    for (let part = 0; part < 8; part += 1) {
      polls = 0;
      expect(read(Math.floor((part / 8) * all))).toThrow(CancelledError);
    }
  }
});
