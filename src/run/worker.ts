import { receiveMessageOnPort } from 'node:worker_threads';
import { render } from '../digits/render.ts';
import { CancelledError, toWire } from '../errors.ts';
import { setCheckpoint } from '../number/checkpoint.ts';
import { STRATEGIES } from '../schedule/strategies.ts';
import type { Strategy } from '../schedule/strategy.ts';
import { type Board, bellsOver, boardOver } from './board.ts';
import { createHost } from './host.ts';
import { seededPick } from './hosts.ts';
import type { FromWorker, Service, ToWorker } from './messages.ts';

/**
 * The life of a worker: it reads its messages, works until there is nothing to do, and sleeps until its bell rings. It
 * never returns to the event loop, so that a message costs microseconds; it ends when its thread is ended.
 */
export const serve = ({ port, bells: buffer, thread }: Service): never => {
  const bells = bellsOver(buffer);
  const host = createHost(thread, seededPick(thread));
  const post = (message: FromWorker): void => port.postMessage(message);
  let board: Board | undefined;
  let run = 0;
  let read = 0;
  let reported = 0;

  setCheckpoint(() => {
    if (bells.isHalted(thread) || board?.isStopped()) throw new CancelledError();
  });

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
        host.order(message.order);
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
        return;
    }
  };

  for (;;) {
    const heard = bells.heard(thread);
    for (let next = receiveMessageOnPort(port); next !== undefined; next = receiveMessageOnPort(port)) {
      read += 1;
      handle(next.message as ToWorker);
    }
    const reply = host.work();
    if (reply !== undefined) post({ kind: 'reply', run, reply });
    else {
      if (read > reported) post({ kind: 'idle', read });
      reported = read;
      bells.listen(thread, heard);
    }
  }
};
