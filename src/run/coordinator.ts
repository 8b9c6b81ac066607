import { type Demand, demandBelow } from '../dag/demand.ts';
import { CancelledError, LimitError } from '../errors.ts';
import type { Node, Question } from '../node.ts';
import type { Ball } from '../number/ball.ts';
import * as ball from '../number/ball.ts';
import { checkpoint } from '../number/checkpoint.ts';
import { operationOf } from '../refine/operations.ts';
import type { Enclosures } from './enclosures.ts';
import type { Ledger } from './ledger.ts';
import type { Limits } from './watch.ts';

/** A refiner may go this far past what is asked of the root, and never has to stop below the floor. */
const CEILING_FACTOR = 64;
const CEILING_FLOOR = 65_536;
/** The first bound on demands that follow from enclosures without a magnitude. */
const FIRST_WIDTH = 256;
/** An operand that is rounded for a step keeps at least so many significant bits. */
const KEPT_BITS = 128;
/** The event loop gets its turn this often, in milliseconds, so that an abort can be seen. */
const TURN = 20;

/** From this binary exponent on some numbers are only known to be so small, or so large. */
const COUNTED_EXPONENT = 2 ** 47;
const OUT_OF_RANGE = {
  large: 'a number here is too large: its binary exponent is over 2^47',
  small: 'a number here is too small: its binary exponent is under -2^47',
};

export interface Coordinator {
  /** Tightens the enclosure of the question's node to a radius of at most 2^-bits, and of what stands below it as far as that needs. */
  readonly answer: (question: Question, signal?: AbortSignal) => Promise<void>;
}

/**
 * The plain evaluation on one thread: demands are pushed down from the root, then every node is computed once, operands
 * first, at the precision that it needs. Only where the enclosures were too coarse to say what that is does it go round
 * again: with demands raised by what the root is short of, or with a wider bound on the demands that coarse enclosures make.
 */
export const createCoordinator = (enclosures: Enclosures, ledger: Ledger, limits: Limits): Coordinator => {
  let turnEnds = 0;
  const turn = async (signal: AbortSignal | undefined): Promise<void> => {
    if (performance.now() < turnEnds) return;
    await new Promise((resolve) => setImmediate(resolve));
    turnEnds = performance.now() + TURN;
    if (signal?.aborted) throw new CancelledError();
  };

  const pass = async (demand: Demand, signal: AbortSignal | undefined): Promise<void> => {
    for (const node of demand.order) {
      const wanted = demand.bits.get(node);
      const known = enclosures.of(node);
      const before = ball.accuracy(known);
      if (wanted === undefined || before >= wanted) continue;
      const length = wanted + (ball.lower(known).man === 0 ? 0 : Math.max(0, ball.upperExponent(known)));
      if (Number.isFinite(length) && length > limits.maxBits) {
        if (ball.upperExponent(known) <= -COUNTED_EXPONENT) throw new LimitError(OUT_OF_RANGE.small);
        throw new LimitError(
          `a number of about ${Math.ceil(length)} bits is needed, and at most ${limits.maxBits} are allowed`,
          {
            hint: 'ask for fewer digits or raise --max-bits',
          },
        );
      }
      checkpoint();
      enclosures.tighten(
        node,
        ledger.step(node, before, () => step(node, wanted, demand, enclosures.of)),
      );
      if (performance.now() >= turnEnds) await turn(signal);
    }
  };

  return {
    answer: async ({ node: root, bits }, signal) => {
      turnEnds = performance.now() + TURN;
      if (signal?.aborted) throw new CancelledError();
      const magnitude = ball.upperExponent(enclosures.of(root));
      const ceiling = Math.max(
        CEILING_FLOOR,
        CEILING_FACTOR * (bits + (Number.isFinite(magnitude) ? Math.abs(magnitude) : 0)),
      );
      let width = Math.max(FIRST_WIDTH, 2 * (bits + (Number.isFinite(magnitude) ? magnitude : 0)));
      let raised = 1;
      while (ball.accuracy(enclosures.of(root)) < bits) {
        const demand = demandBelow(root, bits + raised, enclosures.of, width);
        await pass(demand, signal);
        const short = bits - ball.accuracy(enclosures.of(root));
        if (short <= 0) return;
        if (isBeyond(enclosures.of(root))) throw new LimitError(OUT_OF_RANGE.large);
        if (demand.clamped) width *= 2;
        else raised = Math.max(2 * raised, raised + (Number.isFinite(short) ? short : 0));
        if (width > ceiling || raised > ceiling) {
          throw new LimitError(
            demand.order.some((node) => isBeyond(enclosures.of(node)))
              ? OUT_OF_RANGE.large
              : `the precision that this needs is over ${ceiling} bits`,
          );
        }
      }
    },
  };
};

/** Whether all that is known of a number, and ever will be, is that it is very large. */
const isBeyond = (x: Ball): boolean => ball.isUnbounded(x) && ball.sign(x) !== undefined;

/**
 * One step of a node towards `wanted` bits. Operands that are known far beyond what this step needs of them are
 * rounded first, by an amount that the guard bits make negligible.
 */
const step = (node: Node, wanted: number, { share, guard }: Demand, enclosure: (node: Node) => Ball): Ball => {
  const operation = operationOf(node);
  const known = enclosure(node);
  const balls = node.args.map(enclosure);
  const operands = balls.map((operand, i) => {
    const needed = operation.demand(i, wanted, node, balls, known);
    // A demand holds near the operand: one that rounding moved by as much as its own size would have other sensitivities.
    const least = KEPT_BITS - ball.upperExponent(operand);
    const isKnown = Number.isFinite(needed) && ball.lower(operand).man !== 0;
    return isKnown ? ball.round(operand, Math.max(Math.ceil(needed) + guard, least)) : operand;
  });
  return operation.enclose(node, operands, Math.ceil(wanted + (operation.kind === 'refiner' ? share : guard)));
};
