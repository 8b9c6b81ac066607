import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { answerOf, blamed, digitsOf, errorOf, sessionWith } from './run/sessions.ts';

describe('statements that are handed in at once', () => {
  it.each([0, 2])('are answered one after the other, on %d threads', async (threads) => {
    const session = sessionWith({ threads });
    const lines = ['x = sqrt(2)', 'x*x', 'x = x + exp(1)', '1/0', 'pi @ 2000', 'x - exp(1) @ 30'];
    const outcomes = await Promise.all(lines.map((line) => session.run(line)));
    const values = outcomes.map((outcome) => (outcome.kind === 'answer' ? outcome.value.slice(0, 12) : outcome.kind));
    expect(values).toEqual(['defined', '2', 'defined', 'failure', '3.1415926535', '1.4142135623']);
    await session.close();
  });
});

describe('names', () => {
  it('hold numbers and not roundings', async () => {
    const session = sessionWith();
    expect(await session.run('x = sqrt(2) @ 5')).toEqual({ kind: 'defined', name: 'x' });
    expect(await digitsOf(session, 'x^2')).toBe('2');
    expect(await digitsOf(session, 'x @ 40')).toBe('1.414213562373095048801688724209698078570');
  });

  it('are previewed as their definition asks, which must make sense', async () => {
    const session = sessionWith();
    await session.run('x = sqrt(2) @ 5, interval');
    expect(await session.preview('x')).toMatchObject({ value: '[1.4142, 1.4143]' });
    expect(await digitsOf(session, 'x')).toBe('1.4142135623730950488');
    const line = 'x = pi @ 3, strategy nonsense';
    const error = await errorOf(session, line);
    expect([error.code, blamed(line, error)]).toEqual(['PARSE', 'strategy nonsense']);
    expect(error.hint).toContain('auto');
    expect(await session.preview('x')).toMatchObject({ value: '[1.4142, 1.4143]' });
    await session.run('x = pi @ strategy events');
    expect(await session.preview('x')).toMatchObject({ value: '3.1415926535897932385', strategy: 'events' });
    await session.run('x = 3');
    expect(await session.preview('x')).toMatchObject({ value: '3' });
  });

  it('evaluate nothing until they are used', async () => {
    const session = sessionWith();
    expect((await session.run('x = 1/0')).kind).toBe('defined');
    expect((await errorOf(session, '2 + x')).code).toBe('DIVISION_BY_ZERO');
  });

  it('take the old value on the right of a new definition', async () => {
    const session = sessionWith();
    for (const line of ['x = 2', 'y = x + 1', 'x = x*10 + y', 'x = x*x']) await session.run(line);
    expect(await digitsOf(session, 'x')).toBe('529');
    expect(await digitsOf(session, 'y')).toBe('3');
  });

  it('keep functions with the names of their time', async () => {
    const session = sessionWith();
    for (const line of ['a = 2', 'f(t) = a*t', 'g(s, t) = f(s) - t', 'a = 5', 'f(t) = t^9']) await session.run(line);
    expect(await digitsOf(session, 'g(10, 1)')).toBe('19');
    expect(await digitsOf(session, 'f(a - 3)')).toBe('512');
  });

  it('keep what only functions of functions hold on to, however much is swept away', async () => {
    const session = sessionWith();
    for (const line of ['a = sqrt(2)', 'f(t) = a*t', 'a = 5', 'g(s) = f(s) + 1', 'f(t) = t^9']) await session.run(line);
    for (let i = 0; i < 45_000; i += 1) await session.run(`x = ${i}/7`);
    expect(await digitsOf(session, '(g(3) - 1)^2')).toBe('18');
  });

  it('cannot be those of the language, and wrong ones inside a function are found where they are written', async () => {
    const session = sessionWith();
    for (const line of ['pi = 3', 'sin(x) = x', 'ans = 1']) expect((await session.run(line)).kind).toBe('failure');
    expect((await errorOf(session, 'e = 2')).code).toBe('NAME');
    const line = 'f(x) = sqt(x)';
    const error = await errorOf(session, line);
    expect([error.code, blamed(line, error)]).toEqual(['NAME', 'sqt']);
    expect((await errorOf(session, 'f(2)')).code).toBe('NAME');
  });

  it('are told apart from functions, and quoted no longer than anyone reads', async () => {
    const session = sessionWith();
    for (const line of ['f(a, b) = a*b', 'x = 1']) await session.run(line);
    expect(await errorOf(session, 'f(1)')).toMatchObject({ code: 'ARITY', hint: 'write f(a, b)' });
    expect(await errorOf(session, 'f')).toMatchObject({ code: 'ARITY', hint: 'write f(a, b)' });
    expect((await errorOf(session, 'x(1)')).code).toBe('NAME');
    const long = 'z'.repeat(100_000);
    for (const line of [
      long,
      `${long}(1)`,
      `:${long}`,
      `:help ${long}`,
      `:set ${long} 1`,
      `:more ${long}`,
      `:digits ${long}`,
    ])
      expect((await errorOf(session, line)).message.length).toBeLessThan(150);
  });

  it('are listed, functions with their parameters', async () => {
    const session = sessionWith();
    for (const line of ['x = 1', 'f(a, b) = a*b', 'x = 2']) await session.run(line);
    expect([...session.definitions()]).toEqual([
      { name: 'x', params: undefined, text: 'x = 2' },
      { name: 'f', params: ['a', 'b'], text: 'f(a, b) = a*b' },
    ]);
    expect([session.isDefined('f'), session.isDefined('pi')]).toEqual([true, false]);
  });
});

