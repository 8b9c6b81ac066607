import type { Rendered, Rendering } from '../digits/render.ts';
import { CancelledError, InternalError, LimitError, type RealError, toWire, type WireError } from '../errors.ts';
import type { Bells, Board } from './board.ts';
import { type Reply, UNORDERED } from './host.ts';
import type { Hosts } from './hosts.ts';
import type { FromWorker, Numbered, WireRules } from './messages.ts';
import { createPost, isBusy, isIdle, type Post, type Worker, wireNode, wireResident } from './post.ts';

/** Hosts on threads. */
export interface ThreadHosts extends Hosts {
  /** The digits of a number, computed by an idle thread. */
  readonly render: (rendering: Rendering) => Promise<Rendered>;
  /** Whether all threads have come up. */
  readonly areUp: () => boolean;
  /** Makes what is awaited fail now, and the threads leave it. */
  readonly interrupt: (error: unknown) => void;
  /** Resolves when no thread is busy. */
  readonly quiet: () => Promise<void>;
  readonly forget: () => void;
  /** The threads are about to be ended: what is awaited fails, and none is replaced any more. */
  readonly close: () => void;
}

/** A thread that goes on for so long, in milliseconds, with what nobody wants any more is ended. */
const PATIENCE = 50;
/** A thread that ends so often before it has said anything is not replaced: what it is given to do would end it again. */
const DEATHS = 3;

interface Pending {
  readonly resolve: (value: never) => void;
  readonly reject: (error: unknown) => void;
}

