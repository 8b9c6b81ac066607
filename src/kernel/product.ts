import { fork, work } from '../number/fork.ts';

/** Factors that are worth another thread: their product takes 2 ms. */
export const LONG_BITS = 300_000;
const SHIFT = BigInt(LONG_BITS);

/** A shorter number is shifted out at once, to 0 or −1; to compare with a power would take its memory at every start. */
const isLong = (x: bigint): boolean => {
  const rest = x >> SHIFT;
  return rest !== 0n && rest !== -1n;
};

const multiplication = work('multiplication', ([x, y]: readonly [bigint, bigint]) => x * y);

/** Begins x · y on another thread, if that pays, and gives what gives the product. */
export const product = (x: bigint, y: bigint): (() => bigint) =>
  isLong(x) && isLong(y) ? fork(multiplication, [x, y]) : () => x * y;
