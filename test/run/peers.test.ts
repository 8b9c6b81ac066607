import { MessageChannel } from 'node:worker_threads';
import { afterEach, describe, expect, it } from 'vitest';
// It has the name that constants are obtained by.
import '../../src/kernel/pi.ts';
import { createBells } from '../../src/run/board.ts';
import { createObtain } from '../../src/run/obtain.ts';
import { createPeers, type Peers } from '../../src/run/peers.ts';

const ports: { close: () => void }[] = [];
afterEach(() => {
  for (const port of ports.splice(0)) port.close();
});

/** Two workers that know each other, on this thread. */
const pair = (): { one: Peers; other: Peers; bells: ReturnType<typeof createBells> } => {
  const bells = createBells(2);
  const { port1, port2 } = new MessageChannel();
  ports.push(port1);
  const [one, other] = [createPeers(1, bells), createPeers(2, bells)];
  one.add({ thread: 2, port: port1 });
  other.add({ thread: 1, port: port2 });
  return { one, other, bells };
};

describe('a constant that another worker has sent', () => {
  it('is dropped when all constants are forgotten', () => {
    const { one, other } = pair();
    one.publish('pi', { wp: 100, value: 3n });
    expect(other.published('pi')).toEqual({ wp: 100, value: 3n });
    other.renew(1);
    expect(other.published('pi')).toBeUndefined();
  });

  it('is dropped as well if it comes after that, and was computed before', () => {
    const { one, other } = pair();
    one.publish('pi', { wp: 100, value: 3n });
    other.renew(1);
    expect(other.published('pi')).toBeUndefined();
  });

  it('is kept where the other one has forgotten first', () => {
    const { one, other } = pair();
    one.renew(1);
    one.publish('pi', { wp: 200, value: 4n });
    expect(other.published('pi')).toEqual({ wp: 200, value: 4n });
    other.renew(1);
    expect(other.published('pi')).toEqual({ wp: 200, value: 4n });
  });

  it('is what a worker obtains, until all are forgotten', () => {
    const { one, other, bells } = pair();
    const obtain = createObtain(2, bells, other);
    one.publish('pi', { wp: 100, value: 3n });
    expect(obtain('pi', 50, () => 5n)).toEqual({ wp: 100, value: 3n });
    other.renew(1);
    expect(obtain('pi', 50, () => 5n)).toEqual({ wp: 50, value: 5n });
  });
});
