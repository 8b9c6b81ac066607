import { afterEach, describe, expect, it } from 'vitest';
import { InternalError, LimitError } from '../../src/errors.ts';
import { rational } from '../../src/number/rational.ts';
import type { Engine } from '../../src/run/engine.ts';
import { createEngine } from '../../src/run/engine.ts';
import { tryStrategies } from '../../src/run/trials.ts';
import { STRATEGIES } from '../../src/schedule/strategies.ts';
import { defaultSettings, type Settings } from '../../src/settings.ts';

let opened: Engine[] = [];
afterEach(async () => {
  for (const { threads } of opened) await threads.close();
  opened = [];
});

const engineWith = (settings: Partial<Settings> = {}): Engine => {
  const engine = createEngine({ ...defaultSettings(), ...settings });
  opened.push(engine);
  return engine;
};

/** Asks for so many bits of sqrt(2) + exp(1/3). */
const trySum = async (engine: Engine, bits: number, text: () => string = () => 'the sum', signal?: AbortSignal) => {
  const two = engine.table.rational(rational(2n, 1n));
  const third = engine.table.rational(rational(1n, 3n));
  const written = engine.table.node('+', [engine.table.node('sqrt', [two]), engine.table.node('exp', [third])]);
  return await tryStrategies(engine, { written, spans: new Map(), line: '', bits, signal }, function* (_, node) {
    yield { node, bits };
    return { text: text(), wanted: bits };
  });
};

const stepsOf = async (engine: Engine, bits: number): Promise<ReadonlyMap<string, number>> =>
  new Map(
    (await trySum(engine, bits)).map(({ strategy, result }) => [strategy, 'stats' in result ? result.stats.steps : -1]),
  );

describe('trials', () => {
  it('try every strategy, and those that are directed take the fewest steps', async () => {
    const steps = await stepsOf(engineWith(), 2000);
    expect([...steps.keys()]).toEqual([...STRATEGIES.keys()]);
    for (const [name, strategy] of STRATEGIES)
      if (!strategy.directed) expect(steps.get(name)).toBeGreaterThan(steps.get('auto') ?? 0);
  });

  it('begin from nothing: what was found before saves no steps', async () => {
    const engine = engineWith();
    const first = await stepsOf(engine, 1000);
    await trySum(engine, 4000);
    expect(await stepsOf(engine, 1000)).toEqual(first);
  });

  it('run on the threads of the session', async () => {
    const trials = await trySum(engineWith({ threads: 2 }), 3000);
    for (const { result } of trials) expect(result).toMatchObject({ stats: { threads: 2 } });
  });

  it('refuse values that differ', async () => {
    let count = 0;
    const differing = trySum(engineWith(), 100, () => (++count === 3 ? 'another' : 'the sum'));
    await expect(differing).rejects.toThrow(InternalError);
    await expect(differing).rejects.toThrow('strategies disagree: auto, lockstep');
  });

  it('note what a strategy gave up, and throw it where all did', async () => {
    let count = 0;
    const giveUp = (): string => {
      throw new LimitError('enough');
    };
    const trials = await trySum(engineWith(), 100, () => (++count === 3 ? giveUp() : 'the sum'));
    expect(trials.filter(({ result }) => 'failure' in result).map(({ strategy }) => strategy)).toEqual(['lockstep']);
    await expect(trySum(engineWith(), 100, giveUp)).rejects.toThrow('enough');
  });

  it('give what they have when they are cancelled, if any has a value', async () => {
    const controller = new AbortController();
    let count = 0;
    const trials = await trySum(
      engineWith(),
      100,
      () => {
        if (++count === 4) controller.abort();
        return 'the sum';
      },
      controller.signal,
    );
    // The first is made twice.
    expect(trials.map(({ strategy }) => strategy)).toEqual([...STRATEGIES.keys()].slice(0, 3));
  });

  it('end when they are cancelled, on threads and without', async () => {
    for (const threads of [0, 2]) {
      const engine = engineWith({ threads });
      await expect(trySum(engine, 3_000_000, undefined, AbortSignal.timeout(200))).rejects.toMatchObject({
        code: 'CANCELLED',
      });
      // A thread that had to be ended keeps nobody waiting.
      expect((await trySum(engine, 200)).length).toBe(STRATEGIES.size);
    }
  });
});
