import { describe, expect, it } from 'vitest';
import { parseStatement } from '../../grammar/parse.ts';
import type { Expr } from '../../src/ast.ts';
import { type Built, build, type Scope, visibleNames } from '../../src/dag/build.ts';
import { createNodeTable, reachable } from '../../src/dag/graph.ts';
import { RealError } from '../../src/errors.ts';
import type { Node } from '../../src/node.ts';

const parse = (line: string): Expr => {
  const statement = parseStatement(line);
  if (statement.kind !== 'expression') throw new Error(`'${line}' is no expression`);
  return statement.body;
};

const createBuilder = () => {
  const table = createNodeTable();
  const results: Node[] = [];
  const buildWith = (line: string, scope: Scope = { names: new Map() }): Built =>
    build(parse(line), {
      table,
      scope,
      result: (index) => {
        const node = results[index === 0 ? results.length - 1 : index - 1];
        if (node === undefined) throw new RealError('NAME', 'no result');
        return node;
      },
    });
  return { table, results, build: buildWith, node: (line: string) => buildWith(line).node };
};

const failure = (work: () => unknown): RealError => {
  try {
    work();
  } catch (error) {
    if (error instanceof RealError) return error;
    throw error;
  }
  return expect.fail('nothing was thrown');
};

describe('sharing', () => {
  it.each([
    ['1/2', '2/4 * 1', false],
    ['0.5', '1/2', false],
    ['0.5', '5e-1', true],
    ['0x10', '16', true],
    ['sin(1) + sin(1)', '(sin(1)) + (sin(1))', true],
    ['a + 1', '1 + a', false],
    ['a*b/c', '(a*b)/c', true],
    ['a*b/c', 'a*(b/c)', false],
    ['2^3^2', '2^(3^2)', true],
    ['2^3^2', '(2^3)^2', false],
    ['-2^2', '-(2^2)', true],
    ['a mod b', 'a % b', true],
    ['a - b', 'a + -b', true],
    ['let t = a + 1 in t*t', '(a + 1)*(a + 1)', true],
    ['let f(t) = t*t in f(a)', 'a*a', true],
  ])('%s and %s: one node is %s', (left, right, same) => {
    const builder = createBuilder();
    const names = new Map(['a', 'b', 'c'].map((name) => [name, builder.table.node(`unknown ${name}`, [])]));
    const one = builder.build(left, { names }).node;
    expect(builder.build(right, { names }).node === one).toBe(same);
  });

  it('makes a sum one node of all its terms, and operands before what uses them', () => {
    const { node } = createBuilder();
    const sum = node('pi - 2 + e - pi');
    expect(sum.op).toBe('+');
    expect(sum.args).toHaveLength(4);
    for (const each of reachable([node('sin(pi)/(1 + exp(2))^3!')])) {
      for (const arg of each.args) expect(arg.id).toBeLessThan(each.id);
    }
  });

  it('keeps a power of ten that is too long to be written out', () => {
    const { node } = createBuilder();
    expect(node('1e1000').value?.num).toBe(10n ** 1000n);
    expect(node('1e-1000').value?.den).toBe(10n ** 1000n);
    expect(node('3e999999999999').value).toBeUndefined();
    expect(node('3e999999999999')).toBe(node('3*10^999999999999'));
  });
});

describe('scopes', () => {
  it('gives let bindings one after the other, each to those after it', () => {
    const { node } = createBuilder();
    expect(node('let x = 2, y = x^5 in let x = y - 1 in x*y')).toBe(node('(2^5 - 1)*2^5'));
  });

  it('ends a let with its body', () => {
    const { node } = createBuilder();
    expect(failure(() => node('(let x = 2 in x) + x')).code).toBe('NAME');
    expect(node('(let x = 2 in x) + (let x = 3 in x)')).toBe(node('2 + 3'));
  });

  it('lets a parameter shadow a name outside, and closes a function over its own scope', () => {
    const { node } = createBuilder();
    expect(node('let x = 2, f(t) = t + x in let x = 5 in f(x)')).toBe(node('5 + 2'));
    expect(node('let x = 2, f(x) = x^3 in f(7) + x')).toBe(node('7^3 + 2'));
    expect(node('let f(t) = t + 1, g(t) = f(t)*f(t^2) in g(3)')).toBe(node('(3 + 1)*(3^2 + 1)'));
  });

  it('sees no function inside of itself', () => {
    const { node } = createBuilder();
    expect(failure(() => node('let f(t) = f(t - 1) in f(3)')).code).toBe('NAME');
  });

  it('lists the visible names, the inner ones too', () => {
    const { node } = createBuilder();
    const outer: Scope = { names: new Map([['a', node('1')]]) };
    expect(visibleNames({ names: new Map([['b', node('2')]]), outer })).toEqual(['b', 'a']);
  });

  it('takes results by number and the last by ans', () => {
    const { node, results } = createBuilder();
    results.push(node('1'), node('pi'));
    expect(node('%1 + %2*ans')).toBe(node('1 + pi*pi'));
  });
});