describe('results', () => {
  it('are ans, _ and %n, and stay exact', async () => {
    const session = sessionWith();
    for (const line of ['1/3', 'sqrt(2) @ 3', 'pi', 'x = 7', '1/0', '2 < 3']) await session.run(line);
    expect(await digitsOf(session, 'ans - pi')).toBe('0');
    expect(await digitsOf(session, '%2^2')).toBe('2');
    expect(await digitsOf(session, '%1 + _ - _')).toBe('0.33333333333333333333');
    expect(await digitsOf(session, '* 3')).toBe('1');
  });

  it('are refused where there is none', async () => {
    const session = sessionWith();
    expect((await errorOf(session, 'ans')).code).toBe('NAME');
    const error = await errorOf(session, '* 2');
    expect([error.code, error.span]).toEqual(['PARSE', { start: 0, end: 1 }]);
    await session.run('1');
    expect((await errorOf(session, '%2')).message).toBe('there is only one result so far');
    await session.run('2');
    expect((await errorOf(session, '%3')).message).toBe('there are only 2 results so far');
    const zero = await errorOf(session, '1 + %0');
    expect([zero.code, blamed('1 + %0', zero), zero.hint]).toEqual(['PARSE', '%0', 'the last one is ans']);
  });
});

describe('relations', () => {
  it('agree with rationals', async () => {
    const number = fc.tuple(fc.integer({ min: -9, max: 9 }), fc.integer({ min: 1, max: 9 }));
    await fc.assert(
      fc.asyncProperty(number, number, async ([a, b], [c, d]) => {
        const session = sessionWith();
        const difference = a * d - c * b;
        const expected = {
          '<': difference < 0,
          '<=': difference <= 0,
          '>': difference > 0,
          '>=': difference >= 0,
          '==': difference === 0,
          '!=': difference !== 0,
        };
        for (const [op, value] of Object.entries(expected)) {
          expect(await session.run(`${a}/${b} ${op} ${c}/${d}`)).toMatchObject({ kind: 'truth', value });
          expect(await session.run(`pi*(${a}/${b}) ${op} pi*(${c}/${d})`)).toMatchObject({ kind: 'truth', value });
        }
      }),
      { numRuns: 30 },
    );
  });

  it('see small differences, and say where they cannot', async () => {
    const session = sessionWith();
    expect(await session.run('e^(pi*sqrt(163)) == 262537412640768744')).toMatchObject({ value: false });
    expect(await session.run('sqrt(2)*sqrt(3) == sqrt(6)')).toMatchObject({ value: true });
    await session.run(':set search-bits 100');
    const error = await errorOf(session, 'exp(1e-50) > 1 + 1e-50 + 1e-100/2');
    expect(error.code).toBe('UNDECIDED');
    await session.run(':set search-bits auto');
    expect(await session.run('exp(1e-50) > 1 + 1e-50 + 1e-100/2')).toMatchObject({ value: true });
  });
});

