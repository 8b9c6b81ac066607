import type { MessagePort } from 'node:worker_threads';
import type { Rendered, Rendering } from '../digits/render.ts';
import { fromWire } from '../errors.ts';
import type { Node } from '../node.ts';
import type { Bells, Board } from './board.ts';
import type { Order, Reply, Resident } from './host.ts';
import type { Hosts } from './hosts.ts';
import type { FromWorker, ToWorker, WireRules } from './messages.ts';

/** A worker that has been started, and how to have another one in its place. */
export interface Worker {
  readonly port: MessagePort;
  /** Ends the thread, whatever it is doing, and starts a new one with the same number. */
  readonly replace: () => Worker;
  /** Called when the thread has ended by itself. */
  onDeath: () => void;
}

/** Hosts on threads. */
export interface ThreadHosts extends Hosts {
  /** The digits of a number, computed by an idle thread. */
  readonly render: (rendering: Rendering) => Promise<Rendered>;
  /** Makes what is awaited fail now, and the threads leave it. */
  readonly interrupt: (error: unknown) => void;
  /** Resolves when no thread is busy. */
  readonly quiet: () => Promise<void>;
  readonly forget: () => void;
}

/** A thread that goes on for so long, in milliseconds, with what nobody wants any more is ended. */
const PATIENCE = 50;

/** What the coordinator knows of one worker. */
interface Post {
  worker: Worker;
  readonly thread: number;
  /** Messages sent, and those that it had read when it last had nothing to do. */
  sent: number;
  read: number;
  /** What it was given and has not answered. */
  readonly orders: Map<number, Order>;
  readonly renderings: Map<number, Rendering>;
  residents: Map<number, Resident>;
  /** Predicted milliseconds of its orders. */
  load: number;
}

interface Pending {
  readonly resolve: (value: never) => void;
  readonly reject: (error: unknown) => void;
}

