import type { Node } from '../node.ts';

/** Predicted milliseconds of one step of an operation to so many significant bits. */
export const cost = ({ op }: Pick<Node, 'op'>, bits: number): number =>
  (op === 'add' ? 1e-7 : 1e-6) * Math.max(64, bits) ** 1.3;

/** Predicted milliseconds of writing so many bits in decimal. */
export const decimalCost = (bits: number): number => 4e-6 * bits ** 1.2;
