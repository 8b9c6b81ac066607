import fc from 'fast-check';
import type { Node } from '../../src/node.ts';
import type { Plan } from '../../src/run/plan.ts';

/** The shape of a graph: for each node the places of its operands, all before it, and whether it is a refiner. */
export interface Shape {
  readonly plan: Plan;
  readonly below: readonly (readonly number[])[];
}

export const shapes: fc.Arbitrary<Shape> = fc
  .array(fc.tuple(fc.array(fc.nat(), { maxLength: 3 }), fc.boolean()), { minLength: 1, maxLength: 12 })
  .map((rows) => {
    const below = rows.map(([picks], place) =>
      place === 0 ? [] : [...new Set(picks.map((pick) => pick % place))].sort((a, b) => a - b),
    );
    const places: number[] = [];
    const refinerAt = rows.map(([, isRefiner], place) =>
      // What has no operands has to be a refiner.
      isRefiner || below[place]?.length === 0 ? places.push(place) - 1 : -1,
    );
    const nodes = rows.map((_, id): Node => ({ id, op: 'add', args: [] }));
    const users = rows.map((_, place) => rows.flatMap((_, user) => (below[user]?.includes(place) ? [user] : [])));
    const operands = below.map(({ length }) => length);
    return { below, plan: { nodes, users, operands, refinerAt, places, magnitudes: places.map(() => 0) } };
  });
