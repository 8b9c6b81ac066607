/**
 * What threads share while they refine: numbers in a SharedArrayBuffer. This is the only place that touches Atomics.
 * Bits are significant bits; they fit in 32 bits, since no number may be longer than 2^30.
 */

/** Where a refiner stands. */
type State = 'waiting' | 'running' | 'parked' | 'failed';
const STATES: readonly State[] = ['waiting', 'running', 'parked', 'failed'];

/** The counters of one run. */
export interface Board {
  readonly buffer: SharedArrayBuffer;
  /** When it was made, by `clock`. */
  readonly made: number;
  /** Tells every thread to leave what it is doing. */
  readonly stop: () => void;
  readonly isStopped: () => boolean;
  /** Tells every thread to skip the steps that are ordered and not begun. */
  readonly skip: () => void;
  readonly isSkipping: () => boolean;
  readonly target: () => number;
  readonly setTarget: (bits: number) => void;
  /** Takes a place in the bounded channel, if there is one left. */
  readonly takePlace: () => boolean;
  /** Gives places back, and tells whether there was none left. */
  readonly givePlace: (count?: number) => boolean;
  /** Notes that a refiner begins a step on a thread, and whether it has what is demanded of it at the moment. */
  readonly begin: (refiner: number, thread: number) => void;
  readonly end: (refiner: number, ms: number) => void;
  /** Notes why a refiner steps no more. */
  readonly rest: (refiner: number, state: State) => void;
  readonly get: (refiner: number, field: Field) => number;
  readonly set: (refiner: number, field: 'cap' | 'demand' | 'reached', bits: number) => void;
  readonly state: (refiner: number) => State;
}

const FIELDS = ['cap', 'demand', 'reached', 'steps', 'wasted', 'state', 'thread', 'micros', 'began'] as const;
/** What there is of each refiner: `micros` is how long it has been stepped, `began` when its last step did, after the board was made. */
type Field = (typeof FIELDS)[number];
const PLACE = Object.fromEntries(FIELDS.map((field, i) => [field, i])) as Readonly<Record<Field, number>>;

/** The cells before those of the refiners; the first two hold the time at which the board was made. */
const [STOP, SKIP, TARGET, PLACES, HEADER] = [2, 3, 4, 5, 6] as const;

/** The least and the greatest 32-bit integer stand for minus and plus infinity. */
const [LEAST, MOST] = [-(2 ** 31), 2 ** 31 - 1] as const;
const toCell = (value: number): number => Math.max(LEAST, Math.min(MOST, Math.ceil(value)));
const fromCell = (cell: number): number =>
  cell === LEAST ? Number.NEGATIVE_INFINITY : cell === MOST ? Number.POSITIVE_INFINITY : cell;

/** The clock that all threads of a process share, in milliseconds; that of `performance` starts anew in each. */
export const clock = (): number => {
  const [seconds, nanoseconds] = process.hrtime();
  return 1000 * seconds + nanoseconds / 1e6;
};

/** A board for so many refiners, of which nothing is known and nothing is asked, and a channel with as many places. */
export const createBoard = (refiners: number): Board => {
  const buffer = new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT * (HEADER + FIELDS.length * refiners));
  new Float64Array(buffer, 0, 1)[0] = clock();
  const board = boardOver(buffer);
  for (let i = 0; i < refiners; i += 1) {
    for (const field of ['cap', 'demand', 'reached'] as const) board.set(i, field, Number.NEGATIVE_INFINITY);
  }
  board.givePlace(refiners);
  return board;
};

