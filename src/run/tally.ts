import * as ball from '../number/ball.ts';
import { type Board, clock } from './board.ts';
import type { Enclosures } from './enclosures.ts';
import type { Reply } from './host.ts';
import type { Ledger } from './ledger.ts';
import type { Plan } from './plan.ts';

/** What of the steps on the board has been entered in the ledger. */
export interface Tally {
  /** Enters the steps that a host tells of. */
  readonly note: (refiner: number, steps: Reply['steps']) => void;
  /** The ledger knows of all steps of the refiner that have ended. */
  readonly settle: (refiner: number) => void;
  /**
   * Enters the steps that nobody waited for when the run ended, which were wasted, and those under way: of these counts
   * what they have taken up to now, until their threads see that they are to stop.
   */
  readonly noteLate: () => void;
}

export const createTally = ({ nodes, places }: Plan, board: Board, ledger: Ledger, enclosures: Enclosures): Tally => {
  const counted = new Int32Array(places.length);
  const countedMs = new Float64Array(places.length);

  const record = (refiner: number, step: { before: number; ms: number; late: boolean }): void => {
    const node = nodes[places[refiner] as number];
    if (node !== undefined) ledger.record(node, { ...step, thread: board.get(refiner, 'thread') });
  };

  return {
    note: (refiner, steps) => {
      for (const { before, ms } of steps) {
        counted[refiner] = (counted[refiner] as number) + 1;
        countedMs[refiner] = (countedMs[refiner] as number) + ms;
        record(refiner, { before, ms, late: false });
      }
    },
    settle: (refiner) => {
      counted[refiner] = board.get(refiner, 'steps');
      countedMs[refiner] = board.busyMs(refiner);
    },
    noteLate: () => {
      ledger.park(places.filter((_, refiner) => board.state(refiner) === 'parked').length);
      for (const [refiner, place] of places.entries()) {
        const isRunning = board.state(refiner) === 'running';
        const late = board.get(refiner, 'steps') - (counted[refiner] as number) + (isRunning ? 1 : 0);
        if (late <= 0) continue;
        const ended = board.busyMs(refiner) - (countedMs[refiner] as number);
        const running = isRunning ? Math.max(0, clock() - board.made - board.get(refiner, 'began')) : 0;
        const node = nodes[place];
        const before = node === undefined ? 0 : ball.accuracy(enclosures.of(node));
        for (let i = 0; i < late; i += 1) record(refiner, { before, ms: (ended + running) / late, late: true });
      }
    },
  };
};
