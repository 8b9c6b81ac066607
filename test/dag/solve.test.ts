import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseStatement } from '../../grammar/parse.ts';
import { build } from '../../src/dag/build.ts';
import { resolve } from '../../src/dag/resolve.ts';
import type { Node } from '../../src/node.ts';
import { createWorkbench, type Workbench } from '../exact/workbench.ts';
import { answerOf, blamed, digitsOf, errorOf, sessionWith } from '../run/sessions.ts';

/** The written and the resolved nodes of expressions in one graph. */
const nodesOf = async (bench: Workbench, ...lines: readonly string[]): Promise<{ written: Node; resolved: Node }[]> => {
  const { graph, s, settle } = bench;
  const known = new Map<Node, Node>();
  const made = [];
  for (const line of lines) {
    const statement = parseStatement(line);
    if (statement.kind !== 'expression') throw new Error(`'${line}' is no expression`);
    const { node } = build(statement.body, {
      table: graph,
      scope: { names: new Map() },
      result: () => expect.fail('no result'),
    });
    made.push({ written: node, resolved: await settle(resolve(s, node, known, () => {})) });
  }
  return made;
};

describe('solve', () => {
  it.each([
    ['solve(x^2-2, x, 1, 2) @ 50', '1.4142135623730950488016887242096980785696718753769'],
    ['solve(cos(x)-x, x, 0, 1) @ 30', '0.739085133215160641655312087674'],
    ['solve(x^3-x-1, x, 1, 2)', '1.3247179572447460260'],
    ['solve(tan(x) - x, x, 4, 4.6)', '4.4934094579090641753'],
    ['solve(exp(x)-3, x, 0, 2) - ln(3) @ 30 places', '0'],
    ['solve(asin(x) - 1/2, x, 0, 1) - sin(1/2) @ 30 places', '0'],
    ['solve(log(x, x + 1) - 1/2, x, 1, 9) - phi @ 30 places', '0'],
    ['solve(x^pi - 2, x, 0, 3) - 2^(1/pi) @ 30 places', '0'],
    ['solve(1e-100*(x - 0.3), x, 0, 1)', '0.30000000000000000000'],
    ['solve(x^101, x, -1, 2) @ 20 places', '0'],
    ['solve(x*sqrt(x^2), x, -1, 2) @ 20 places', '0'],
    ['solve(x - pi, x, 3, 4) == solve(y - pi, y, 3, 4)', 'true'],
    ['solve(5 - x^2, x, 1, 10)^2 - 5 @ 60 places', '0'],
  ])('%s is %s', async (line, value) => {
    const outcome = await sessionWith().run(line);
    expect(outcome.kind === 'truth' ? `${outcome.value}` : 'value' in outcome ? outcome.value : outcome).toBe(value);
  });

  it.each([
    ['solve(x - 1/2, x, 0, 1)', '1/2'],
    ['solve(x^2 - 1/16, x, 0, 1)', '1/4'],
    ['solve(sqrt(x) - 1/2, x, 0, 1)', '1/4'],
    ['solve(sin(x), x, -1, 1) + 1/3', '1/3'],
    ['solve(sin(x), x, 0, 1)', '0'],
    ['solve(cos(pi*x), x, 0, 1/2)', '1/2'],
    ['solve(max(0, x - 1/2) + min(0, x + 1/2), x, -1, 1)', '0'],
    ['solve(x, x, -1, 2^40)', null],
  ])('%s is the exact number %s', async (line, exact) => {
    expect((await answerOf(sessionWith({ precision: { kind: 'places', count: 10 } }), line)).exact).toBe(exact);
  });

  it('takes any real ends, and is an end where the expression is 0 there', async () => {
    expect(await digitsOf(sessionWith(), 'solve(cos(x), x, 1, pi) - pi/2 @ 40 places')).toBe('0');
    expect(await digitsOf(sessionWith(), 'solve(x^2 - 2, x, 1/3, sqrt(5)) - sqrt(2) @ 40 places')).toBe('0');
    expect(await digitsOf(sessionWith(), 'solve(sin(x), x, 3, pi) - pi')).toBe('0');
    expect(await digitsOf(sessionWith(), 'solve(x - 1/3, x, 1/3, 2) == 1/3').catch(() => 'truth')).toBe('truth');
  });

  it('is what the same expression is there, for any root that is planted', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: -99, max: 99 }),
        fc.integer({ min: 1, max: 40 }),
        fc.constantFrom(
          'exp(x)',
          'x^3',
          'atan(x)',
          'sinh(x)',
          'cbrt(x)',
          'x + sin(x)/2',
          '-x',
          'asinh(x)',
          '1/(4 - x)',
        ),
        async (num, thirtieths, f) => {
          const root = `(${num}/30)`;
          const ends = `(${num - thirtieths}/30), (${num + 7}/30)`;
          const line = `let f(x) = ${f} in solve(f(x) - f${root}, x, ${ends}) - ${root} @ 25 places`;
          expect(await digitsOf(sessionWith(), line)).toBe('0');
        },
      ),
      { numRuns: 40 },
    );
  });

  it('binds its unknown and nothing else', async () => {
    const session = sessionWith();
    await session.run('x = 7');
    await session.run('f(t) = solve(x^2 - t, x, 0, t + 1)');
    await session.run('g(x) = solve(y - x, y, x - 1, x + 2)');
    for (const line of [
      'f(9) - 3',
      'f(f(16)) - 2',
      'solve(x - 2, x, 0, 3) + x - 9',
      'solve(solve(x^2 - 2, x, 0, 2) - x, x, 0, 3) - sqrt(2)',
      'solve(solve(y^2 - x, y, 0, 2) - 1.2, x, 1/2, 3) - 1.44',
      'solve(solve(x^2 - y, x, 0, 2) - 1.2, y, 1/2, 3) - 1.44',
      'solve(f(t) - 3, t, 1, 20) - 9',
      'solve(g(x) - 5/3, x, 0, 4) - 5/3',
      'solve(g(g(t)) - f(2), t, 0, 4) - sqrt(2)',
      'let x = 3, h(t) = t - x in solve(h(x), x, 0, 5) - 3',
      'solve(let x = 2*x in x - 3, x, 0, 5) - 3/2',
      'solve(algebraic(0, 2, -2, 0, 1)*x - 2, x, 0, 5) - sqrt(2)',
    ]) {
      expect(await digitsOf(session, `${line} @ 12 places`), line).toBe('0');
    }
  });

  it('is one node for equal expressions, however its unknown is called and wherever it stands', async () => {
    const bench = createWorkbench();
    const [one, other, nested, more] = await nodesOf(
      bench,
      'solve(x^2 - 2, x, 1, 2)',
      'solve(y^2 - 2, y, 1, 2)',
      'solve(solve(t^2 - 2, t, 1, 2) - y, y, 1, 2)',
      'solve(x^2 - 3, x, 1, 2)',
    );
    expect(one?.resolved.op).toBe('solve');
    expect(other?.resolved).toBe(one?.resolved);
    expect(more?.resolved).not.toBe(one?.resolved);
    expect(nested?.resolved.body?.args).toContain(one?.resolved);
    expect(one?.written.args.length).toBe(2);
  });

  it('keeps what it stands for when the session is swept', async () => {
    const session = sessionWith({ cache: false });
    await session.run('r = solve(x^2 - sqrt(2), x, 1, 2)');
    for (let i = 0; i < 3; i += 1)
      await session.run(`sum = ${Array.from({ length: 9000 }, (_, k) => `sin(${i}${k})`).join('+')}`);
    expect(await digitsOf(session, 'r^4 - 2 @ 40 places')).toBe('0');
  });

  it('knows as much of the kind as is evident', async () => {
    const kind = async (line: string): Promise<string> => (await answerOf(sessionWith(), line)).numberKind;
    expect(await kind('solve(x^2 - 2, x, 1, 2)')).toBe('real');
    expect(await kind('solve(x - 1/2, x, 0, 1)')).toBe('rational');
    expect(await kind('algebraic(1, 2, -2, 0, 1) + 1')).toBe('algebraic');
    expect(await kind('algebraic(0, 1, -1, 3)')).toBe('rational');
  });
});

