import { describe, expect, test } from 'vitest';
import { parseStatement } from '../../grammar/parse.ts';
import type { Directive } from '../../src/ast.ts';
import { formatOf, strategyOf } from '../../src/session/asked.ts';
import { defaultSettings } from '../../src/settings.ts';

const at = (directives: string): readonly Directive[] => {
  const statement = parseStatement(`1 ${directives}`);
  return statement.kind === 'expression' ? statement.at : expect.fail(directives);
};

describe('what a statement asks for', () => {
  test('is what stands behind its @, then what is set, then the default', () => {
    const settings = defaultSettings();
    expect(formatOf(settings, [])).toMatchObject({ precision: { kind: 'digits', count: 20 }, asked: false, base: 10 });
    const changed = { ...settings, precision: { kind: 'places', count: 3 } as const, base: 16, strategy: 'pull' };
    expect(formatOf(changed, [])).toMatchObject({ precision: { kind: 'places', count: 3 }, asked: true, base: 16 });
    expect(formatOf(changed, at('@ 9 bits, cf, base 2'))).toMatchObject({
      precision: { kind: 'bits', count: 9 },
      form: 'cf',
      base: 2,
    });
    expect(strategyOf(settings, []).name).toBe('auto');
    expect(strategyOf(changed, at('@ 5')).name).toBe('pull');
    expect(strategyOf(changed, at('@ strategy caps')).name).toBe('caps');
  });

  test.each([
    ['@ tol 2.5e-3', 25n, 10_000n],
    ['@ tol 1e2', 100n, 1n],
    ['@ tol 0x1p-8', 1n, 256n],
  ])('%s is exact', (text, num, den) => {
    const { precision } = formatOf(defaultSettings(), at(text));
    expect(precision.kind === 'tol' && precision.num * den === num * precision.den).toBe(true);
  });

  test.each(['@ tol 1e-99999999', '@ tol 1e99999999', '@ tol 1e-9999999999999'])('%s is refused at once', (text) => {
    expect(() => formatOf(defaultSettings(), at(text))).toThrow(
      expect.objectContaining({ code: 'PARSE', span: { start: 4, end: text.length + 2 } }),
    );
  });
});
