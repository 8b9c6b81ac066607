import { receiveMessageOnPort } from 'node:worker_threads';
import { setObtain } from '../kernel/cache.ts';
import { setCheckpoint } from '../number/checkpoint.ts';
import { setFork } from '../number/fork.ts';
import { bellsOver } from './board.ts';
import type { Service, ToWorker } from './messages.ts';
import { createObtain } from './obtain.ts';
import { createPeers } from './peers.ts';
import { createStation } from './station.ts';

/**
 * The life of a worker: it reads its messages, works until there is nothing to do, and sleeps until its bell rings. It
 * never returns to the event loop, so that a message costs microseconds; it ends when its thread is ended.
 */
export const serve = (service: Service): never => {
  const { port, thread } = service;
  const bells = bellsOver(service.bells);
  const station = createStation(service, bells, (message) => port.postMessage(message));
  const peers = createPeers(thread, bells);
  for (const peer of service.peers) peers.add(peer);
  setFork(peers.offer);
  setObtain(createObtain(thread, bells, peers));
  setCheckpoint(station.check);
  // It is there; nothing is known of one that has said nothing.
  station.report();

  for (;;) {
    const heard = bells.heard(thread);
    for (let next = receiveMessageOnPort(port); next !== undefined; next = receiveMessageOnPort(port)) {
      const message = next.message as ToWorker;
      if (message.kind === 'forget') peers.renew(message.forgettings);
      if (message.kind === 'peer') peers.add(message.peer);
      else station.handle(message);
    }
    // Another thread may be waiting for a task, so that comes first.
    if (peers.serve()) continue;
    if (station.work()) {
      peers.forget();
      continue;
    }
    bells.rest(thread, true);
    bells.listen(thread, heard);
    bells.rest(thread, false);
  }
};