describe('a solve that has no answer', () => {
  it.each([
    ['solve(x^2 + 1, x, 1, 2)', 'DOMAIN', 'x^2 + 1', 'is positive at both ends, x = 1 and x = 2'],
    ['solve(t^2 - 9, t, -pi/2, 1)', 'DOMAIN', 't^2 - 9', 'is negative at both ends, t = (-pi)/2 and t = 1'],
    ['solve(3, x, 1, 2)', 'DOMAIN', '3', 'is positive at both ends'],
    ['solve(x - 1, x, 3, 0)', 'DOMAIN', '3', 'the lower end of the bracket is above the upper one: 3 > 0'],
    ['solve(ln(x - 1), x, 1/2, 2)', 'DOMAIN', 'x - 1', 'at x = 1/2: logarithm of a negative number'],
    ['solve(1/x, x, 0, 2)', 'DIVISION_BY_ZERO', 'x', 'at x = 0: division by zero'],
    ['solve(solve(y - 1/x, y, 0, 2), x, 0, 2)', 'DIVISION_BY_ZERO', 'x', 'at x = 0: division by zero'],
    ['solve(1/x, x, -1, 1)', 'DOMAIN', '1/x', "'1/x' has no value at x = 0, inside of the bracket"],
    ['solve(1/(x - 1/3), x, -1, 1)', 'UNDECIDED', '1/(x - 1/3)', 'a pole or a jump'],
    ['solve(tan(x), x, 1, 2)', 'UNDECIDED', 'tan(x)', 'a pole or a jump'],
    ['solve(atan(1/(x - 1/3)), x, -1, 1)', 'UNDECIDED', 'atan(1/(x - 1/3))', 'a pole or a jump'],
    ['solve((x - 1/3)/abs(x - 1/3), x, 0, 1)', 'UNDECIDED', '(x - 1/3)/abs(x - 1/3)', 'a pole or a jump'],
    ['solve(floor(x) - 1/2, x, 0, 3)', 'DOMAIN', 'x', 'stands in one that jumps'],
    ['solve(x % 2 - 1, x, 0, 3)', 'DOMAIN', 'x % 2', 'stands in one that jumps'],
    ['solve(x! - 2, x, 1, 3)', 'DOMAIN', 'x', 'stands in one that jumps'],
    ['solve(sqrt(-2) + x, x, 1, 3)', 'DOMAIN', '-2', 'square root of a negative number'],
    ['solve(x*exp(-1/x^2), x, -1, 2)', 'LIMIT', 'x*exp(-1/x^2)', 'cannot tell the signs'],
    ['solve(16*atan(1/5) - 4*atan(1/239) - pi + x, x, 0, 2)', 'UNDECIDED', undefined, 'at x = 0: |f| < 1e-'],
    ['solve(x, 3, 1, 2)', 'NAME', '3', 'the second argument of solve is the name of its unknown'],
    ['solve(x, pi, 1, 2)', 'NAME', 'pi', 'built in'],
    ['solve(x, x)', 'ARITY', 'solve', 'takes 4 arguments, not 2'],
    ['solve(y, x, 1, 2)', 'NAME', 'y', "unknown name 'y'"],
    ['solve(x, x, x, 2)', 'NAME', 'x', "unknown name 'x'"],
    ['algebraic(0, 1, 1, 0, 1)', 'DOMAIN', '0', 'no change of sign in [0, 1]: it is positive at both ends'],
    ['algebraic(2, 1, -1, 1)', 'DOMAIN', '2', 'above the upper one'],
    ['algebraic(0, pi, -2, 1)', 'DOMAIN', 'pi', 'must be rational'],
    ['algebraic(0, 2, -2, 1.5, 2)', 'DOMAIN', '1.5', 'must be integers'],
    ['algebraic(0, 2, 0, 0)', 'DOMAIN', '0', 'degree 0'],
    ['solve(algebraic(0, 2, -2, x), x, 1, 2)', 'DOMAIN', 'x', 'must be integers'],
  ])('%s: %s', async (line, code, at, message) => {
    const error = await errorOf(sessionWith({ searchBits: 300 }), line);
    expect(error.message).toContain(message);
    expect(error.code).toBe(code);
    if (at !== undefined) expect(blamed(line, error)).toBe(at);
  });

  it('says where the sign changes at a pole', async () => {
    const error = await errorOf(sessionWith(), 'solve(1/(x - 1/3), x, -1, 1)');
    expect('lo' in error && Math.abs(Number(error.lo) - 1 / 3) < 1e-4).toBe(true);
  });

  it('is refused where it is nested too deep', async () => {
    const nest = (n: number): string => (n === 0 ? 'x0' : `solve(x${n} - ${nest(n - 1)}, x${n}, 0, 2)`);
    expect((await errorOf(sessionWith(), `let x0 = 1 in ${nest(9)}`)).code).toBe('LIMIT');
    expect(await digitsOf(sessionWith(), `let x0 = 1 in ${nest(8)}`)).toBe('1');
  });

  it('is cancelled while its bracket is looked at', async () => {
    const session = sessionWith();
    const controller = new AbortController();
    setTimeout(() => controller.abort(), 30);
    const line = 'let g(x) = solve(sin(y) - x, y, 0, 3/2) in solve(1/(g(x) - 1/3), x, 0, 1/2)';
    expect(await session.run(line, { signal: controller.signal })).toMatchObject({ error: { code: 'CANCELLED' } });
    expect(await digitsOf(session, '1 + 1')).toBe('2');
  });

  it('ends at its timeout', async () => {
    const error = await errorOf(sessionWith({ timeout: 200 }), 'solve(sin(x) - exp(x)/9, x, 0, 1) @ 100000');
    expect(error.message).toContain('200 ms');
  });
});

