import type { Node } from '../node.ts';
import type { Ball } from '../number/ball.ts';
import * as ball from '../number/ball.ts';
import { checkpoint } from '../number/checkpoint.ts';
import { type Bracket, enclosureOf } from '../refine/bracket.ts';
import { cost } from '../refine/cost.ts';
import { operationOf } from '../refine/operations.ts';

/** An operand that is rounded for a step keeps at least so many significant bits. */
const KEPT_BITS = 128;

/** About how many bits a number has that is known to so many bits after the binary point. */
export const lengthAt = (known: Ball, wanted: number): number =>
  wanted + (ball.lower(known).man === 0 ? 0 : ball.upperExponent(known));

/** Predicted milliseconds of a step to so many bits after the binary point. */
export const stepCost = (node: Node, operands: readonly Ball[], known: Ball, wanted: number): number => {
  const { demand } = operationOf(node);
  let longest = lengthAt(known, wanted);
  // What is reduced first is worked on at its own length, as in the sine of 10^1000000.
  for (const [i, operand] of operands.entries()) {
    const length = lengthAt(operand, demand(i, wanted, node, operands, known));
    if (Number.isFinite(length)) longest = Math.max(longest, length);
  }
  return cost(node, longest);
};

/** So many operands are rounded between two checkpoints. */
const POLL_EVERY = 512;

/** A message there and back takes 0.05 milliseconds for a few operands, and a few microseconds for each more, as short as it may be. */
const HEAVY = 0.5;

/**
 * Whether a step that takes so many milliseconds may be computed by another thread, where there is one: a combinator for
 * each of its operands long enough. To send the terms of a sum takes longer than to add them.
 */
export const isWorthSending = (node: Node, ms: number): boolean =>
  operationOf(node).kind === 'refiner' || ms > HEAVY * node.args.length;

/** How much finer than what is wanted a step has to be. See `Demand`. */
export interface Slack {
  /** What the rounding of a refiner leaves for the others. */
  readonly share: number;
  /** What makes the rounding of operands and combinators negligible. */
  readonly guard: number;
}

/** What a step comes to: an enclosure, and of a bisection the bracket that the next step goes on from. */
export interface Found {
  readonly ball: Ball;
  readonly bracket?: Bracket | undefined;
}

/** Whether a step left something to be done for another one like it: a bisection is not to take too long over one. */
export const isPartial = (node: Node, { ball: found }: Found, wanted: number): boolean =>
  operationOf(node).narrow !== undefined && ball.accuracy(found) < wanted;

/**
 * One step of a node towards `wanted` bits after the binary point: a function of its arguments, and of the constants
 * that this thread has cached. Operands that are known far beyond what the step needs of them are rounded first, by an
 * amount that the guard bits make negligible. A bisection goes on from `bracket`, by 64 halvings at most.
 */
export const step = (
  node: Node,
  balls: readonly Ball[],
  known: Ball,
  wanted: number,
  { share, guard }: Slack,
  bracket?: Bracket,
): Found => {
  const operation = operationOf(node);
  if (operation.narrow !== undefined) {
    const next = operation.narrow(node, bracket, Math.ceil(wanted + share));
    return { ball: enclosureOf(next), bracket: next };
  }
  const operands = balls.map((operand, i) => {
    if (i % POLL_EVERY === POLL_EVERY - 1) checkpoint();
    const needed = operation.demand(i, wanted, node, balls, known);
    // A demand holds near the operand: one that rounding moved by as much as its own size would have other sensitivities.
    const least = KEPT_BITS - ball.upperExponent(operand);
    const isKnown = Number.isFinite(needed) && ball.lower(operand).man !== 0;
    return isKnown ? ball.round(operand, Math.max(Math.ceil(needed) + guard, least)) : operand;
  });
  const p = Math.ceil(wanted + (operation.kind === 'refiner' ? share : guard));
  return { ball: operation.enclose(node, operands, p) };
};