describe('what stays open', () => {
  const zero = 'sqrt(2) + sqrt(3) - sqrt(5 + 2*sqrt(6))';

  it('of a relation names its two sides, with bounds of their difference', async () => {
    const line = `  sqrt(2) + sqrt(3) <= sqrt(5 + 2*sqrt(6)) # sides`;
    const error = await errorOf(sessionWith({ searchBits: 300 }), line);
    expect(error.message).toMatch(
      /^cannot tell whether 'sqrt\(2\) \+ sqrt\(3\)' <= 'sqrt\(5 \+ 2\*sqrt\(6\)\)': \|sqrt\(2\) \+ sqrt\(3\) - sqrt\(5 \+ 2\*sqrt\(6\)\)\| < 1e-\d+$/,
    );
    expect(blamed(line, error)).toBe(line.slice(2, -8));
    expect('lo' in error && 'hi' in error && Number(error.lo) <= 0 && Number(error.hi) >= 0).toBe(true);
  });

  it.each([
    [`1/(${zero})`, `'(${zero})' is zero: |x|`],
    [`asin(1 + ${zero})`, 'is 1: |x - 1|'],
    [`acos(${zero} - 1)`, 'is -1: |x + 1|'],
    [`floor(7 + ${zero})`, 'is 7: |x - 7|'],
    [`tan(pi/2 + ${zero})`, 'is a pole of tan'],
    [`log(2, 1 + ${zero})`, 'is 1: |ln x|'],
  ])('of %s is said of the number that it is about', async (line, part) => {
    const { code, message } = await errorOf(sessionWith({ searchBits: 300 }), line);
    expect([code, message.replace(/.*' is/, 'is')]).toEqual([
      'UNDECIDED',
      expect.stringContaining(part.replace(/.*' is/, 'is')),
    ]);
  });
});

describe('answers', () => {
  it('say what they are', async () => {
    const session = sessionWith();
    expect(await answerOf(session, '1/3 + 1/6')).toMatchObject({
      value: '0.5',
      numberKind: 'rational',
      exact: '1/2',
      rounding: 'exact',
    });
    expect(await answerOf(session, 'sqrt(2) @ 10')).toMatchObject({
      value: '1.414213562',
      numberKind: 'algebraic',
      exact: null,
      rounding: 'nearest',
      digits: 10,
    });
    expect((await answerOf(session, 'exp(2)')).numberKind).toBe('real');
    const { stats } = await answerOf(session, 'cos(3/7) @ 100');
    expect(stats.refiners.find(({ node }) => node === 'cos')).toMatchObject({ thread: 0 });
    expect(stats.steps).toBe(stats.refiners.reduce((sum, { steps }) => sum + steps, 0));
  });

  it('reuse what is known: the same digits again take no step', async () => {
    const session = sessionWith();
    await session.run('x = exp(1/7)*ln(3)');
    expect((await answerOf(session, 'x @ 200')).stats.steps).toBeGreaterThan(0);
    expect((await answerOf(session, 'x @ 150')).stats.steps).toBe(0);
    expect((await answerOf(session, 'x @ 400')).stats.steps).toBeGreaterThan(0);
  });

  it('name the part at fault, of the line at hand or of an earlier one', async () => {
    const session = sessionWith();
    const line = '2 + sqrt(1 - 3)*4';
    expect(blamed(line, await errorOf(session, line))).toBe('1 - 3');
    await session.run('z = cos(pi/2)');
    const error = await errorOf(session, '3/z');
    expect([error.code, blamed('3/z', error)]).toEqual(['DIVISION_BY_ZERO', 'z']);
  });

  it('leave a significant digit open that nothing decides, with bounds, and places not', async () => {
    const session = sessionWith({ searchBits: 300 });
    await session.run('tiny = exp(1e-50) - (1 + 1e-50 + 1e-100/2 + 1e-150/6)');
    expect(await digitsOf(session, 'tiny @ 20 places')).toBe('0');
    const error = await errorOf(session, 'tiny @ 3');
    expect(error).toMatchObject({ code: 'UNDECIDED' });
    expect('lo' in error && 'hi' in error && Number(error.lo) <= 0 && Number(error.hi) >= 0).toBe(true);
  });
});
