import type { Form } from './ast.ts';
import type { RealError, Span } from './errors.ts';

export type RoundingMode = 'nearest' | 'down' | 'up' | 'floor' | 'ceil';

/** How many digits are wanted. */
export type Precision =
  | { readonly kind: 'digits' | 'places' | 'bits'; readonly count: number }
  /** At most num / den away from the value. */
  | { readonly kind: 'tol'; readonly num: bigint; readonly den: bigint };

/** How an answer is to be written. */
export interface Format {
  readonly precision: Precision;
  /** Whether the user asked for this precision (by @, a flag, a setting) or it is the default. */
  readonly asked: boolean;
  readonly form: Form;
  readonly base: number;
  readonly round: RoundingMode;
  /** Inserted between groups of three digits; '' for none. */
  readonly group: string;
}

/** What one refiner did in an evaluation. */
export interface RefinerStats {
  readonly id: number;
  readonly node: string;
  readonly steps: number;
  readonly wasted: number;
  /** Bits after the binary point that are certain; null for an exact value. */
  readonly bits: number | null;
  readonly demand: number | null;
  /** Bits reached beyond the demand. */
  readonly overshoot: number;
  readonly ms: number;
  readonly wastedMs: number;
  /** The thread of its last step; 0 is the calling one. */
  readonly thread: number;
}

export interface Stats {
  readonly chosen: string;
  readonly threads: number;
  readonly steps: number;
  readonly wastedSteps: number;
  /** How long refiners were stepped, on all threads together. */
  readonly busyMs: number;
  /** Of that, what was wasted; a step that was abandoned counts until the answer was there, even if its thread went on. */
  readonly wastedMs: number;
  /** The part of the busy time that was wasted, from 0 to 1. */
  readonly wastedShare: number;
  /** Bits that refiners reached beyond their demands, together. */
  readonly overshootBits: number;
  readonly parked: number;
  readonly refiners: readonly RefinerStats[];
}

/** What one refiner is doing at the moment. Bits are significant bits, counted from the number's magnitude. */
export interface RefinerProgress {
  readonly id: number;
  /** What it is: `sqrt`, `pi`, `root#3`. */
  readonly node: string;
  /** 0 is the calling thread. */
  readonly thread: number;
  readonly bits: number;
  /** Null where nothing is asked of it. */
  readonly demand: number | null;
  readonly steps: number;
  readonly wasted: number;
  /** Bits beyond what is demanded. */
  readonly overshoot: number;
  /** How long it has been stepped, without the step under way, and how much of that was wasted. */
  readonly ms: number;
  readonly wastedMs: number;
  readonly state: 'waiting' | 'running' | 'done' | 'exact' | 'parked' | 'failed';
  /** How much of the step under way is predicted to be done, from 0 to 1; 0 between steps. */
  readonly expected: number;
}

/** Long work that is no refiner's: an operation on what they have found, or the writing of digits. */
interface Activity {
  readonly name: string;
  /** How long it has been going on, in milliseconds. */
  readonly ms: number;
}

/** What an evaluation that takes long is doing. */
export interface Progress {
  readonly elapsedMs: number;
  /** Refiner steps so far, those under way included. */
  readonly steps: number;
  readonly wastedSteps: number;
  /** The operation of a step under way; null between steps. */
  readonly refiner: string | null;
  /** The refiners of the run under way; none are listed while everything is computed on the calling thread. */
  readonly refiners: readonly RefinerProgress[];
  /** How many there are besides: of hundreds, only those are listed that have something to do. */
  readonly unlisted: number;
  readonly activity: Activity | null;
  /** An estimate of what remains, in milliseconds; null where there is none. */
  readonly remainingMs: number | null;
  /** The digits that are already certain, such as `3.14159`; null before there are any. */
  readonly certain: string | null;
}

/** What of exactness a reason rests on. */
export type Rule = 'structure' | 'rational arithmetic' | 'enclosure';

/** Why something is known of a number. */
export interface Reason {
  /** What is known, and of which number: `sin(pi) = 0`, `pi - 22/7 < 0`. */
  readonly claim: string;
  readonly rule: Rule;
  /** The identity that was used. */
  readonly by: string | null;
  /** The accuracy of the enclosure that decided, in bits after the binary point; null where none did, or it is exact. */
  readonly bits: number | null;
}

/** Where the time of an evaluation went, in milliseconds. */
export interface Times {
  /** Simplifying and deciding what has to be decided, without the steps of refiners that this asked for. */
  readonly resolvingMs: number;
  /** Waiting for refiners and combining what they answered. */
  readonly refiningMs: number;
  readonly writingMs: number;
}

/** A number, written as asked. */
export interface Answer {
  readonly kind: 'answer';
  /** The text that was asked for: digits, a fraction, an interval. */
  readonly value: string;
  readonly form: Form;
  readonly numberKind: 'rational' | 'algebraic' | 'real';
  /** p/q where the value is proved rational and of moderate size. */
  readonly exact: string | null;
  /** Bounds of the value, rounded outward. */
  readonly lo: string;
  readonly hi: string;
  readonly errorBound: string;
  readonly rounding: 'exact' | 'faithful' | RoundingMode;
  readonly digits: number;
  readonly bits: number;
  readonly base: number;
  readonly strategy: string;
  readonly elapsedMs: number;
  readonly stats: Stats;
  readonly why: readonly Reason[] | null;
  readonly warnings: readonly string[];
  /** What a command was to say beside it. */
  readonly note?: string;
}

/** A relation that was decided. */
export interface Truth {
  readonly kind: 'truth';
  readonly value: boolean;
  readonly strategy: string;
  readonly elapsedMs: number;
  readonly stats: Stats;
  readonly why: readonly Reason[] | null;
  readonly warnings: readonly string[];
  /** What a command was to say beside it. */
  readonly note?: string;
}

/** A definition that was made. */
export interface Defined {
  readonly kind: 'defined';
  readonly name: string;
}

/** What a command has to say; `action` asks the front end for what only it can do. */
export interface Message {
  readonly kind: 'message';
  readonly text: string;
  /** Whether it is to be read, its lines broken where the window ends. */
  readonly isProse?: boolean;
  readonly action?: 'quit' | 'clear' | 'copy' | 'save' | 'load';
  /** What to copy, or to save. */
  readonly content?: string;
  /** The file to save in, or to load. */
  readonly path?: string;
  /** Where in the statement that is asked for. */
  readonly span?: Span;
}

export interface Failure {
  readonly kind: 'failure';
  readonly error: RealError;
}

/** What one statement came to; a front end formats it. */
export type Outcome = Answer | Truth | Defined | Message | Failure | { readonly kind: 'nothing' };