describe('algebraic', () => {
  it.each([
    ['algebraic(1, 2, -2, 0, 1) - sqrt(2)'],
    ['algebraic(1/3, 5/3, -2, 0, 1) - sqrt(2)'],
    ['algebraic(-2, -1, -2, 0, 1) + sqrt(2)'],
    ['algebraic(1, 2, 1, 1, 0, -1) - (cbrt(1/2 + sqrt(23/108)) + cbrt(1/2 - sqrt(23/108)))'],
    ['algebraic(1, 2, -1, -1, 1) - phi'],
    ['algebraic(3, 4, 1, 0, -10, 0, 1) - (sqrt(2) + sqrt(3))'],
    ['algebraic(1/2, 1, -1, 0, 4, 0) - 1/2'],
    ['algebraic(0, 1/2, 1, -6, 0, 8) - sin(pi/18)'],
    ['algebraic(0, 2, -8, 12, -6, 1)  - 2'],
    ['algebraic(0, 9, -8, 0, 12, 0, -6, 0, 1) - sqrt(2)'],
  ])('%s is 0', async (line) => {
    expect(await digitsOf(sessionWith(), `${line} @ 60 places`)).toBe('0');
  });

  it('finds rational roots out', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.bigInt({ min: -999n, max: 999n }),
        fc.bigInt({ min: 1n, max: 999n }),
        fc.bigInt({ min: 1n, max: 50n }),
        async (p, q, c) => {
          // (q x − p)(x² + c), with the root inside.
          const coefficients = [-p * c, q * c, -p, q].join(', ');
          const { exact } = await answerOf(sessionWith(), `algebraic(-1000, 1001, ${coefficients}) - (${p}/${q})`);
          expect(exact).toBe('0');
        },
      ),
      { numRuns: 60 },
    );
  });
});