export const createThreadHosts = (workers: readonly Worker[], bells: Bells): ThreadHosts => {
  let run = 0;
  let board: Board | undefined;
  let rules: WireRules | undefined;
  let isFree = false;
  let replies: Reply[] = [];
  let awaited: Pending | undefined;
  let tickets = 0;
  const renderings = new Map<number, Pending>();
  const quieted: (() => void)[] = [];

  const isBusy = ({ sent, read }: Post): boolean => read < sent;
  const isIdle = (post: Post): boolean => post.orders.size === 0 && post.renderings.size === 0;

  const send = (post: Post, message: ToWorker): void => {
    post.sent += 1;
    post.worker.port.postMessage(message);
    bells.ring(post.thread);
  };

  const beginAt = (post: Post): void => {
    if (board === undefined || rules === undefined) return;
    const residents = [...post.residents.values()].map(wireResident);
    send(post, { kind: 'begin', run, board: board.buffer, rules, residents });
  };

  const deliver = (reply: Reply): void => {
    replies.push(reply);
    settle();
  };

  /** Gives who waits for a reply the next one, or the news that none will come. */
  const settle = (): void => {
    if (awaited === undefined) return;
    const reply = replies.shift();
    if (reply === undefined && posts.some(isWorking)) return;
    const { resolve } = awaited;
    awaited = undefined;
    resolve(reply as never);
  };

  const isWorking = (post: Post): boolean => post.orders.size > 0 || (isFree && isBusy(post));

  const receive = (post: Post, message: FromWorker): void => {
    switch (message.kind) {
      case 'reply': {
        const { reply } = message;
        if (message.run !== run) return;
        post.load -= post.orders.get(reply.ticket)?.cost ?? 0;
        post.orders.delete(reply.ticket);
        const resident = post.residents.get(reply.refiner);
        if (resident !== undefined && reply.kind === 'answer') {
          post.residents.set(reply.refiner, { ...resident, known: reply.ball });
        }
        deliver(reply);
        return;
      }
      case 'idle':
        post.read = message.read;
        settle();
        if (!posts.some(isBusy)) for (const tell of quieted.splice(0)) tell();
        return;
      default: {
        const pending = renderings.get(message.ticket);
        renderings.delete(message.ticket);
        post.renderings.delete(message.ticket);
        if (message.kind === 'rendered') pending?.resolve(message.result as never);
        else pending?.reject(fromWire(message.error));
      }
    }
  };

  const attach = (post: Post): void => {
    const { worker } = post;
    worker.port.on('message', (message: FromWorker) => {
      if (post.worker === worker) receive(post, message);
    });
    worker.port.unref();
    worker.onDeath = () => {
      if (post.worker === worker) revive(post);
    };
  };

  /** A new thread in place of one that died or had to be ended; what it owed is done again. */
  const revive = (post: Post): void => {
    post.worker = post.worker.replace();
    post.sent = 0;
    post.read = 0;
    attach(post);
    if (isRunning) post.worker.port.ref();
    if (board?.isStopped() === false) {
      for (const refiner of [...post.residents.keys(), ...[...post.orders.values()].map((order) => order.refiner)]) {
        if (refiner >= 0) board.rest(refiner, 'waiting');
      }
      board.givePlace(post.residents.size);
      beginAt(post);
      for (const order of post.orders.values()) send(post, { kind: 'order', order });
    }
    for (const [ticket, rendering] of post.renderings) send(post, { kind: 'render', ticket, rendering });
  };

  let isRunning = false;
  const hold = (holds: boolean): void => {
    isRunning = holds;
    for (const { worker } of posts) {
      if (holds) worker.port.ref();
      else worker.port.unref();
    }
  };

  const posts: Post[] = workers.map((worker, i) => ({
    worker,
    thread: i + 1,
    sent: 0,
    read: 0,
    orders: new Map(),
    renderings: new Map(),
    residents: new Map(),
    load: 0,
  }));
  for (const post of posts) attach(post);

  /** Ends threads that are still busy with what was given up. */
  const clear = (): void => {
    const abandoned = posts.filter(isBusy);
    if (abandoned.length === 0) return;
    const givenUp = new Map(abandoned.map((post) => [post, post.sent]));
    setTimeout(() => {
      for (const [post, sent] of givenUp) if (post.read < sent && isBusy(post)) revive(post);
    }, PATIENCE).unref();
  };

  return {
    threads: posts.length,
    begin: (nextBoard, { strategy, ...others }, residents) => {
      run += 1;
      board = nextBoard;
      rules = { ...others, strategy: strategy.name };
      isFree = residents.length > 0;
      replies = [];
      hold(true);
      for (const post of posts) {
        post.orders.clear();
        post.load = 0;
        const own = residents.filter((_, i) => i % posts.length === post.thread - 1);
        post.residents = new Map(own.map((resident) => [resident.refiner, resident]));
        beginAt(post);
      }
    },
    order: (order) => {
      const post = posts.reduce((least, each) => (each.load < least.load ? each : least));
      const wire = { ...order, node: wireNode(order.node) };
      post.orders.set(order.ticket, wire);
      post.load += order.cost;
      send(post, { kind: 'order', order: wire });
    },
    idle: () => posts.filter(isIdle).length,
    feed: (refiner, operands) => {
      const post = posts[refiner % posts.length] as Post;
      const resident = post.residents.get(refiner);
      if (resident !== undefined) post.residents.set(refiner, { ...resident, operands });
      send(post, { kind: 'feed', refiner, operands });
    },
    wake: () => {
      for (const post of posts) send(post, { kind: 'wake' });
    },
    next: () => {
      const reply = replies.shift();
      if (reply !== undefined || !posts.some(isWorking)) return reply;
      return new Promise<Reply>((resolve, reject) => {
        awaited = { resolve, reject };
      });
    },
    end: () => {
      for (const post of posts) {
        post.orders.clear();
        post.residents = new Map();
      }
      hold(false);
      clear();
    },
    render: (rendering) => {
      const post = posts.reduce((least, each) => (isBusy(each) ? least : each));
      const ticket = tickets++;
      hold(true);
      return new Promise<Rendered>((resolve, reject) => {
        renderings.set(ticket, { resolve, reject });
        post.renderings.set(ticket, rendering);
        send(post, { kind: 'render', ticket, rendering });
      }).finally(() => hold(false));
    },
    interrupt: (error) => {
      board?.stop();
      awaited?.reject(error);
      awaited = undefined;
      for (const post of posts) {
        if (post.renderings.size > 0) bells.halt(post.thread, true);
        for (const ticket of post.renderings.keys()) {
          renderings.get(ticket)?.reject(error);
          renderings.delete(ticket);
        }
        post.renderings.clear();
      }
      clear();
    },
    quiet: async () => {
      if (!posts.some(isBusy)) return;
      hold(true);
      await new Promise<void>((resolve) => quieted.push(resolve));
      hold(false);
    },
    forget: () => {
      for (const post of posts) send(post, { kind: 'forget' });
    },
  };
};

/** What a step needs of a node: its own parameters and the values of its operands, and not all that lies below. */
const wireNode = (node: Node): Node => ({ ...node, args: node.args.map((arg) => ({ ...arg, args: [] })) });

const wireResident = (resident: Resident): Resident => ({ ...resident, node: wireNode(resident.node) });