/** `fromWire` makes errors of the classes that the caller knows: this may be in another bundle than what calls it. */
export const createThreadHosts = (
  workers: readonly Worker[],
  bells: Bells,
  fromWire: (error: WireError) => Error,
): ThreadHosts => {
  const known = (error: RealError): Error => fromWire(toWire(error));
  const closed = (): Error => known(new CancelledError('the session was closed'));

  let run = 0;
  let board: Board | undefined;
  let rules: WireRules | undefined;
  let isFree = false;
  let isClosed = false;
  let replies: Reply[] = [];
  let awaited: Pending | undefined;
  /** Why the run cannot go on. */
  let failure: { readonly error: unknown } | undefined;
  let tickets = 0;
  let forgettings = 0;
  const cameUp = new Set<Post>();
  const renderings = new Map<number, Pending>();
  const quieted: (() => void)[] = [];
  const posts = workers.map((worker, i) => createPost(worker, i + 1));

  const send = (post: Post, message: Numbered): void => {
    post.sent += 1;
    post.worker.port.postMessage(message);
    bells.ring(post.thread);
  };

  const beginAt = (post: Post): void => {
    if (board === undefined || rules === undefined) return;
    const residents = [...post.residents.values()].map(wireResident);
    send(post, { kind: 'begin', run, board: board.buffer, rules, residents });
    post.begun = post.sent;
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

  const hear = (post: Post, reply: Reply): void => {
    const order = post.orders.get(reply.ticket);
    if (order !== undefined && reply.kind === 'answer' && reply.isPartial) {
      post.orders.set(reply.ticket, { ...order, known: reply.ball, bracket: reply.bracket });
    } else {
      post.load -= order?.cost ?? 0;
      post.orders.delete(reply.ticket);
    }
    const resident = post.residents.get(reply.refiner);
    if (resident !== undefined && reply.kind === 'answer') {
      post.residents.set(reply.refiner, { ...resident, known: reply.ball, bracket: reply.bracket });
    }
    replies.push(reply);
  };

  const receive = (post: Post, message: FromWorker): void => {
    post.deaths = 0;
    cameUp.add(post);
    switch (message.kind) {
      case 'replies':
        if (message.run !== run) return;
        post.left = Math.max(post.left, post.begun);
        for (const reply of message.replies) hear(post, reply);
        settle();
        return;
      case 'idle':
        post.read = message.read;
        post.left = message.read;
        settle();
        tellQuiet();
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

  const heard = (): Reply | undefined => {
    if (failure !== undefined) throw failure.error;
    return replies.shift();
  };

  const tellQuiet = (): void => {
    if (!posts.some(isBusy)) for (const tell of quieted.splice(0)) tell();
  };

  const attach = (post: Post): void => {
    const { worker } = post;
    worker.port.on('message', (message: FromWorker) => {
      if (post.worker === worker) receive(post, message);
    });
    worker.port.unref();
    worker.onDeath = (error) => {
      if (post.worker !== worker || isClosed) return;
      post.deaths = isOutOfMemory(error) ? DEATHS : post.deaths + 1;
      if (post.deaths < DEATHS) return revive(post);
      post.isDown = true;
      hushed(post);
      interrupt(known(fatal(error)));
    };
  };

  const hushed = (post: Post): void => {
    post.read = post.sent;
    post.left = post.sent;
  };

  /** A new thread in place of one that died or had to be ended; what it owed is done again. */
  const revive = (post: Post): void => {
    if (isClosed) return;
    hushed(post);
    post.isDown = false;
    post.worker = post.worker.replace(post.sent);
    attach(post);
    if (isHeld) post.worker.port.ref();
    // It knows nothing, but has to say so of what it sends to others.
    if (forgettings > 0) send(post, { kind: 'forget', forgettings });
    if (board?.isStopped() === false) resume(post, board);
    else board?.leave(post.thread);
    for (const [ticket, rendering] of post.renderings) send(post, { kind: 'render', ticket, rendering });
    tellQuiet();
  };

  const resume = (post: Post, at: Board): void => {
    const given = [...post.orders.values()].map(({ refiner }) => refiner);
    for (const refiner of [...post.residents.keys(), ...given]) {
      if (refiner >= 0 && at.state(refiner) === 'running') at.rest(refiner, 'waiting');
    }
    // The places of answers that were never heard.
    for (const refiner of post.residents.keys()) {
      const heard = replies.filter((reply) => reply.refiner === refiner && reply.ticket === UNORDERED).length;
      at.givePlace(refiner, at.get(refiner, 'taken') - heard);
    }
    beginAt(post);
    for (const refiner of post.fed) {
      const { operands } = post.residents.get(refiner) ?? {};
      if (operands !== undefined) send(post, { kind: 'feed', refiner, operands });
    }
    if (post.orders.size > 0) send(post, { kind: 'orders', orders: [...post.orders.values()] });
    if (isFree) for (const each of posts) send(each, { kind: 'wake' });
  };

  let isHeld = false;
  const hold = (holds: boolean): void => {
    isHeld = holds;
    for (const { worker } of posts) {
      if (holds) worker.port.ref();
      else worker.port.unref();
    }
  };

  /** Ends threads that are still busy with what was given up. */
  const clear = (): void => {
    const abandoned = posts.filter(isBusy).map((post) => ({ post, sent: post.sent }));
    if (abandoned.length === 0) return;
    setTimeout(() => {
      for (const { post, sent } of abandoned) if (post.left < sent) revive(post);
    }, PATIENCE).unref();
  };

  const interrupt = (error: unknown): void => {
    failure = { error };
    board?.stop();
    awaited?.reject(error);
    awaited = undefined;
    for (const post of posts) {
      if (post.renderings.size > 0) bells.halt(post.thread, post.sent);
      for (const ticket of post.renderings.keys()) {
        renderings.get(ticket)?.reject(error);
        renderings.delete(ticket);
      }
      post.renderings.clear();
    }
    clear();
  };

  for (const post of posts) attach(post);

  return {
    threads: posts.length,
    begin: (nextBoard, { strategy, ...others }, residents) => {
      if (isClosed) throw closed();
      run += 1;
      board = nextBoard;
      rules = { ...others, strategy: strategy.name };
      isFree = residents.length > 0;
      failure = undefined;
      replies = [];
      hold(true);
      for (const post of posts) {
        post.orders.clear();
        post.load = 0;
        post.fed = new Set();
        post.deaths = 0;
        const own = residents.filter((_, i) => i % posts.length === post.thread - 1);
        post.residents = new Map(own.map((resident) => [resident.refiner, resident]));
        if (post.isDown) revive(post);
        else beginAt(post);
      }
    },
    order: (orders) => {
      const post = posts.reduce((least, each) => (each.load < least.load ? each : least));
      const wired = orders.map((order) => ({ ...order, node: wireNode(order.node) }));
      for (const order of wired) {
        post.orders.set(order.ticket, order);
        post.load += order.cost;
      }
      send(post, { kind: 'orders', orders: wired });
    },
    idle: () => posts.filter(isIdle).length,
    feed: (refiner, operands) => {
      const post = posts[refiner % posts.length] as Post;
      const resident = post.residents.get(refiner);
      if (resident !== undefined) post.residents.set(refiner, { ...resident, operands });
      post.fed.add(refiner);
      send(post, { kind: 'feed', refiner, operands });
    },
    wake: () => {
      for (const post of posts) send(post, { kind: 'wake' });
    },
    heard,
    next: () => {
      const reply = heard();
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
    render: async (rendering) => {
      if (isClosed) throw closed();
      const post = posts.reduce((least, each) => (isBusy(each) ? least : each));
      if (post.isDown) revive(post);
      const ticket = tickets++;
      hold(true);
      return await new Promise<Rendered>((resolve, reject) => {
        renderings.set(ticket, { resolve, reject });
        post.renderings.set(ticket, rendering);
        send(post, { kind: 'render', ticket, rendering });
      }).finally(() => hold(false));
    },
    areUp: () => cameUp.size === posts.length,
    interrupt,
    quiet: async () => {
      if (!posts.some(isBusy)) return;
      hold(true);
      await new Promise<void>((resolve) => quieted.push(resolve));
      hold(false);
    },
    forget: () => {
      forgettings += 1;
      for (const post of posts) if (!post.isDown) send(post, { kind: 'forget', forgettings });
    },
    close: () => {
      isClosed = true;
      interrupt(closed());
      for (const post of posts) hushed(post);
      tellQuiet();
    },
  };
};

const isOutOfMemory = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY';

/** Why a thread cannot go on. */
const fatal = (error: unknown): RealError =>
  isOutOfMemory(error)
    ? new LimitError('a thread needs more memory than there is', { hint: 'ask for fewer digits' })
    : new InternalError(`a thread ended ${DEATHS} times: ${error instanceof Error ? error.message : error}`);
