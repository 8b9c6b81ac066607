import { describe, expect, it } from 'vitest';
import * as ball from '../../src/number/ball.ts';
import type { Bracket } from '../../src/refine/bracket.ts';
import { createInlineHosts, seededPick } from '../../src/run/hosts.ts';
import { STRATEGIES } from '../../src/schedule/strategies.ts';
import { type Event, type Sample, trial, watched } from '../schedule/trial.ts';
import { simulate } from './simulated-workers.ts';

/** The root of x^3 − 2 beside a constant. */
const ROOT: Sample = (s, graph) => {
  const body = graph.node('add', [graph.node('power', [graph.node('unknown', [], 0)], 3), s.integer(-2)]);
  return s.add(graph.node('solve', [s.integer(0), s.integer(2), s.integer(1)], undefined, body), s.constant('pi'));
};
const HALVINGS = 64;

/** What a bisection gained by each of its steps, in bits. */
const gains = (events: readonly Event[]): number[] =>
  events.flatMap((event) =>
    event.kind === 'reply' && event.reply.kind === 'answer' && event.reply.bracket !== undefined
      ? [ball.accuracy(event.reply.ball) - (event.reply.steps[0]?.before ?? 0)]
      : [],
  );

describe('a bisection in a run', () => {
  it.each([...STRATEGIES.values()])(
    'halves 64 times a step at most, or once by itself, under $name',
    async (strategy) => {
      const { hosts, events } = watched(createInlineHosts(seededPick(2)));
      const { tightened, stats } = trial(ROOT, { strategy: { ...strategy, keeps: 0, grain: 0 }, hosts });
      await tightened(1000);
      const steps = gains(events);
      expect(steps.reduce((sum, gain) => sum + gain, 0)).toBeGreaterThanOrEqual(1000);
      for (const gain of steps.slice(1)) expect(gain).toBeLessThanOrEqual(strategy.directed ? HALVINGS + 1 : 8);
      if (strategy.directed) expect(steps.length).toBeLessThan(20);
      const { steps: counted } = stats(1000).refiners.find(({ node }) => node === 'solve') ?? {};
      expect(counted).toBe(steps.length);
    },
  );

  it('halves 64 times a step in the plain evaluation as well', async () => {
    const { tightened, stats } = trial(ROOT, { strategy: [...STRATEGIES.values()][0] as never, hosts: undefined });
    await tightened(1000);
    expect(stats(1000).refiners.find(({ node }) => node === 'solve')?.steps).toBeGreaterThanOrEqual(
      1000 / (HALVINGS + 1),
    );
  });

  it.each([...STRATEGIES.values()])(
    'goes on from its bracket when its worker is replaced, under $name',
    async (strategy) => {
      let due = 0;
      const { hosts, kill, read, written } = simulate(1, (_, act) => {
        // Every step that has been heard of is soon the last of its worker.
        setImmediate(() => {
          act();
          due += 1;
          if (due % 12 === 11) kill(1);
        });
      });
      const { tightened } = trial(ROOT, { strategy: { ...strategy, keeps: 0, grain: 0 }, hosts });
      const reached = await tightened(600);
      expect(ball.accuracy(reached)).toBeGreaterThanOrEqual(600);
      const sent = read.flatMap(({ message }): (Bracket | undefined)[] =>
        message.kind === 'orders'
          ? message.orders.filter(({ node }) => node.op === 'solve').map(({ bracket }) => bracket)
          : message.kind === 'begin'
            ? message.residents.filter(({ node }) => node.op === 'solve').map(({ bracket }) => bracket)
            : [],
      );
      expect(sent.some((bracket) => bracket !== undefined)).toBe(true);
      // What was done twice is little: a death costs what had not been heard of.
      const replies = written.flatMap(({ message }) => (message.kind === 'replies' ? message.replies : []));
      const steps = replies.filter(({ kind }) => kind === 'answer').length;
      expect(steps).toBeLessThan(strategy.directed ? 60 : 1500);
    },
  );
});
