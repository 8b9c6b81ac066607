import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Ball, Dyadic } from '../../src/number/ball.ts';
import * as ball from '../../src/number/ball.ts';
import * as extent from '../../src/number/extent.ts';
import * as rat from '../../src/number/rational.ts';
import {
  type Bracket,
  bracketOf,
  enclosureOf,
  exactRoot,
  halve,
  isWithin,
  openingBracket,
  type Probe,
} from '../../src/refine/bracket.ts';
import { dyadics, rationals } from '../support/arbitraries.ts';

const ends = ({ lo, width, exp }: Bracket): readonly [rat.Rational, rat.Rational] => [
  rat.fromDyadic({ mid: lo, exp }),
  rat.fromDyadic({ mid: lo + width, exp }),
];

const width = (bracket: Bracket): rat.Rational => {
  const [lo, hi] = ends(bracket);
  return rat.sub(hi, lo);
};

/** The sign of direction · (x − root), which is open where |x − root| is at most 2^-(level − blind). */
const probeFor =
  (root: rat.Rational, direction: -1 | 1, blind = 0): Probe =>
  (point, level) => {
    const distance = rat.sub(rat.fromDyadic(point), root);
    const size = { num: distance.num < 0n ? -distance.num : distance.num, den: distance.den };
    const threshold =
      level - blind >= 0
        ? { num: 1n, den: 1n << BigInt(level - blind) }
        : { num: 1n << BigInt(blind - level), den: 1n };
    if (rat.compare(size, threshold) <= 0) return undefined;
    return (rat.sign(distance) * direction) as -1 | 1;
  };

/** A root inside of a dyadic interval. */
const problems = fc
  .tuple(dyadics, dyadics, fc.integer({ min: 1, max: 999 }), fc.constantFrom(-1 as const, 1 as const))
  .filter(([x, y]) => extent.compare(x, y) !== 0)
  .map(([x, y, thousandths, direction]) => {
    const [lo, hi] = extent.compare(x, y) < 0 ? [x, y] : [y, x];
    const [low, high] = [rat.fromDyadic(lo), rat.fromDyadic(hi)];
    const root = rat.add(low, rat.mul(rat.sub(high, low), rat.rational(BigInt(thousandths), 1000n)));
    return { bracket: bracketOf(lo, hi, direction), root, direction };
  });

describe('a bracket', () => {
  it('holds the root at every step, shrinks by 3/8 at least, and keeps the signs at its ends', () => {
    fc.assert(
      fc.property(problems, fc.nat({ max: 700 }), ({ bracket, root, direction }, blind) => {
        const probe = probeFor(root, direction, blind);
        let known = bracket;
        for (let step = 0; step < 40; step += 1) {
          const next = halve(known, probe);
          if (next === undefined) return expect.fail('all signs stayed open');
          const [lo, hi] = ends(next);
          expect(rat.compare(lo, root)).toBeLessThan(0);
          expect(rat.compare(root, hi)).toBeLessThan(0);
          expect(rat.compare(width(next), rat.mul(width(known), rat.rational(5n, 8n)))).toBeLessThanOrEqual(0);
          expect(next.direction).toBe(direction);
          expect(halve(known, probe)).toEqual(next);
          known = next;
        }
      }),
      { numRuns: 200 },
    );
  });

  it('is halved where the middle has a sign, and ends there where that is 0', () => {
    const bracket = bracketOf({ mid: 0n, exp: 0 }, { mid: 3n, exp: 0 }, 1);
    expect(ends(halve(bracket, () => 1) as Bracket)).toEqual([rat.ZERO, rat.rational(3n, 2n)]);
    expect(ends(halve(bracket, () => -1) as Bracket)).toEqual([rat.rational(3n, 2n), rat.rational(3n)]);
    const found = halve(bracket, () => 0) as Bracket;
    expect(rat.fromDyadic(exactRoot(found) as Dyadic)).toEqual(rat.rational(3n, 2n));
    expect(isWithin(found, 1e9)).toBe(true);
    expect(ball.isExact(enclosureOf(found))).toBe(true);
  });

  it('goes to 3/8 and then to 5/8 where the middle does not tell, at one level before the next', () => {
    const tried: [number, number][] = [];
    const probe: Probe = ({ mid, exp }, level) => {
      tried.push([Number(mid) * 2 ** exp, level]);
      return tried.length < 5 ? undefined : 1;
    };
    const next = halve(bracketOf({ mid: 0n, exp: 0 }, { mid: 1n, exp: 0 }, 1), probe) as Bracket;
    const [[, level] = [0, 0]] = tried;
    expect(tried).toEqual([
      [0.5, level],
      [0.375, level],
      [0.625, level],
      [0.5, 2 * level],
      [0.375, 2 * level],
    ]);
    expect(ends(next)[1]).toEqual(rat.rational(3n, 8n));
    expect(next.margin).toBe(2 * level);
    expect(halve(next, () => undefined)).toBeUndefined();
  });

  it('is enclosed by a ball that is as narrow as is said', () => {
    fc.assert(
      fc.property(problems, fc.integer({ min: -300, max: 300 }), ({ bracket, root, direction }, p) => {
        let known: Bracket = bracket;
        while (!isWithin(known, p)) known = halve(known, probeFor(root, direction)) as Bracket;
        const enclosure = enclosureOf(known);
        expect(ball.accuracy(enclosure)).toBeGreaterThanOrEqual(p);
        expect(extent.overlaps(enclosure, rat.enclose(root, p + 64))).toBe(true);
      }),
      { numRuns: 100 },
    );
  });
});

describe('an opening bracket', () => {
  const spans = fc
    .tuple(rationals(40), rationals(40), fc.integer({ min: 1, max: 99 }), fc.constantFrom(-1 as const, 1 as const))
    .filter(([x, y]) => rat.compare(x, y) < 0);

  it('lies inside of the ends, with the root in it', () => {
    fc.assert(
      fc.property(spans, fc.boolean(), ([low, high, percent, direction], isTold) => {
        const root = rat.add(low, rat.mul(rat.sub(high, low), rat.rational(BigInt(percent), 100n)));
        const enclose = (bits: number): readonly [Ball, Ball] => [rat.enclose(low, bits), rat.enclose(high, bits)];
        const signs = isTold ? ([-direction as -1 | 1, direction] as const) : undefined;
        const opening = openingBracket(enclose, signs, probeFor(root, direction));
        if (opening === undefined) return expect.fail('no bracket was found');
        const [lo, hi] = ends(opening);
        expect(rat.compare(low, lo)).toBeLessThanOrEqual(0);
        expect(rat.compare(lo, root)).toBeLessThan(0);
        expect(rat.compare(root, hi)).toBeLessThan(0);
        expect(rat.compare(hi, high)).toBeLessThanOrEqual(0);
        expect(opening.direction).toBe(direction);
      }),
      { numRuns: 200 },
    );
  });

  it('is none where the signs do not differ or the ends are not known', () => {
    const [zero, one] = [ball.ZERO, ball.ONE];
    expect(
      openingBracket(
        () => [zero, one],
        undefined,
        () => 1,
      ),
    ).toBeUndefined();
    expect(
      openingBracket(
        () => [zero, one],
        undefined,
        () => undefined,
      ),
    ).toBeUndefined();
    expect(
      openingBracket(
        () => [ball.WHOLE, one],
        undefined,
        () => 1,
      ),
    ).toBeUndefined();
    expect(
      openingBracket(
        () => [one, zero],
        [-1, 1],
        () => 1,
      ),
    ).toBeUndefined();
  });
});