/** The board in a buffer that another thread made. */
export const boardOver = (buffer: SharedArrayBuffer): Board => {
  const made = new Float64Array(buffer, 0, 1)[0] ?? 0;
  const cells = new Int32Array(buffer);
  const at = (refiner: number, field: Field): number => HEADER + FIELDS.length * refiner + PLACE[field];
  const load = (refiner: number, field: Field): number => Atomics.load(cells, at(refiner, field));
  const store = (refiner: number, field: Field, cell: number): number => Atomics.store(cells, at(refiner, field), cell);
  const count = (refiner: number, field: Field, more: number): number => Atomics.add(cells, at(refiner, field), more);
  return {
    buffer,
    made,
    stop: () => {
      Atomics.store(cells, STOP, 1);
    },
    isStopped: () => Atomics.load(cells, STOP) === 1,
    skip: () => {
      Atomics.store(cells, SKIP, 1);
    },
    isSkipping: () => Atomics.load(cells, SKIP) === 1,
    target: () => fromCell(Atomics.load(cells, TARGET)),
    setTarget: (bits) => {
      Atomics.store(cells, TARGET, toCell(bits));
    },
    takePlace: () => {
      for (;;) {
        const places = Atomics.load(cells, PLACES);
        if (places <= 0) return false;
        if (Atomics.compareExchange(cells, PLACES, places, places - 1) === places) return true;
      }
    },
    givePlace: (more = 1) => Atomics.add(cells, PLACES, more) <= 0,
    begin: (refiner, thread) => {
      store(refiner, 'state', STATES.indexOf('running'));
      store(refiner, 'thread', thread);
      store(refiner, 'began', toCell(clock() - made));
      if (load(refiner, 'reached') >= load(refiner, 'demand')) count(refiner, 'wasted', 1);
    },
    end: (refiner, ms) => {
      count(refiner, 'steps', 1);
      count(refiner, 'micros', Math.round(1000 * ms));
      store(refiner, 'state', STATES.indexOf('waiting'));
    },
    rest: (refiner, state) => {
      store(refiner, 'state', STATES.indexOf(state));
    },
    get: (refiner, field) => fromCell(load(refiner, field)),
    set: (refiner, field, bits) => {
      store(refiner, field, toCell(bits));
    },
    state: (refiner) => STATES[load(refiner, 'state')] ?? 'waiting',
  };
};

/** How threads wake each other: a bell for each, which it listens to while it has nothing to do. */
export interface Bells {
  readonly buffer: SharedArrayBuffer;
  /** To be called when something was put where the thread looks. */
  readonly ring: (thread: number) => void;
  /** How often its bell has rung; to be read before the thread looks, and given to `listen` if it found nothing. */
  readonly heard: (thread: number) => number;
  /** Sleeps until the bell has rung more often than `heard`, or for so many milliseconds. */
  readonly listen: (thread: number, heard: number, ms?: number) => void;
  /** Says whether the thread has nothing to do. */
  readonly rest: (thread: number, rests: boolean) => void;
  /** Finds another thread that has nothing to do, and has it busy from now on. */
  readonly claim: (self: number) => number | undefined;
  /** Tells the thread to give up what it does, whatever it is, or takes that back. */
  readonly halt: (thread: number, halts: boolean) => void;
  readonly isHalted: (thread: number) => boolean;
  /** How often the thread has been replaced. */
  readonly lives: (thread: number) => number;
  readonly revive: (thread: number) => void;
}

/** The cells of each thread. */
const [BELL, RESTS, HALT, LIVES, CELLS] = [0, 1, 2, 3, 4] as const;

/** Bells for threads numbered from 1. */
export const createBells = (threads: number): Bells =>
  bellsOver(new SharedArrayBuffer(CELLS * Int32Array.BYTES_PER_ELEMENT * (threads + 1)));

/** The bells in a buffer that another thread made. */
export const bellsOver = (buffer: SharedArrayBuffer): Bells => {
  const cells = new Int32Array(buffer);
  const threads = cells.length / CELLS - 1;
  const load = (thread: number, cell: number): number => Atomics.load(cells, CELLS * thread + cell);
  const store = (thread: number, cell: number, value: number): number =>
    Atomics.store(cells, CELLS * thread + cell, value);
  return {
    buffer,
    ring: (thread) => {
      Atomics.add(cells, CELLS * thread + BELL, 1);
      Atomics.notify(cells, CELLS * thread + BELL);
    },
    heard: (thread) => load(thread, BELL),
    listen: (thread, heard, ms) => {
      Atomics.wait(cells, CELLS * thread + BELL, heard, ms);
    },
    rest: (thread, rests) => {
      store(thread, RESTS, rests ? 1 : 0);
    },
    claim: (self) => {
      for (let thread = 1; thread <= threads; thread += 1) {
        if (thread === self) continue;
        if (Atomics.compareExchange(cells, CELLS * thread + RESTS, 1, 0) === 1) return thread;
      }
      return undefined;
    },
    halt: (thread, halts) => {
      store(thread, HALT, halts ? 1 : 0);
    },
    isHalted: (thread) => load(thread, HALT) === 1,
    lives: (thread) => load(thread, LIVES),
    revive: (thread) => {
      store(thread, RESTS, 0);
      store(thread, HALT, 0);
      Atomics.add(cells, CELLS * thread + LIVES, 1);
    },
  };
};
