import { type MessagePort, receiveMessageOnPort } from 'node:worker_threads';
import { checkpoint } from '../number/checkpoint.ts';
import { type Join, runTask, type Task } from '../number/fork.ts';
import type { Bells } from './board.ts';

/** Another worker, and this one's end of the channel to it. */
export interface Peer {
  readonly thread: number;
  readonly port: MessagePort;
}

type PeerMessage =
  | { readonly kind: 'task'; readonly ticket: number; readonly task: Task }
  /** The result is undefined where the task failed: who asked for it does it again. */
  | { readonly kind: 'result'; readonly ticket: number; readonly result: unknown };

/** The parts of large steps that workers take off each other. */
export interface Peers {
  readonly add: (peer: Peer) => void;
  /** Hands a task to a worker that has nothing to do; see `setFork`. */
  readonly offer: (task: Task) => Join | undefined;
  /** Does the tasks that others have handed over, and tells whether there were any. */
  readonly serve: () => boolean;
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
  const tasks: { readonly from: number; readonly ticket: number; readonly task: Task }[] = [];
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
        else if (out.delete(message.ticket)) results.set(message.ticket, message.result);
      }
    }
  };

  /** Throws what the checkpoint throws, and tells the peer that it works in vain. */
  const giveUp = (thread: number): void => {
    try {
      checkpoint();
    } catch (error) {
      bells.halt(thread, true);
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
      const ticket = tickets++;
      out.add(ticket);
      post(thread, { kind: 'task', ticket, task });
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
          giveUp(thread);
          bells.listen(self, heard, LOOK);
        }
      };
    },
    forget: () => {
      out.clear();
      results.clear();
    },
    serve: () => {
      read();
      const next = tasks.shift();
      if (next === undefined) return false;
      const { from, ticket, task } = next;
      post(from, { kind: 'result', ticket, result: attempt(task) });
      bells.halt(self, false);
      return true;
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
