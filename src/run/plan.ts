import { inexactBelow, magnitudeOf } from '../dag/demand.ts';
import { topological } from '../dag/graph.ts';
import type { Node } from '../node.ts';
import type { Ball } from '../number/ball.ts';
import { checkpoint } from '../number/checkpoint.ts';
import { operationOf } from '../refine/operations.ts';

/** The part of a graph that one run works on, as arrays: what is not exact below the root, operands first. */
export interface Plan {
  readonly nodes: readonly Node[];
  /** For each node, where the nodes stand that use it. */
  readonly users: readonly (readonly number[])[];
  /** For each node, how many different operands of it are not exact. */
  readonly operands: readonly number[];
  /** For each node, its number among the refiners; −1 for a combinator. */
  readonly refinerAt: readonly number[];
  /** For each refiner, where it stands. */
  readonly places: readonly number[];
  /** For each refiner, the exponent that its number shows: its significant bits are its accuracy and so many more. */
  readonly magnitudes: readonly number[];
}

export const planBelow = (root: Node, enclosure: (node: Node) => Ball): Plan => {
  const nodes = topological(inexactBelow(root, enclosure));
  const placeOf = new Map(nodes.map((node, place) => [node, place]));
  const users: number[][] = nodes.map(() => []);
  const operands = nodes.map((node, place) => {
    checkpoint();
    const below = [...new Set(node.args)].flatMap((arg) => placeOf.get(arg) ?? []);
    for (const operand of below) users[operand]?.push(place);
    return below.length;
  });
  const places: number[] = [];
  const refinerAt = nodes.map((node, place) => (operationOf(node).kind === 'refiner' ? places.push(place) - 1 : -1));
  return {
    nodes,
    users,
    operands,
    refinerAt,
    places,
    magnitudes: places.map((place) => {
      const magnitude = magnitudeOf(enclosure(nodes[place] as Node));
      return Number.isFinite(magnitude) ? magnitude : 0;
    }),
  };
};
