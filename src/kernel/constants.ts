import { apery as computeApery } from './apery.ts';
import { cached } from './cache.ts';
import { catalan as computeCatalan } from './catalan.ts';
import { e as computeE } from './e.ts';
import { eulerGamma as computeEulerGamma } from './euler-gamma.ts';
import { dropBits, type Fixed } from './fixed.ts';
import { logPrimes } from './machin-constants.ts';

export { pi } from './pi.ts';

/** A constant at precision wp, with an error of at most 4 ulps; the widest value so far is kept. */
type Constant = (wp: number) => Fixed;

const remembered = (compute: Constant): Constant => cached(compute, dropBits).at;

export const e: Constant = remembered(computeE);
/** γ = 0.577…, the limit of H_n − ln n. */
export const eulerGamma: Constant = remembered((wp) => computeEulerGamma(wp, logPrimes));
/** G = 0.915…, the alternating sum of 1 / (2k + 1)². */
export const catalan: Constant = remembered(computeCatalan);
/** ζ(3) = 1.202…, the sum of 1 / k³. */
export const apery: Constant = remembered(computeApery);
