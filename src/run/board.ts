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
  /** The run is over: tells every thread to skip the steps that are ordered and not begun, and to leave the one that is. */
  readonly stop: () => void;
  readonly isStopped: () => boolean;
  readonly target: () => number;
  readonly setTarget: (bits: number) => void;
  /** Takes a place in the bounded channel for an answer of the refiner, if there is one left. */
  readonly takePlace: (refiner: number) => boolean;
  /** Gives places back that the refiner took, and tells whether there was none left. */
  readonly givePlace: (refiner: number, count?: number) => boolean;
  /** Notes that a refiner begins a step on a thread, and whether it has what is demanded of it at the moment. */
  readonly begin: (refiner: number, thread: number) => void;
  readonly end: (refiner: number, ms: number) => void;
  /** How many milliseconds it has been stepped, and how many of them were wasted. */
  readonly busyMs: (refiner: number) => number;
  readonly wastedMs: (refiner: number) => number;
  /** Notes that the thread was ended: what it was at ends now. */
  readonly leave: (thread: number) => void;
  /** Notes why a refiner steps no more. */
  readonly rest: (refiner: number, state: State) => void;
  readonly get: (refiner: number, field: Field) => number;
  readonly set: (refiner: number, field: 'cap' | 'demand' | 'reached', bits: number) => void;
  readonly state: (refiner: number) => State;
}

const FIELDS = [
  'cap',
  'demand',
  'reached',
  'steps',
  'wasted',
  'state',
  'thread',
  'millis',
  'micros',
  'wastedMillis',
  'wastedMicros',
  'isWaste',
  'began',
  'taken',
] as const;
/**
 * What there is of each refiner: `millis` and `micros` are together how long it has been stepped (microseconds alone would
 * fill a cell in half an hour), `wastedMillis` and `wastedMicros` how much of that was wasted, `isWaste` whether its last
 * step is, `began` when that did, after the board was made, and `taken` how many places of the channel it holds.
 */
type Field = (typeof FIELDS)[number];
const PLACE = Object.fromEntries(FIELDS.map((field, i) => [field, i])) as Readonly<Record<Field, number>>;

/** The cells before those of the refiners; the first two hold the time at which the board was made. */
const [STOP, TARGET, PLACES, HEADER] = [2, 3, 4, 5] as const;

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
  new Int32Array(buffer)[PLACES] = refiners;
  return board;
};

