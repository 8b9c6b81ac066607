import type { MessagePort } from 'node:worker_threads';
import type { Rendered, Rendering } from '../digits/render.ts';
import type { WireError } from '../errors.ts';
import type { Ball } from '../number/ball.ts';
import type { Order, Reply, Resident, Rules } from './host.ts';
import type { Peer } from './peers.ts';

/** The rules of a run as they travel: functions cannot, so the strategy goes by its name. */
export type WireRules = Omit<Rules, 'strategy'> & { readonly strategy: string };

/**
 * What the coordinator sends to a worker; worker and coordinator count these messages from 1 on. Every run has a number,
 * so that what comes too late is known as such.
 */
export type Numbered =
  | {
      readonly kind: 'begin';
      readonly run: number;
      readonly board: SharedArrayBuffer;
      readonly rules: WireRules;
      readonly residents: readonly Resident[];
    }
  | { readonly kind: 'orders'; readonly orders: readonly Order[] }
  | { readonly kind: 'feed'; readonly refiner: number; readonly operands: readonly Ball[] }
  | { readonly kind: 'wake' }
  | { readonly kind: 'render'; readonly ticket: number; readonly rendering: Rendering }
  /** All constants are to be forgotten, for so many times by now. */
  | { readonly kind: 'forget'; readonly forgettings: number };

/** All that a worker is sent: that another worker has come does not count. */
export type ToWorker = Numbered | { readonly kind: 'peer'; readonly peer: Peer };

/** What a worker sends back; `idle` says that it had nothing to do once it had read so many messages. */
export type FromWorker =
  | { readonly kind: 'replies'; readonly run: number; readonly replies: readonly Reply[] }
  | { readonly kind: 'rendered'; readonly ticket: number; readonly result: Rendered }
  | { readonly kind: 'unrendered'; readonly ticket: number; readonly error: WireError }
  | { readonly kind: 'idle'; readonly read: number };

/** What a worker is started with. */
export interface Service {
  /** The worker's end of the channel to the coordinator. */
  readonly port: MessagePort;
  readonly bells: SharedArrayBuffer;
  /** The number of its bell, from 1 on. */
  readonly thread: number;
  /** How many messages those that had this number before it were sent: its own go on from there. */
  readonly read: number;
  /** The workers that are there already. */
  readonly peers: readonly Peer[];
}
