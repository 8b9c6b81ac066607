import { receiveMessageOnPort } from 'node:worker_threads';
import { render } from '../digits/render.ts';
import { CancelledError, toWire } from '../errors.ts';
import { forgetConstants } from '../kernel/cache.ts';
import type { Node } from '../node.ts';
import { setCheckpoint } from '../number/checkpoint.ts';
import { setFork } from '../number/fork.ts';
import { operationOf } from '../refine/operations.ts';
import { STRATEGIES } from '../schedule/strategies.ts';
import type { Strategy } from '../schedule/strategy.ts';
import { type Board, bellsOver, boardOver } from './board.ts';
import { createHost } from './host.ts';
import { seededPick } from './hosts.ts';
import type { FromWorker, Service, ToWorker } from './messages.ts';
import { createPeers } from './peers.ts';

/**
 * The life of a worker: it reads its messages, works until there is nothing to do, and sleeps until its bell rings. It
 * never returns to the event loop, so that a message costs microseconds; it ends when its thread is ended.
 */
export const serve = ({ port, bells: buffer, thread, peers: others }: Service): never => {
  const bells = bellsOver(buffer);
  const host = createHost(thread, seededPick(thread));
  const peers = createPeers(thread, bells);
  for (const peer of others) peers.add(peer);
  setFork(peers.offer);
  const post = (message: FromWorker): void => port.postMessage(message);
  const bisections = new Map<number, Node>();
  let board: Board | undefined;
  let run = 0;
  let read = 0;
  let reported = 0;

  setCheckpoint(() => {
    if (bells.isHalted(thread) || board?.isStopped()) throw new CancelledError();
  });

  /** Bisections go on from the bracket that this thread has found, which is known by the node. */
  const own = (node: Node): Node => {
    if (operationOf(node).ladder !== 'bit') return node;
    const known = bisections.get(node.id) ?? node;
    bisections.set(node.id, known);
    return known;
  };

  const handle = (message: ToWorker): void => {
    switch (message.kind) {
      case 'begin': {
        const { strategy, ...rules } = message.rules;
        board = boardOver(message.board);
        run = message.run;
        host.begin(board, { ...rules, strategy: STRATEGIES.get(strategy) as Strategy }, message.residents);
        return;
      }
      case 'order':
        host.order({ ...message.order, node: own(message.order.node) });
        return;
      case 'feed':
        host.feed(message.refiner, message.operands);
        return;
      case 'wake':
        host.wake();
        return;
      case 'render': {
        const { ticket, rendering } = message;
        board = undefined;
        try {
          post({ kind: 'rendered', ticket, result: render(rendering.ball, rendering.format) });
        } catch (error) {
          post({ kind: 'unrendered', ticket, error: toWire(error) });
        }
        return;
      }
      case 'forget':
        forgetConstants();
        return;
      case 'peer':
        peers.add(message.peer);
        return;
    }
  };

  /** Does what peers ask for, which has nothing to do with the run at hand. */
  const serves = (): boolean => {
    const own = board;
    board = undefined;
    const served = peers.serve();
    board = own;
    return served;
  };

  for (;;) {
    const heard = bells.heard(thread);
    for (let next = receiveMessageOnPort(port); next !== undefined; next = receiveMessageOnPort(port)) {
      const message = next.message as ToWorker;
      if (message.kind !== 'peer') read += 1;
      handle(message);
    }
    const reply = host.work();
    if (reply !== undefined) {
      post({ kind: 'reply', run, reply });
      peers.forget();
      continue;
    }
    if (read > reported) post({ kind: 'idle', read });
    reported = read;
    if (serves()) continue;
    bells.rest(thread, true);
    bells.listen(thread, heard);
    bells.rest(thread, false);
  }
};
