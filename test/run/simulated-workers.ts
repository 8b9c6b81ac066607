import { fromWire } from '../../src/errors.ts';
import { createBells } from '../../src/run/board.ts';
import type { FromWorker, Numbered } from '../../src/run/messages.ts';
import type { Worker } from '../../src/run/post.ts';
import { createStation } from '../../src/run/station.ts';
import { createThreadHosts, type ThreadHosts } from '../../src/run/thread-hosts.ts';

/** Hosts on workers that share this thread: what each of them does next happens when `schedule` calls it. */
export interface Simulation {
  readonly hosts: ThreadHosts;
  /** Ends a worker, one of those from 1 on, as an error would. */
  readonly kill: (thread: number, error?: Error) => void;
  /** Every message that a worker read. */
  readonly read: { readonly thread: number; readonly message: Numbered }[];
  /** Every message that a worker wrote, in the order of writing. */
  readonly written: { readonly thread: number; readonly message: FromWorker }[];
}

/** Runs `act` later. */
export type Schedule = (what: string, act: () => void) => void;

export const simulate = (threads: number, schedule: Schedule): Simulation => {
  const bells = createBells(threads);
  const read: { thread: number; message: Numbered }[] = [];
  const written: { thread: number; message: FromWorker }[] = [];
  const kills = new Map<number, (error: Error) => void>();

  const start = (thread: number, sent: number): Worker => {
    let alive = true;
    let isAwake = false;
    let listener = (_message: FromWorker): void => {};
    const inbox: Numbered[] = [];
    const outbox: FromWorker[] = [];
    const post = (message: FromWorker): void => {
      outbox.push(structuredClone(message));
      written.push({ thread, message });
      schedule(`${thread} is heard`, () => {
        const next = outbox.shift();
        if (alive && next !== undefined) listener(next);
      });
    };
    const station = createStation({ thread, read: sent }, bells, post, 0);
    const turn = (): void => {
      isAwake = false;
      if (!alive) return;
      for (let message = inbox.shift(); message !== undefined; message = inbox.shift()) {
        read.push({ thread, message });
        station.handle(message);
      }
      if (station.work()) wake();
    };
    const wake = (): void => {
      if (isAwake) return;
      isAwake = true;
      schedule(`${thread} works`, turn);
    };
    const port: Worker['port'] = {
      postMessage: (message: Numbered) => {
        inbox.push(structuredClone(message));
        wake();
      },
      on: ((_name: string, listen: (message: FromWorker) => void) => {
        listener = listen;
        return port;
      }) as Worker['port']['on'],
      ref: () => {},
      unref: () => {},
    };
    const worker: Worker = {
      port,
      onDeath: () => {},
      replace: (messages) => {
        alive = false;
        bells.revive(thread, messages);
        return start(thread, messages);
      },
    };
    kills.set(thread, (error) => {
      alive = false;
      worker.onDeath(error);
    });
    return worker;
  };

  const workers = Array.from({ length: threads }, (_, i) => start(i + 1, 0));
  return {
    hosts: createThreadHosts(workers, bells, fromWire),
    kill: (thread, error = new Error('killed')) => kills.get(thread)?.(error),
    read,
    written,
  };
};
