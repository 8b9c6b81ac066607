import { afterEach, describe, expect, test } from 'vitest';
import { computeApery } from '../../src/kernel/apery.ts';
import { atan } from '../../src/kernel/atan.ts';
import { computeCatalan } from '../../src/kernel/catalan.ts';
import { computeE } from '../../src/kernel/e.ts';
import { computeEulerGamma } from '../../src/kernel/euler-gamma.ts';
import { exp } from '../../src/kernel/exp.ts';
import { inverseArctangent } from '../../src/kernel/inverse-arctangent.ts';
import { ln } from '../../src/kernel/ln.ts';
import { ANGLE_FORMULAS, LOG_FORMULAS, type MachinFormula } from '../../src/kernel/machin.ts';
import { evaluateFormula, logPrimes } from '../../src/kernel/machin-constants.ts';
import { computePi } from '../../src/kernel/pi.ts';
import { rationalSeries } from '../../src/kernel/rational-series.ts';
import { sinCos } from '../../src/kernel/sin-cos.ts';
import type { Dyadic } from '../../src/number/ball.ts';
import { setCheckpoint } from '../../src/number/checkpoint.ts';
import { setFork } from '../../src/number/fork.ts';
import { OFFERS } from '../support/offers.ts';

// Without these at hand the first exponentials and logarithms are reduced by fewer of them.
logPrimes(13, 170_000);

afterEach(() => {
  setFork(() => undefined);
  setCheckpoint(() => {});
});

/** Near 1 / 53, which no small primes make. */
const DENSE: Dyadic = { mid: (1n << 160_000n) / 53n, exp: -160_000 };

/** Computations long enough to be split, and the works that they may hand over. */
const COMPUTATIONS: Record<string, readonly [compute: () => unknown, works: readonly string[]]> = {
  pi: [() => computePi(400_000), ['pi, rounded', 'rounded factors', 'square root in pi']],
  e: [() => computeE(700_000), ['factorial series', 'multiplication']],
  'zeta(3)': [() => computeApery(350_000), ['apery, exact', 'apery, rounded']],
  catalan: [() => computeCatalan(60_000), ['catalan, rounded']],
  eulergamma: [() => computeEulerGamma(40_000), ['bessel', 'correction in gamma, rounded']],
  logarithms: [
    () => evaluateFormula(LOG_FORMULAS[1] as MachinFormula, true, 250_000),
    ['inverse arctangent', 'inverse arctangent, part'],
  ],
  angles: [() => evaluateFormula(ANGLE_FORMULAS[1] as MachinFormula, false, 100_000), ['inverse arctangent']],
  'a long arctangent': [() => inverseArctangent(26, true, 400_000), ['inverse arctangent, part']],
  'a factorial series': [
    () => rationalSeries(5n, 12n, 60_000, 'oddFactorial'),
    ['multiplication', 'rational series, part'],
  ],
  'a geometric series': [() => rationalSeries(-5n, 12n, 60_000, 'odd'), ['multiplication', 'rational series, part']],
  exp: [() => exp(DENSE, 160_000), ['powers']],
  ln: [() => ln(DENSE, 160_000), ['powers']],
  'sin and cos': [() => sinCos(DENSE, 160_000), ['powers']],
  atan: [() => atan(DENSE, 160_000), ['powers']],
};

describe.each(Object.entries(COMPUTATIONS))('%s', (_, [compute, works]) => {
  const alone = compute();

  test.each(Object.keys(OFFERS))(
    'is bit for bit the same where other threads take tasks: %s',
    (name) => {
      const offer = OFFERS[name]?.(1) ?? (() => undefined);
      const offered = new Set<string>();
      setFork((task) => {
        offered.add(task.name);
        return offer(task);
      });
      expect(compute()).toEqual(alone);
      expect([...offered]).toEqual(expect.arrayContaining([...works]));
    },
    60_000,
  );

  test('an interruption of a join passes through', () => {
    setFork(() => () => {
      throw new Error('stop');
    });
    expect(compute).toThrow('stop');
  });
});

test('the last blocks of a long series of several columns are joined beside each other', () => {
  const alone = computeEulerGamma(301_000);
  const offered = new Set<string>();
  setFork((task) => {
    offered.add(task.name);
    return OFFERS['at join']?.(1)(task);
  });
  expect(computeEulerGamma(301_000)).toEqual(alone);
  expect(offered).toContain('bessel, joined without v');
}, 60_000);
