import { Worker } from 'node:worker_threads';
import { buildSync } from 'esbuild';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bellsOver, boardOver, createBells, createBoard } from '../../src/run/board.ts';

describe('a board', () => {
  it('keeps what is set, rounded up, infinities too, for every thread that has its buffer', () => {
    const bits = fc.oneof(
      fc.constantFrom(Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY),
      fc.double({ min: -(2 ** 31) + 2, max: 2 ** 31 - 2, noNaN: true }),
    );
    fc.assert(
      fc.property(fc.array(bits, { minLength: 9, maxLength: 9 }), (values) => {
        const board = createBoard(3);
        const fields = ['cap', 'demand', 'reached'] as const;
        for (const [i, value] of values.entries()) board.set(i % 3, fields[Math.floor(i / 3)] ?? 'cap', value);
        const same = boardOver(board.buffer);
        for (const [i, value] of values.entries()) {
          expect(same.get(i % 3, fields[Math.floor(i / 3)] ?? 'cap') - Math.ceil(value) || 0).toBe(0);
        }
        expect(same.made).toBe(board.made);
      }),
    );
  });

  it('knows of nothing and asks for nothing at first', () => {
    const board = createBoard(2);
    for (const field of ['cap', 'demand', 'reached'] as const)
      expect(board.get(1, field)).toBe(Number.NEGATIVE_INFINITY);
    for (const field of ['steps', 'wasted', 'micros', 'taken'] as const) expect(board.get(1, field)).toBe(0);
    expect([board.isStopped(), board.state(1)]).toEqual([false, 'waiting']);
  });

  it('says stop and the target to all', () => {
    const board = createBoard(1);
    const same = boardOver(board.buffer);
    board.setTarget(77.2);
    expect(same.target()).toBe(78);
    expect(same.isStopped()).toBe(false);
    board.stop();
    expect(same.isStopped()).toBe(true);
  });

  it('counts a step as wasted that begins where the demand is met', () => {
    const board = createBoard(2);
    board.set(1, 'demand', 100);
    for (const [reached, wasted] of [
      [99, 0],
      [100, 1],
      [300, 2],
    ] as const) {
      board.set(1, 'reached', reached);
      board.begin(1, 2);
      expect(board.state(1)).toBe('running');
      board.end(1, 1.5);
      expect(board.get(1, 'wasted')).toBe(wasted);
      expect(board.wastedMs(1)).toBe(1.5 * wasted);
    }
    expect([board.get(1, 'steps'), board.busyMs(1), board.get(1, 'thread'), board.state(1)]).toEqual([
      3,
      4.5,
      2,
      'waiting',
    ]);
    expect(board.get(0, 'steps')).toBe(0);
  });

  it('counts weeks of time, and of a thread that is ended what it was at', () => {
    const board = createBoard(3);
    for (let step = 0; step < 3; step += 1) {
      board.begin(2, 1);
      board.end(2, 5e8 + 0.25);
    }
    expect(board.busyMs(2)).toBe(15e8 + 0.75);
    for (const [refiner, thread] of [
      [0, 1],
      [1, 2],
    ] as const) {
      board.begin(refiner, thread);
    }
    board.leave(1);
    expect([board.state(0), board.state(1), board.get(0, 'steps')]).toEqual(['waiting', 'running', 1]);
    expect(board.busyMs(0)).toBeLessThan(1000);
  });

  it('has as many places as refiners, gives no more than are left, and tells when there was none', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 5 }), fc.array(fc.boolean(), { maxLength: 40 }), (refiners, takes) => {
        const board = createBoard(refiners);
        const held: number[] = [];
        for (const [i, take] of takes.entries()) {
          const refiner = i % refiners;
          if (take) {
            expect(board.takePlace(refiner)).toBe(held.length < refiners);
            if (held.length < refiners) held.push(refiner);
          } else if (held.length > 0) {
            const wasFull = held.length === refiners;
            expect(board.givePlace(held.pop() ?? 0)).toBe(wasFull);
          }
          for (let each = 0; each < refiners; each += 1) {
            expect(board.get(each, 'taken')).toBe(held.filter((holder) => holder === each).length);
          }
        }
      }),
    );
  });

  it('gives every place once, however many threads want it', async () => {
    const bundle = buildSync({
      entryPoints: ['src/run/board.ts'],
      bundle: true,
      write: false,
      format: 'cjs',
      platform: 'node',
    });
    const board = createBoard(20_000);
    const code = `const exports = {}; const module = { exports };
${bundle.outputFiles[0]?.text}
const { workerData, parentPort } = require('node:worker_threads');
const board = module.exports.boardOver(workerData.buffer);
let taken = 0;
while (board.takePlace(workerData.refiner)) taken += 1;
parentPort.postMessage(taken);`;
    const taken = await Promise.all(
      [0, 1].map(async (refiner) => {
        const worker = new Worker(code, { eval: true, workerData: { buffer: board.buffer, refiner } });
        return await new Promise<number>((resolve, reject) => worker.once('message', resolve).once('error', reject));
      }),
    );
    expect((taken[0] ?? 0) + (taken[1] ?? 0)).toBe(20_000);
    expect([board.get(0, 'taken'), board.get(1, 'taken')]).toEqual(taken);
    expect(board.takePlace(0)).toBe(false);
  });
});

describe('bells', () => {
  it('ring for one thread, and are heard by who looks later', () => {
    const bells = createBells(2);
    const before = bells.heard(2);
    bells.ring(2);
    expect(bellsOver(bells.buffer).heard(2)).toBe(before + 1);
    expect(bells.heard(1)).toBe(0);
    // It has rung since, so this does not sleep.
    bells.listen(2, before);
  });

  it('let a thread that rests be claimed once, and never by itself', () => {
    const bells = createBells(3);
    expect(bells.claim(1)).toBeUndefined();
    bells.rest(2, true);
    bells.rest(1, true);
    expect(bells.claim(2)).toBe(1);
    expect(bells.claim(1)).toBe(2);
    expect(bells.claim(1)).toBeUndefined();
  });

  it('halt what was asked up to a message, and nothing that is asked later', () => {
    const bells = createBells(2);
    expect(bells.isHalted(1, 1)).toBe(false);
    bells.halt(1, 7);
    expect([1, 7, 8].map((message) => bells.isHalted(1, message))).toEqual([true, true, false]);
    expect(bells.isHalted(2, 1)).toBe(false);
  });

  it('abandon the tasks of a thread up to one, and all of them when it is replaced', () => {
    const bells = createBells(2);
    const life = bells.lives(1);
    bells.abandon(1, 3);
    expect([3, 4].map((task) => bells.isAbandoned(1, life, task))).toEqual([true, false]);
    bells.revive(1, 5);
    expect(bells.isAbandoned(1, life, 4)).toBe(true);
    expect(bells.isAbandoned(1, bells.lives(1), 1)).toBe(false);
    expect([5, 6].map((message) => bells.isHalted(1, message))).toEqual([true, false]);
  });
});
