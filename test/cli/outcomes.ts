import type { Answer, Stats } from '../../src/outcome.ts';

const STATS: Stats = {
  chosen: 'auto',
  threads: 1,
  steps: 41,
  wastedSteps: 3,
  busyMs: 4,
  wastedMs: 0.4,
  wastedShare: 0.1,
  overshootBits: 2,
  parked: 0,
  refiners: [
    {
      id: 0,
      node: 'sqrt',
      steps: 7,
      wasted: 1,
      bits: 170,
      demand: 168,
      overshoot: 2,
      ms: 3.2,
      wastedMs: 0.1,
      thread: 0,
    },
  ],
};

/** An answer as a session would give it. */
export const answer = (changes: Partial<Answer> = {}): Answer => ({
  kind: 'answer',
  value: '1.41',
  form: 'decimal',
  numberKind: 'algebraic',
  exact: null,
  lo: '1.41',
  hi: '1.42',
  errorBound: '5e-3',
  rounding: 'nearest',
  digits: 3,
  bits: 20,
  base: 10,
  strategy: 'auto',
  elapsedMs: 12.1,
  stats: STATS,
  why: null,
  warnings: [],
  ...changes,
});
