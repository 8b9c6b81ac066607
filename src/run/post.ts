import type { MessagePort } from 'node:worker_threads';
import type { Rendering } from '../digits/render.ts';
import type { Node } from '../node.ts';
import type { Order, Resident } from './host.ts';

/** A worker that has been started, and how to have another one in its place. */
export interface Worker {
  readonly port: Pick<MessagePort, 'on' | 'postMessage' | 'ref' | 'unref'>;
  /** Ends the thread, whatever it is doing, and starts a new one with its number, after so many messages. */
  readonly replace: (sent: number) => Worker;
  /** Called when the thread has ended by itself. */
  onDeath: (error: unknown) => void;
}

/** What the coordinator knows of one worker. */
export interface Post {
  worker: Worker;
  readonly thread: number;
  /** How many messages were sent to it and to those that it replaced. */
  sent: number;
  /** How many it had read when it last had nothing to do. */
  read: number;
  /** How many of them it has read and done all that they asked for, or left it. */
  left: number;
  /** How many messages had been sent when the run was begun. */
  begun: number;
  /** How often it had to be replaced in this run since it last said something. */
  deaths: number;
  /** Whether it has ended and was not replaced. */
  isDown: boolean;
  /** What it was given and has not answered. */
  readonly orders: Map<number, Order>;
  readonly renderings: Map<number, Rendering>;
  residents: Map<number, Resident>;
  /** The residents that have been fed. */
  fed: Set<number>;
  /** Predicted milliseconds of its orders. */
  load: number;
}

export const createPost = (worker: Worker, thread: number): Post => ({
  worker,
  thread,
  sent: 0,
  read: 0,
  left: 0,
  begun: 0,
  deaths: 0,
  isDown: false,
  orders: new Map(),
  renderings: new Map(),
  residents: new Map(),
  fed: new Set(),
  load: 0,
});

/** Whether it has something to do, as far as is known here. */
export const isBusy = ({ sent, read }: Post): boolean => read < sent;

/** Whether it owes nothing. */
export const isIdle = ({ orders, renderings }: Post): boolean => orders.size === 0 && renderings.size === 0;

/** What a step needs of a node: its own parameters and the values of its operands, and not all that lies below. */
export const wireNode = (node: Node): Node => ({ ...node, args: node.args.map((arg) => ({ ...arg, args: [] })) });

export const wireResident = (resident: Resident): Resident => ({ ...resident, node: wireNode(resident.node) });
