import type { Node } from '../node.ts';
import type { Ball } from '../number/ball.ts';
import type { Bracket } from './bracket.ts';

/**
 * How one operation is enclosed, and what it asks of its operands. Precisions are in bits after the binary point and
 * may be negative; logarithms are to base 2, in doubles, and only plan: the balls alone are proofs.
 */
export interface Operation {
  /** A combinator follows from its operands at once; a refiner improves by steps that cost something. */
  readonly kind: 'combinator' | 'refiner';
  /**
   * Encloses the operation over all points of the operand balls. What it adds to the error that the operands carry
   * is at most 2^-p. The whole line where some of the points lie outside of the domain: inside of a `solve` they may.
   */
  readonly enclose: (node: Node, operands: readonly Ball[], p: number) => Ball;
  /** The precision at which operand i adds at most 2^-p to the error of the result. */
  readonly demand: (i: number, p: number, node: Node, operands: readonly Ball[], result: Ball) => number;
  /** The enclosures that the demand on operand i grows with, where there are any: if they are coarse, so is the demand. */
  readonly scaledBy?: (i: number, operands: readonly Ball[], result: Ball) => readonly Ball[];
  /** The natural ladder where it is not doubling: a bisection gains one bit a step. */
  readonly ladder?: 'bit';
  /**
   * A step of a bisection from the bracket that it has found so far: towards one within 2^-p, by 64 halvings at most.
   * Throws LimitError where not even one is possible.
   */
  readonly narrow?: (node: Node, bracket: Bracket | undefined, p: number) => Bracket;
  /** About log2 |result|: relative to it the pilot chooses its precision. */
  readonly magnitude: (node: Node, operands: readonly Ball[]) => number;
}
