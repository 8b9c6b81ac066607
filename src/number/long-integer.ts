import { checkpoint } from './checkpoint.ts';
import { abs, bitLength, exceeds } from './integer.ts';

/** V8 multiplies numbers of so many bits in 30 to 50 ms (measured), in which nobody can ask it to stop. */
const PIECE_BITS = 3 * 2 ** 20;
const PIECE_SHIFT = BigInt(PIECE_BITS);

/** x · y, with checkpoints where that takes long. */
export const multiply = (x: bigint, y: bigint): bigint =>
  exceeds(x, PIECE_SHIFT) || exceeds(y, PIECE_SHIFT) ? multiplyPieces(x, y, PIECE_BITS) : x * y;

/** x^n for a whole n ≥ 0, with checkpoints where that takes long. */
export const power = (x: bigint, n: number): bigint => powerOfPieces(x, n, PIECE_BITS);

/**
 * `multiply` with a chosen length of pieces, which the tests lower.
 *
 * Method: Karatsuba's. V8's own is better for such lengths, so to be stopped has its price: twice the time at 8 megabits, three
 * times at 16, and half as much again whenever the length doubles.
 */
export const multiplyPieces = (x: bigint, y: bigint, pieceBits: number): bigint => {
  if (x < 0n !== y < 0n) return -multiplyPieces(abs(x), abs(y), pieceBits);
  return x < 0n ? parts(-x, -y, pieceBits) : parts(x, y, pieceBits);
};

const parts = (x: bigint, y: bigint, pieceBits: number): bigint => {
  const bits = Math.max(bitLength(x), bitLength(y));
  if (bits <= pieceBits) return x * y;
  const half = Math.ceil(bits / 2);
  const split = BigInt(half);
  const [x1, x0] = [x >> split, BigInt.asUintN(half, x)];
  const [y1, y0] = [y >> split, BigInt.asUintN(half, y)];
  const low = parts(x0, y0, pieceBits);
  checkpoint();
  if (x1 === 0n) return low + (parts(x0, y1, pieceBits) << split);
  if (y1 === 0n) return low + (parts(x1, y0, pieceBits) << split);
  const high = parts(x1, y1, pieceBits);
  checkpoint();
  // (x0 + x1)(y0 + y1) = x0 y0 + x1 y1 + what stands in the middle.
  const middle = parts(x0 + x1, y0 + y1, pieceBits) - low - high;
  checkpoint();
  const lower = low + (middle << split);
  checkpoint();
  return lower + (high << BigInt(2 * half));
};

/** `power` likewise, by squaring from the leading bit on. */
export const powerOfPieces = (x: bigint, n: number, pieceBits: number): bigint => {
  if (bitLength(x) * n <= pieceBits) return x ** BigInt(n);
  const root = powerOfPieces(x, Math.floor(n / 2), pieceBits);
  const square = multiplyPieces(root, root, pieceBits);
  return n % 2 === 0 ? square : multiplyPieces(square, x, pieceBits);
};
