import { fork, work } from '../number/fork.ts';
import { powerOfTwo } from '../number/integer.ts';

/** Factors that are worth another thread: their product takes 2 ms. */
export const LONG_BITS = 300_000;
const LONG = powerOfTwo(LONG_BITS);
const LONG_BELOW_ZERO = -LONG;

const isLong = (x: bigint): boolean => x > LONG || x < LONG_BELOW_ZERO;

const multiplication = work('multiplication', ([x, y]: readonly [bigint, bigint]) => x * y);

/** Begins x · y on another thread, if that pays, and gives what gives the product. */
export const product = (x: bigint, y: bigint): (() => bigint) =>
  isLong(x) && isLong(y) ? fork(multiplication, [x, y]) : () => x * y;
