import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseExpression } from '../../grammar/parse.ts';
import { build } from '../../src/dag/build.ts';
import type { Node } from '../../src/node.ts';
import type { Format } from '../../src/outcome.ts';
import { partsBelow } from '../../src/run/anatomy.ts';
import { write } from '../../src/run/answer.ts';
import { createEngine } from '../../src/run/engine.ts';
import { auto } from '../../src/schedule/auto.ts';
import { defaultSettings } from '../../src/settings.ts';

const FORMAT: Format = {
  precision: { kind: 'digits', count: 20 },
  asked: true,
  form: 'decimal',
  base: 10,
  round: 'nearest',
  group: '',
};

/** What 20 digits of an expression ask of the numbers below it. */
const anatomyOf = async (text: string) => {
  const engine = createEngine(defaultSettings());
  const result = (): Node => expect.fail('no results here');
  const { node, spans } = build(parseExpression(text), { table: engine.table, scope: { names: new Map() }, result });
  const request = { written: node, spans, line: text, bits: 67, strategy: auto };
  const { resolved, value } = await engine.evaluate(request, function* (structure, root) {
    return yield* write(structure, root, FORMAT);
  });
  return { root: resolved, parts: partsBelow(resolved, value.bits === 0 ? null : value.wanted, engine.enclosure) };
};

describe('the anatomy of an answer', () => {
  it('has a row for each number that is not written as a rational, operands first', async () => {
    const { root, parts } = await anatomyOf('sqrt(2)*sin(3) + exp(sqrt(2)) + 1/3');
    const at = new Map(parts.map(({ node }, i) => [node, i]));
    expect(at.size).toBe(parts.length);
    expect(at.get(root)).toBe(parts.length - 1);
    for (const { node } of parts) {
      expect(node.value).toBeUndefined();
      for (const arg of node.args) if (arg.value === undefined) expect(at.get(arg)).toBeLessThan(at.get(node) ?? 0);
    }
  });

  it('shows what a cancellation costs: sqrt(10^2k + 1) - 10^k loses the bits of 2 * 10^2k', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 5, max: 200 }), async (k) => {
        const { root, parts } = await anatomyOf(`sqrt(10^${2 * k} + 1) - 10^${k}`);
        const { lost, demanded } = parts.at(-1) ?? expect.fail('no parts');
        // The difference is 1 / (2 * 10^k), so that log2(10^k / it) bits are the same in both.
        expect(Math.abs(lost - Math.log2(2) - 2 * k * Math.log2(10))).toBeLessThan(4);
        const operand = parts.find(({ node }) => root.args.includes(node));
        expect(operand?.demanded).toBe((demanded ?? 0) + lost);
      }),
      { numRuns: 20 },
    );
  });

  it('loses nothing worth a word where nothing cancels', async () => {
    const { parts } = await anatomyOf('sqrt(2) + pi*exp(1/3)');
    for (const { lost } of parts) expect(lost).toBeLessThan(8);
  });

  it('has reached what is demanded, but for the estimate that a demand is', async () => {
    const { parts } = await anatomyOf('exp(1/3)*sqrt(2) - ln(2)^5');
    for (const { demanded, reached } of parts) expect((reached ?? 0) + 4).toBeGreaterThanOrEqual(demanded ?? 0);
  });

  it('demands nothing of what is exact', async () => {
    const { parts } = await anatomyOf('1/2 + 1/4');
    expect(parts).toMatchObject([{ demanded: null, reached: null, lost: 0 }]);
  });
});
