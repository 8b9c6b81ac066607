import fc from 'fast-check';
import stringWidth from 'string-width';
import { describe, expect, test } from 'vitest';
import { PLAIN } from '../../src/cli/style.ts';
import type { Progress, RefinerProgress } from '../../src/outcome.ts';
import { evaluationRows } from '../../src/repl/evaluation.ts';

const refiner = (changes: Partial<RefinerProgress> = {}): RefinerProgress => ({
  id: 0,
  node: 'sqrt',
  thread: 1,
  bits: 500,
  demand: 1000,
  steps: 7,
  wasted: 1,
  overshoot: 0,
  ms: 30,
  wastedMs: 2,
  state: 'running',
  expected: 0,
  ...changes,
});

const progress = (changes: Partial<Progress> = {}): Progress => ({
  elapsedMs: 2000,
  steps: 41,
  wastedSteps: 3,
  refiner: null,
  refiners: [
    refiner(),
    refiner({ id: 1, node: 'pi', thread: 0, bits: 1234, demand: null, steps: 1, wasted: 0, state: 'done' }),
  ],
  unlisted: 0,
  activity: null,
  remainingMs: 3000,
  certain: '3.14',
  ...changes,
});

const rows = (of: Progress | null, columns = 80, height = 20, waiting = 0): readonly string[] =>
  evaluationRows({ elapsedMs: 2345, progress: of, waiting }, columns, height, PLAIN);

describe('an evaluation on the screen', () => {
  test('has a row for each refiner, the certain digits and a total', () => {
    expect(rows(progress())).toEqual([
      '  sqrt  t1    ██████████░░░░░░░░░░  500 / 1,000 bits  7 steps  1 wasted  running',
      '  pi    here                              1,234 bits  1 step   0 wasted  done'.replace(
        '1 step   0',
        ' 1 step  0',
      ),
      '  3.14…',
      '  2.3 s · 41 steps, 3 wasted · about 2.7 s left · Ctrl-C stops',
    ]);
  });

  test('has only a total before anything is known', () => {
    expect(rows(null)).toEqual(['  2.3 s · Ctrl-C stops']);
    expect(rows(progress({ refiners: [], refiner: 'ln', certain: null, remainingMs: null }), 80, 20, 1)).toEqual([
      '  2.3 s · 41 steps, 3 wasted · ln · 1 line waiting · Ctrl-C stops',
    ]);
  });

  test('marks in a bar what a step is predicted to have found, and what is found beyond what is wanted', () => {
    const shown = (changes: Partial<RefinerProgress>): string | undefined =>
      /[█▉▊▋▌▍▎▏▒░+]{20}/.exec(rows(progress({ refiners: [refiner(changes)] }))[0] ?? '')?.[0];
    expect(shown({ bits: 125, expected: 0.5 })).toBe('██▒▒▒▒▒▒▒▒▒░░░░░░░░░');
    expect(shown({ bits: 500, expected: 0.01 })).toBe('██████████░░░░░░░░░░');
    expect(shown({ bits: 4000 })).toBe('█████+++++++++++++++');
    expect(shown({ bits: 1001 })).toBe('████████████████████');
  });

  test('says what else is going on, and lets what remains grow less between reports', () => {
    const total = (changes: Partial<Progress>, elapsedMs: number): string | undefined =>
      evaluationRows({ elapsedMs, progress: progress(changes), waiting: 0 }, 80, 20, PLAIN).at(-1);
    expect(total({ activity: { name: 'multiplying', ms: 1000 } }, 2500)).toBe(
      '  2.5 s · 41 steps, 3 wasted · multiplying for 1.5 s · Ctrl-C stops',
    );
    expect(total({}, 4000)).toMatch(/about 1\.0 s left/);
    expect(total({}, 5000)).not.toMatch(/left/);
  });

  test('shows first what is at work where there is no room for all', () => {
    const many = Array.from({ length: 9 }, (_, id) =>
      refiner({ id, node: `r${id}`, state: id < 4 ? 'done' : id > 6 ? 'running' : 'waiting' }),
    );
    const shown = rows(progress({ refiners: many }), 80, 6);
    expect(shown.map((row) => row.trim().split(' ')[0])).toEqual(['r4', 'r7', 'r8', '+6', '3.14…', '2.3']);
    expect(shown[3]).toBe('  +6 more');
    expect(rows(progress({ refiners: many, unlisted: 2000 }), 80, 6)[3]).toBe('  +2,006 more');
  });

  test('counts the digits that do not fit', () => {
    expect(rows(progress({ refiners: [], certain: `3.${'1'.repeat(5000)}` }), 40)[0]).toMatch(
      /^ {2}3\.1+… \(5,001 digits\)$/,
    );
  });

  test('never takes more rows or columns than there are', () => {
    const someRefiner = fc.record({
      id: fc.nat(99),
      node: fc.constantFrom('sqrt', 'root#123', 'aVeryLongNameOfAFunctionOfTheUser', '漢'),
      thread: fc.nat(8),
      bits: fc.nat(),
      demand: fc.option(fc.nat()),
      steps: fc.nat(),
      wasted: fc.nat(),
      expected: fc.double({ min: 0, max: 1, noNaN: true }),
      state: fc.constantFrom('waiting', 'running', 'done', 'exact', 'parked', 'failed'),
    }) as fc.Arbitrary<RefinerProgress>;
    const some = fc.record({
      refiners: fc.array(someRefiner, { maxLength: 30 }),
      unlisted: fc.nat(),
      certain: fc.option(fc.constantFrom('3', '3.14', `-0.${'7'.repeat(300)}`)),
      remainingMs: fc.option(fc.nat()),
    });
    fc.assert(
      fc.property(some, fc.integer({ min: 10, max: 140 }), fc.nat(30), (changes, columns, height) => {
        const shown = rows(progress(changes), columns, height);
        expect(shown.length).toBeLessThanOrEqual(height);
        for (const row of shown) expect(stringWidth(row)).toBeLessThanOrEqual(columns);
      }),
    );
  });
});
