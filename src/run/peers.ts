import { type MessagePort, receiveMessageOnPort } from 'node:worker_threads';
import { CancelledError } from '../errors.ts';
import type { Known } from '../kernel/cache.ts';
import { checkpoint, withCheckpoint } from '../number/checkpoint.ts';
import { type Join, runTask, type Task } from '../number/fork.ts';
import type { Bells } from './board.ts';

/** Another worker, and this one's end of the channel to it. */
export interface Peer {
  readonly thread: number;
  readonly port: MessagePort;
}

type PeerMessage =
  | { readonly kind: 'task'; readonly ticket: number; readonly life: number; readonly task: Task }
  /** The result is undefined where the task failed: who asked for it does it again. */
  | { readonly kind: 'result'; readonly ticket: number; readonly result: unknown }
  | ({ readonly kind: 'constant'; readonly name: string } & Published);

/** A constant, and how often all constants had been forgotten when it was computed. */
interface Published {
  readonly known: Known;
  readonly forgettings: number;
}

/** A task that another worker handed over. */
interface Handed {
  readonly from: number;
  readonly life: number;
  readonly ticket: number;
  readonly task: Task;
}

/** The parts of large steps that workers take off each other. */
export interface Peers {
  readonly add: (peer: Peer) => void;
  /** Hands a task to a worker that has nothing to do; see `setFork`. */
  readonly offer: (task: Task) => Join | undefined;
  /** Does a task that another has handed over, and tells whether there was one; `amid` a step of its own it waits. */
  readonly serve: (amid?: 'step') => boolean;
  /** Sends a constant to all others. */
  readonly publish: (name: string, known: Known) => void;
  /** A constant that another has sent since all were forgotten. */
  readonly published: (name: string) => Known | undefined;
  /** All constants are forgotten, for so many times by now: what was computed before that is dropped, even if it comes later. */
  readonly renew: (forgettings: number) => void;
  /** Nothing that was handed over is waited for any more. */
  readonly forget: () => void;
}

/** Who waits for a peer looks this often, in milliseconds, whether the evaluation has ended. */
const LOOK = 20;

export const createPeers = (self: number, bells: Bells): Peers => {
  const ports = new Map<number, MessagePort>();
  /** The tickets that are out, and the results that have come. */
  const out = new Set<number>();
  const results = new Map<number, unknown>();
  const tasks: Handed[] = [];
  const constants = new Map<string, Published>();
  let forgotten = 0;
  const ownLife = bells.lives(self);
  let tickets = 0;

  const post = (thread: number, message: PeerMessage): void => {
    ports.get(thread)?.postMessage(message);
    bells.ring(thread);
  };

  const read = (): void => {
    for (const [from, port] of ports) {
      for (let next = receiveMessageOnPort(port); next !== undefined; next = receiveMessageOnPort(port)) {
        const message = next.message as PeerMessage;
        if (message.kind === 'task') tasks.push({ from, ...message });
        else if (message.kind === 'constant') keep(message.name, message);
        else if (out.delete(message.ticket)) results.set(message.ticket, message.result);
      }
    }
  };

  const keep = (name: string, { known, forgettings }: Published): void => {
    if (forgettings >= forgotten) constants.set(name, { known, forgettings });
  };

  const forget = (): void => {
    if (out.size > 0) bells.abandon(self, tickets);
    out.clear();
    results.clear();
  };

  /** Throws what the checkpoint throws, and has the peers leave what is then done in vain. */
  const look = (): void => {
    try {
      checkpoint();
    } catch (error) {
      forget();
      throw error;
    }
  };

  return {
    add: ({ thread, port }) => {
      ports.set(thread, port);
    },
    offer: (task) => {
      const thread = bells.claim(self);
      if (thread === undefined) return undefined;
      const life = bells.lives(thread);
      tickets += 1;
      const ticket = tickets;
      out.add(ticket);
      post(thread, { kind: 'task', ticket, life: ownLife, task });
      return () => {
        for (;;) {
          const heard = bells.heard(self);
          read();
          if (results.has(ticket)) {
            const result = results.get(ticket);
            results.delete(ticket);
            return result;
          }
          if (bells.lives(thread) !== life) return undefined;
          look();
          bells.listen(self, heard, LOOK);
        }
      };
    },
    forget,
    serve: (amid) => {
      read();
      const handed = tasks.shift();
      if (handed === undefined) return false;
      const { from, life, ticket, task } = handed;
      // What is done for another has nothing to do with the run at hand.
      const check = (): void => {
        if (bells.isAbandoned(from, life, ticket)) throw new CancelledError();
      };
      post(from, { kind: 'result', ticket, result: withCheckpoint(check, () => attempt(task)) });
      if (amid === undefined) forget();
      return true;
    },
    publish: (name, known) => {
      for (const thread of ports.keys()) post(thread, { kind: 'constant', name, known, forgettings: forgotten });
    },
    renew: (forgettings) => {
      forgotten = forgettings;
      for (const [name, published] of constants) if (published.forgettings < forgotten) constants.delete(name);
    },
    published: (name) => {
      read();
      return constants.get(name)?.known;
    },
  };
};

const attempt = (task: Task): unknown => {
  try {
    return runTask(task);
  } catch {
    // Whatever went wrong happens again, and is reported, where the task is done instead.
    return undefined;
  }
};
