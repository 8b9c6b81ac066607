import { join } from 'node:path';
import { MessageChannel, type MessagePort, type Worker as Thread } from 'node:worker_threads';
import { Piscina } from 'piscina';
import type { WireError } from '../errors.ts';
import { createBells } from './board.ts';
import type { Service, ToWorker } from './messages.ts';
import type { Peer } from './peers.ts';
import type { Worker } from './post.ts';
import { createThreadHosts, type ThreadHosts } from './thread-hosts.ts';

/** Threads that stay, each serving as a host until it is ended. */
export interface Pool {
  readonly hosts: ThreadHosts;
  /** Ends all threads. */
  readonly close: () => Promise<void>;
}

/** The compiled worker: beside this file in the distribution; the sources, which a thread cannot load, have it in dist. */
const WORKER = join(
  import.meta.dirname,
  import.meta.dirname.endsWith(join('src', 'run')) ? '../../dist' : '',
  'worker.cjs',
);

/** Starts so many threads; `fromWire` makes the errors that are told of them. */
export const openPool = (threads: number, fromWire: (error: WireError) => Error): Pool => {
  const piscina = new Piscina({
    filename: WORKER,
    name: 'serve',
    // It starts one for each task, and none in place of one that ends once the pool is closed.
    minThreads: 0,
    maxThreads: threads,
    idleTimeout: Number.POSITIVE_INFINITY,
    concurrentTasksPerWorker: 1,
    // A host sleeps by its bell; piscina is only to hand out threads and to replace them.
    atomics: 'disabled',
    recordTiming: false,
  });
  const bells = createBells(threads);
  // What a thread dies of is told to who waits for its task.
  piscina.on('error', () => {});
  const ports = new Map<number, MessagePort>();
  /** Those of which nothing was heard yet. */
  const starting = new Set<Worker>();
  const watched = new WeakSet<Thread>();

  /** Piscina keeps the task of a thread that ends before it was ready, and starts no other thread for it. */
  const watchThreads = (): void => {
    for (const thread of piscina.threads) {
      if (watched.has(thread)) continue;
      watched.add(thread);
      thread.once('exit', () => {
        if (piscina.queueSize === 0) return;
        for (const worker of [...starting]) worker.onDeath(new Error('it ended before it was ready'));
      });
    }
  };

  /** A channel to each worker that is there; the new one gets one end, they the other. */
  const introduce = (thread: number): Peer[] =>
    [...ports].map(([other, port]) => {
      const { port1, port2 } = new MessageChannel();
      const news: ToWorker = { kind: 'peer', peer: { thread, port: port2 } };
      port.postMessage(news, [port2]);
      return { thread: other, port: port1 };
    });

  const start = (thread: number, read: number): Worker => {
    const { port1, port2 } = new MessageChannel();
    const ending = new AbortController();
    const peers = introduce(thread);
    const service: Service = { port: port2, bells: bells.buffer, thread, read, peers };
    ports.set(thread, port1);
    const worker: Worker = {
      port: port1,
      onDeath: () => {},
      replace: (sent) => {
        starting.delete(worker);
        ending.abort();
        port1.close();
        ports.delete(thread);
        bells.revive(thread, sent);
        return start(thread, sent);
      },
    };
    const life = piscina.run(service, {
      transferList: [port2, ...peers.map(({ port }) => port)],
      signal: ending.signal,
    });
    starting.add(worker);
    port1.once('message', () => starting.delete(worker));
    watchThreads();
    life.catch((error: unknown) => {
      starting.delete(worker);
      if (!ending.signal.aborted) worker.onDeath(error);
    });
    return worker;
  };

  const workers = Array.from({ length: threads }, (_, i) => start(i + 1, 0));
  const hosts = createThreadHosts(workers, bells, fromWire);
  return {
    hosts,
    close: async () => {
      hosts.close();
      await piscina.destroy();
      // One whose other end no thread had taken yet would keep the process alive.
      for (const port of ports.values()) port.close();
    },
  };
};