/** The board in a buffer that another thread made. */
export const boardOver = (buffer: SharedArrayBuffer): Board => {
  const made = new Float64Array(buffer, 0, 1)[0] ?? 0;
  const cells = new Int32Array(buffer);
  const refiners = (cells.length - HEADER) / FIELDS.length;
  const at = (refiner: number, field: Field): number => HEADER + FIELDS.length * refiner + PLACE[field];
  const load = (refiner: number, field: Field): number => Atomics.load(cells, at(refiner, field));
  const store = (refiner: number, field: Field, cell: number): number => Atomics.store(cells, at(refiner, field), cell);
  const count = (refiner: number, field: Field, more: number): number => Atomics.add(cells, at(refiner, field), more);
  /** Only the thread that steps a refiner spends its time, so that the two cells need not change together. */
  const spend = (refiner: number, millis: Field, micros: Field, ms: number): void => {
    const sum = load(refiner, micros) + Math.round(1000 * ms);
    count(refiner, millis, Math.floor(sum / 1000));
    store(refiner, micros, sum % 1000);
  };
  const end = (refiner: number, ms: number): void => {
    count(refiner, 'steps', 1);
    spend(refiner, 'millis', 'micros', ms);
    if (load(refiner, 'isWaste') === 1) spend(refiner, 'wastedMillis', 'wastedMicros', ms);
    store(refiner, 'state', STATES.indexOf('waiting'));
  };
  return {
    buffer,
    made,
    busyMs: (refiner) => load(refiner, 'millis') + load(refiner, 'micros') / 1000,
    wastedMs: (refiner) => load(refiner, 'wastedMillis') + load(refiner, 'wastedMicros') / 1000,
    stop: () => {
      Atomics.store(cells, STOP, 1);
    },
    isStopped: () => Atomics.load(cells, STOP) === 1,
    target: () => fromCell(Atomics.load(cells, TARGET)),
    setTarget: (bits) => {
      Atomics.store(cells, TARGET, toCell(bits));
    },
    takePlace: (refiner) => {
      // Counted first: of a thread that is ended here, a place too many comes back, and not one too few.
      count(refiner, 'taken', 1);
      for (;;) {
        const places = Atomics.load(cells, PLACES);
        if (places <= 0) break;
        if (Atomics.compareExchange(cells, PLACES, places, places - 1) === places) return true;
      }
      count(refiner, 'taken', -1);
      return false;
    },
    givePlace: (refiner, more = 1) => {
      count(refiner, 'taken', -more);
      return Atomics.add(cells, PLACES, more) <= 0;
    },
    begin: (refiner, thread) => {
      store(refiner, 'state', STATES.indexOf('running'));
      store(refiner, 'thread', thread);
      store(refiner, 'began', toCell(clock() - made));
      const isWaste = load(refiner, 'reached') >= load(refiner, 'demand') ? 1 : 0;
      store(refiner, 'isWaste', isWaste);
      count(refiner, 'wasted', isWaste);
    },
    end,
    leave: (thread) => {
      for (let refiner = 0; refiner < refiners; refiner += 1) {
        if (load(refiner, 'state') !== STATES.indexOf('running') || load(refiner, 'thread') !== thread) continue;
        end(refiner, Math.max(0, clock() - made - load(refiner, 'began')));
      }
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
  /** Tells the thread to give up what its messages asked of it, up to the one with this number. */
  readonly halt: (thread: number, message: number) => void;
  /** Whether it has to give up what the message with this number asked of it. */
  readonly isHalted: (thread: number, message: number) => boolean;
  /** Tells who does tasks for the thread to give them up, up to the one with this number. */
  readonly abandon: (thread: number, task: number) => void;
  /** Whether nobody waits for this task of the thread in this life any more. */
  readonly isAbandoned: (thread: number, life: number, task: number) => boolean;
  /** Wakes all other threads. */
  readonly ringAll: (self: number) => void;
  /**
   * Makes the thread the one that computes a constant, at a precision, unless another one that is alive does so; tells who
   * it is and at which precision.
   */
  readonly hold: (constant: number, self: number, wp: number) => { readonly thread: number; readonly wp: number };
  /** The constant is computed. */
  readonly release: (constant: number) => void;
  /** How often the thread has been replaced. */
  readonly lives: (thread: number) => number;
  /** Notes that the thread has been replaced, after so many messages. */
  readonly revive: (thread: number, messages: number) => void;
}

/** The cells of each thread. */
const [BELL, RESTS, HALT, LIVES, ABANDONED, CELLS] = [0, 1, 2, 3, 4, 5] as const;

/** The cells of each constant, of which there are at most so many: which thread computes it, in which life; the precision. */
const [HOLDER, PRECISION, CONSTANT_CELLS, CONSTANTS] = [0, 1, 2, 64] as const;
/** A thread and its life make one number, so that they change together. */
const MAX_THREADS = 2 ** 12;

/** Bells for threads numbered from 1. */
export const createBells = (threads: number): Bells =>
  bellsOver(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT * (CONSTANT_CELLS * CONSTANTS + CELLS * (threads + 1))));

/** The bells in a buffer that another thread made. */
export const bellsOver = (buffer: SharedArrayBuffer): Bells => {
  const constants = new Int32Array(buffer, 0, CONSTANT_CELLS * CONSTANTS);
  const cells = new Int32Array(buffer, constants.byteLength);
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
    ringAll: (self) => {
      for (let thread = 1; thread <= threads; thread += 1) {
        if (thread === self) continue;
        Atomics.add(cells, CELLS * thread + BELL, 1);
        Atomics.notify(cells, CELLS * thread + BELL);
      }
    },
    hold: (constant, self, wp) => {
      const at = CONSTANT_CELLS * constant;
      for (;;) {
        const holder = Atomics.load(constants, at + HOLDER);
        const thread = holder % MAX_THREADS;
        const isAlive = holder !== 0 && load(thread, LIVES) === Math.floor(holder / MAX_THREADS);
        if (isAlive) return { thread, wp: Atomics.load(constants, at + PRECISION) };
        const own = self + MAX_THREADS * load(self, LIVES);
        if (Atomics.compareExchange(constants, at + HOLDER, holder, own) !== holder) continue;
        Atomics.store(constants, at + PRECISION, wp);
        return { thread: self, wp };
      }
    },
    release: (constant) => {
      Atomics.store(constants, CONSTANT_CELLS * constant + HOLDER, 0);
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
    halt: (thread, message) => {
      store(thread, HALT, message);
    },
    isHalted: (thread, message) => message <= load(thread, HALT),
    abandon: (thread, task) => {
      store(thread, ABANDONED, task);
    },
    isAbandoned: (thread, life, task) => load(thread, LIVES) !== life || task <= load(thread, ABANDONED),
    lives: (thread) => load(thread, LIVES),
    revive: (thread, messages) => {
      store(thread, RESTS, 0);
      store(thread, HALT, messages);
      store(thread, ABANDONED, 0);
      Atomics.add(cells, CELLS * thread + LIVES, 1);
    },
  };
};
