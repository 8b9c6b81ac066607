import { fork, work } from '../number/fork.ts';
import { exceeds } from '../number/integer.ts';

/** Factors that are worth another thread: their product takes 2 ms. */
export const LONG_BITS = 300_000;
const SHIFT = BigInt(LONG_BITS);

/** To compare with a power would take its memory at every start. */
const isLong = (x: bigint): boolean => exceeds(x, SHIFT);

const multiplication = work('multiplication', ([x, y]: readonly [bigint, bigint]) => x * y);

/** Begins x · y on another thread, if that pays, and gives what gives the product. */
export const product = (x: bigint, y: bigint): (() => bigint) =>
  isLong(x) && isLong(y) ? fork(multiplication, [x, y]) : () => x * y;