describe('spans', () => {
  it('shows where each number of the line stands', () => {
    const { build: buildLine } = createBuilder();
    const line = '1/(sqrt(2) - cos(1)) + -3';
    const { node, spans } = buildLine(line);
    const texts = [...spans].map(([{ op, value }, { start, end }]) => [value?.num ?? op, line.slice(start, end)]);
    expect(new Map(texts as [unknown, string][])).toEqual(
      new Map<unknown, string>([
        [1n, '1'],
        [2n, '2'],
        ['sqrt', 'sqrt(2)'],
        ['cos', 'cos(1)'],
        ['+', line],
        ['/', '1/(sqrt(2) - cos(1))'],
        [3n, '3'],
        ['negate', '-3'],
      ]),
    );
    expect(spans.get(node)).toEqual({ start: 0, end: line.length });
  });

  it('has none for the inside of a function that was defined earlier', () => {
    const { build: buildLine, node } = createBuilder();
    const scope: Scope = { names: new Map() };
    const callee = { params: ['t'], body: parse('cos(t)/12345'), scope };
    const { node: called, spans } = buildLine('1 + f(2)', { names: new Map([['f', callee]]) });
    expect(called).toBe(node('1 + cos(2)/12345'));
    expect(spans.has(node('cos(2)/12345'))).toBe(true);
    expect(spans.has(node('cos(2)'))).toBe(false);
    expect(spans.has(node('12345'))).toBe(false);
  });
});

describe('faults', () => {
  it.each([
    ['2 + sine(1)', 'NAME', 'sine', "did you mean 'sin'?"],
    ['2*epx(1)', 'NAME', 'epx', "did you mean 'exp'?"],
    ['let radius = 2 in radus^2', 'NAME', 'radus', "did you mean 'radius'?"],
    ['qwertyuiop', 'NAME', 'qwertyuiop', undefined],
    ['pi(2)', 'NAME', 'pi', 'write pi*(…) to multiply'],
    ['let x = 1 in x(2)', 'NAME', 'x', 'write x*(…) to multiply'],
    ['let pi = 3 in pi', 'NAME', 'pi', undefined],
    ['let sin(x) = x in sin(1)', 'NAME', 'sin', undefined],
    ['sin + 1', 'ARITY', 'sin', 'write sin(x)'],
    ['let f(a, b) = a in f + 1', 'ARITY', 'f', 'write f(a, b)'],
    ['let f(a, b) = a in f(1)', 'ARITY', 'f', 'write f(a, b)'],
    ['sqrt(1, 2)', 'ARITY', 'sqrt', 'write sqrt(x)'],
    ['log(1, 2, 3)', 'ARITY', 'log', 'write log(x) or log(x, b)'],
    ['root(2)', 'ARITY', 'root', 'write root(x, n)'],
    ['atan2(1)', 'ARITY', 'atan2', 'write atan2(y, x)'],
  ])('%s is %s', (line, code, at, hint) => {
    const error = failure(() => createBuilder().node(line));
    expect(error.code).toBe(code);
    expect(line.slice(error.span?.start, error.span?.end)).toBe(at);
    expect(error.hint).toBe(hint);
  });

  it('says how many arguments it wants', () => {
    const { node } = createBuilder();
    const message = (line: string): string => failure(() => node(line)).message;
    expect(message('sin(1, 2)')).toBe("'sin' takes 1 argument, not 2");
    expect(message('log(1, 2, 3)')).toBe("'log' takes 1 to 2 arguments, not 3");
    expect(message('let f(a, b, c) = a in f(1)')).toBe("'f' takes 3 arguments, not 1");
  });
});

describe('size', () => {
  it('expands equal calls once', () => {
    const squarings = Array.from({ length: 60 }, (_, i) => `f${i + 1}(t) = f${i}(t)*f${i}(t)`);
    const { node } = createBuilder();
    const deep = node(`let f0(t) = t, ${squarings.join(', ')} in f60(3)`);
    expect(reachable([deep]).size).toBe(61);
  });
});
