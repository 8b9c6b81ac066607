import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LimitError } from '../../src/errors.ts';
import { evaluate } from '../../src/index.ts';
import * as ball from '../../src/number/ball.ts';
import { createAim } from '../../src/run/aim.ts';
import { auto } from '../../src/schedule/auto.ts';
import { POLE, SAMPLES } from '../schedule/samples.ts';
import { type Sample, trial } from '../schedule/trial.ts';

const built = (sample: Sample) => trial(sample, { strategy: auto, hosts: undefined });

describe('an aim', () => {
  it('is met when the root is as narrow as asked, and says by how much it is not', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...Object.values(SAMPLES)),
        fc.integer({ min: 0, max: 600 }),
        async (sample, bits) => {
          const { node, graph, tightened } = built(sample);
          const aim = createAim(node, bits, graph.ball);
          expect(aim.short()).toBe(bits - ball.accuracy(graph.ball(node)));
          expect(aim.isMet()).toBe(ball.accuracy(graph.ball(node)) >= bits);
          await tightened(bits);
          expect(aim.isMet()).toBe(true);
        },
      ),
      { numRuns: 30 },
    );
  });

  it('lets nobody stop below 65,536 bits, nor below 64 times what is asked', () => {
    const { node, graph } = built(SAMPLES['one constant'] as Sample);
    expect(createAim(node, 10, graph.ball).ceiling).toBe(65_536);
    expect(createAim(node, 5000, graph.ball).ceiling).toBeGreaterThanOrEqual(64 * 5000);
  });

  it('asks for more each time it is raised, and ends with a limit error where that leads nowhere', () => {
    for (const sample of [POLE, SAMPLES['a chain of refiners'] as Sample]) {
      const { node, graph } = built(sample);
      const aim = createAim(node, 4000, graph.ball);
      let demand = aim.demand();
      let raises = 0;
      const raise = (): void => {
        for (; raises < 100; raises += 1) {
          const before = demand;
          aim.raise(before);
          demand = aim.demand();
          for (const [each, wanted] of before.bits) expect(demand.bits.get(each)).toBeGreaterThanOrEqual(wanted);
          expect(Math.max(...demand.bits.values())).toBeGreaterThan(Math.max(...before.bits.values()));
        }
      };
      expect(raise).toThrow(LimitError);
      expect(raises).toBeGreaterThan(3);
    }
  });

  it('is given up at once where a half line keeps it from being met, however far the rest could go', async () => {
    for (const huge of ['ln(sinh(1e15))', 'sin(exp(1e15))', 'sinh(1e15) - sinh(2e15)', 'floor(exp(1e15))']) {
      const refused = evaluate(`solve(cos(x) - x, x, 0, 1) + ${huge} @ 20 places`, { timeout: 2000 });
      await expect(refused).rejects.toThrow('a number here is too large');
    }
  });

  it('is given up under strategies that would go on to the ceiling, too', async () => {
    const parts = [
      'ln(sinh(1e15))',
      'log1p(exp(1e15)*0.1)*(solve(sin(x) - x^2, x, 1/2, 1) - 7)',
      'solve(sin(x - 1/3)^101, x, 0, 1)',
    ];
    for (const strategy of ['lockstep', 'events', 'target', 'rounds', 'hybrid']) {
      for (const part of parts) {
        const refused = evaluate(`solve(cos(x) - x, x, 0, 1) + ${part} @ 120 places`, { strategy, timeout: 10_000 });
        await expect(refused).rejects.toThrow(/too large|too near/);
      }
    }
  });

  it('is given up where a number is too small to be counted, though each rise of a target is small', async () => {
    for (const strategy of ['lockstep', 'events', 'target', 'rounds', 'hybrid', 'auto']) {
      for (const line of ['atan(exp(-1e16)) @ 5', 'pi/sinh(2e15) @ 100']) {
        const refused = evaluate(line, { strategy, timeout: 5000 });
        await expect(refused).rejects.toThrow(/a number here is too (large|small)/);
      }
    }
  });

  it('is not given up where what is left of a half line is small enough', async () => {
    for (const small of ['sin(exp(1e15))*1e-30', 'atan(exp(1e15)) - pi/2', 'sin(exp(1e15))*exp(-1e15)']) {
      const { value } = await evaluate(`solve(cos(x) - x, x, 0, 1) + ${small} @ 20 places`, { timeout: 2000 });
      expect(value).toBe('0.73908513321516064166');
    }
  });

  it('is not given up where a number that half lines make has just not been refined yet', async () => {
    const numbers = ['atan(exp(1e15)) + sqrt(2) + pi', '(1 + sin(exp(1e15))*10^-1000)*atan(exp(1e15)) + sqrt(2)'];
    for (const number of numbers) {
      const line = `${number} @ 800`;
      const { value } = await evaluate(line);
      for (const strategy of ['lockstep', 'events', 'target', 'rounds', 'hybrid']) {
        for (const threads of [0, 2]) expect((await evaluate(line, { strategy, threads })).value).toBe(value);
      }
    }
  });
});
