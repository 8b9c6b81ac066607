import { constantNames, type Known } from '../kernel/cache.ts';
import { checkpoint } from '../number/checkpoint.ts';
import type { Bells } from './board.ts';
import type { Peers } from './peers.ts';

/** Who waits for a constant looks this often, in milliseconds, whether the evaluation has ended. */
const LOOK = 20;

/**
 * How a worker comes by a long constant, see `setObtain`: it computes it and sends it to all others, or, where another one
 * is about to, waits for that and meanwhile does what others hand over, which are mostly parts of that very constant.
 */
export const createObtain = (
  self: number,
  bells: Bells,
  peers: Peers,
): ((name: string, wp: number, compute: () => unknown) => Known) => {
  const names = constantNames();

  const computed = (name: string, place: number, wp: number, compute: () => unknown): Known => {
    try {
      const known = { wp, value: compute() };
      peers.publish(name, known);
      return known;
    } finally {
      bells.release(place);
      bells.ringAll(self);
    }
  };

  return (name, wp, compute) => {
    const place = names.indexOf(name);
    for (;;) {
      const heard = bells.heard(self);
      const known = peers.published(name);
      if (known !== undefined && known.wp >= wp) return known;
      const holder = bells.hold(place, self, wp);
      if (holder.thread === self) return computed(name, place, wp, compute);
      // What another computes is of no use where it is too short; then both do.
      if (holder.wp < wp) return { wp, value: compute() };
      if (peers.serve('step')) continue;
      checkpoint();
      bells.rest(self, true);
      bells.listen(self, heard, LOOK);
      bells.rest(self, false);
    }
  };
};
