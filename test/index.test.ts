import { describe, expect, it } from 'vitest';
import * as real from '../src/index.ts';
import { evaluate } from '../src/index.ts';

describe('evaluate', () => {
  it('answers expressions and relations', async () => {
    expect(await evaluate('1/3 + 1/6')).toMatchObject({ kind: 'answer', value: '0.5', exact: '1/2' });
    expect(await evaluate('sqrt(2)', { digits: 30 })).toMatchObject({ value: '1.41421356237309504880168872421' });
    expect(await evaluate('sqrt(2) @ 5', { digits: 30 })).toMatchObject({ value: '1.4142' });
    expect(await evaluate('pi', { precision: { kind: 'places', count: 3 }, round: 'floor' })).toMatchObject({
      value: '3.141',
    });
    expect(await evaluate('pi > 3')).toMatchObject({ kind: 'truth', value: true });
  });

  it.each([
    ['1 + * 2', 'PARSE', real.ParseError, '*'],
    ['2*foo', 'NAME', real.NameError, 'foo'],
    ['1 + sin(1, 2)', 'ARITY', real.ArityError, 'sin'],
    ['ln(2 - 3)', 'DOMAIN', real.DomainError, '2 - 3'],
    ['1/sin(pi)', 'DIVISION_BY_ZERO', real.DivisionByZeroError, 'sin(pi)'],
    ['9^9^9^9', 'LIMIT', real.LimitError, undefined],
  ])('%s rejects with %s', async (line, code, type, at) => {
    const error: unknown = await evaluate(line).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(type);
    expect(error).toBeInstanceOf(real.RealError);
    if (!(error instanceof real.RealError)) return;
    expect(error.code).toBe(code);
    if (at !== undefined) expect(line.slice(error.span?.start, error.span?.end)).toBe(at);
  });

  it('gives up when told', async () => {
    const controller = new AbortController();
    controller.abort();
    await expect(evaluate('pi', { signal: controller.signal })).rejects.toBeInstanceOf(real.CancelledError);
  });

  it('is for expressions, and checks the digits', async () => {
    await expect(evaluate('x = 2')).rejects.toBeInstanceOf(TypeError);
    await expect(evaluate(':help')).rejects.toBeInstanceOf(TypeError);
    await expect(evaluate('pi', { digits: 0 })).rejects.toMatchObject({ code: 'USAGE' });
    await expect(evaluate('pi', { digits: 1.5 })).rejects.toMatchObject({ code: 'USAGE' });
  });

  it('keeps evaluations that run at once apart: one is cancelled, one has a deadline, one goes on', async () => {
    // Long chains give the event loop its turn between steps, and each other theirs.
    const chain = (start: string): string => Array.from({ length: 400 }).reduce<string>((x) => `cos(${x} + 1)`, start);
    const controller = new AbortController();
    const cancelled = evaluate(chain('2'), { digits: 400, signal: controller.signal, threads: 0 });
    const late = evaluate(chain('3'), { digits: 400, timeout: 1, threads: 0 });
    const whole = evaluate(chain('4'), { digits: 30, threads: 0 });
    setTimeout(() => controller.abort(), 5);
    const outcomes = await Promise.allSettled([cancelled, late, whole]);
    expect(outcomes).toMatchObject([
      { reason: { code: 'CANCELLED' } },
      { reason: { code: 'LIMIT' } },
      { value: { digits: 30 } },
    ]);
  });
});
