import { describe, expect, it } from 'vitest';
import { COMMANDS } from '../src/commands.ts';
import { FUNCTIONS } from '../src/refine/functions.ts';
import { STRATEGIES } from '../src/schedule/strategies.ts';
import type { Session } from '../src/session.ts';
import { defaultSettings, SETTINGS } from '../src/settings.ts';
import { answerOf, blamed, digitsOf, errorOf, sessionWith } from './run/sessions.ts';

const textOf = async (session: Session, line: string): Promise<string> => {
  const outcome = await session.run(line);
  if (outcome.kind !== 'message') return expect.fail(`'${line}' came to ${outcome.kind}`);
  return outcome.text;
};

describe('settings', () => {
  it('change what follows, and are shown', async () => {
    const session = sessionWith();
    expect(await textOf(session, ':digits')).toBe('20 digits, integers whole (default)');
    expect(await session.run(':digits 5')).toEqual({ kind: 'nothing' });
    expect(await digitsOf(session, 'pi')).toBe('3.1416');
    expect(await textOf(session, ':digits')).toBe('5 digits');
    await session.run(':set round floor');
    expect(await digitsOf(session, 'pi')).toBe('3.1415');
    await session.run(':set places 2');
    expect(await digitsOf(session, '-pi')).toBe('-3.15');
    await session.run(':set base 16');
    expect(await digitsOf(session, '255')).toBe('ff');
    const list = await textOf(session, ':set');
    for (const line of [':set places 2', ':set base 16', ':set round floor']) expect(list.split('\n')).toContain(line);
    expect(list).not.toContain(':set digits');
  });

  it.each([
    [':set places 5', '5 places'],
    [':set bits 9', '9 bits'],
    [':set tol 1e-5', 'tol 1e-5'],
    [':digits 7', '7 digits'],
    [':set tol default', '20 digits, integers whole (default)'],
  ])('after %s the precision is read as %s, by whichever name', async (line, expected) => {
    const session = sessionWith();
    expect(await session.run(line)).toEqual({ kind: 'nothing' });
    for (const name of [':digits', ':set digits', ':set places', ':set bits', ':set tol'])
      expect(await textOf(session, name)).toBe(expected);
  });

  it('are set back to their defaults, each by its name', async () => {
    const session = sessionWith({
      precision: { kind: 'bits', count: 3 },
      base: 2,
      round: 'up',
      cache: false,
      maxBits: 99,
    });
    for (const { name } of SETTINGS) expect(await session.run(`:set ${name} default`)).toEqual({ kind: 'nothing' });
    expect(session.settings).toEqual(defaultSettings());
    await session.run(':digits 50');
    await session.run(':digits default');
    expect(await digitsOf(session, '2^80 - 1/2')).toBe('1.2089258196146291747e+24');
    expect(await digitsOf(session, '2^80')).toBe(String(2n ** 80n));
  });

  it('refuse what they do not know, and point to it', async () => {
    const session = sessionWith();
    const refused = [
      [':set colour red', 'NAME', 'colour', /:set lists/],
      [':set  bse 3', 'NAME', 'bse', /'base'/],
      [' :digits many # times', 'USAGE', 'many', /default/],
      [':set base  1', 'USAGE', '1', /default/],
    ] as const;
    for (const [line, code, at, hint] of refused) {
      const error = await errorOf(session, line);
      expect([error.code, blamed(line, error)]).toEqual([code, at]);
      expect(error.hint).toMatch(hint);
    }
    expect(session.settings.base).toBe(10);
  });
});

describe('an argument', () => {
  it('is refused by a command that takes none', async () => {
    const session = sessionWith();
    await session.run('1/7');
    const without = COMMANDS.filter(({ signature }) => !signature.includes(' ')).map(({ name }) => name);
    expect(without).toContain('quit');
    for (const name of without) {
      const line = `:${name} 1/7 + 1`;
      const error = await errorOf(session, line);
      expect([error.code, blamed(line, error), error.hint]).toEqual(['ARITY', '1/7 + 1', `write :${name} alone`]);
      expect((await session.run(`:${name}   # 1/7`)).kind).not.toBe('failure');
    }
  });

  it('that is missing or makes no sense is pointed to', async () => {
    const session = sessionWith();
    await session.run('1/7');
    const faults = [
      [':save', 'PARSE', ''],
      [':load  # nothing', 'PARSE', ''],
      [':more  five', 'PARSE', 'five'],
      [':more 5 6', 'PARSE', '5 6'],
      [':more 0', 'PARSE', '0'],
      [':help nosuchthing', 'NAME', 'nosuchthing'],
    ] as const;
    for (const [line, code, at] of faults) {
      const error = await errorOf(session, line);
      expect([error.code, blamed(line, error)]).toEqual([code, at]);
      expect(error.hint).toBeDefined();
    }
  });
});

describe('the last answer', () => {
  it('goes on, as a fraction, as an interval', async () => {
    const session = sessionWith();
    await session.run('22/7 @ 5');
    expect(await digitsOf(session, ':more 5')).toBe('3.142857143');
    expect(await digitsOf(session, ':more')).toBe(`3.${'142857'.repeat(9)}14286`);
    expect(await digitsOf(session, ':frac')).toBe('22/7');
    await session.run('pi @ 5');
    expect(await digitsOf(session, ':interval')).toBe('[3.1415, 3.1416]');
    expect((await errorOf(session, ':frac')).code).toBe('DOMAIN');
    expect((await errorOf(session, ':more some')).code).toBe('PARSE');
  });

  it('has to exist', async () => {
    const session = sessionWith();
    for (const line of [':more', ':frac', ':interval']) expect((await errorOf(session, line)).code).toBe('NAME');
  });

  it('has reasons where something was decided', async () => {
    const session = sessionWith();
    expect(await textOf(session, ':why')).toBe('nothing had to be decided');
    await session.run('1/(sqrt(10^40 + 1) - 10^20)');
    expect(await textOf(session, ':why')).toMatch(/> 0: enclosure, known to 2\^-\d+$/m);
  });
});

describe(':more', () => {
  it('goes on from what is known: no pilot is made again, and what is known already costs no step', async () => {
    const session = sessionWith();
    const first = await answerOf(session, 'exp(1/3) + sqrt(2)*pi @ 300');
    const refiners = first.stats.refiners.length;
    expect(first.stats.steps).toBe(2 * refiners);
    const more = await answerOf(session, ':more 300');
    expect(more.digits).toBe(600);
    expect(more.stats.steps).toBe(refiners);
    for (const { steps, wasted } of more.stats.refiners) expect([steps, wasted]).toEqual([1, 0]);
    expect((await answerOf(session, 'exp(1/3) + sqrt(2)*pi @ 590')).stats.steps).toBe(0);
    expect((await answerOf(session, ':more 5')).stats.steps).toBe(0);
  });

  it.each([
    ['pi @ tol 1e-5', '3.14159', '3.141592654'],
    ['100*sqrt(2) @ 20 bits', '141.421356', '141.4213562373'],
    ['2/3 @ 3 places', '0.667', '0.6666667'],
    ['2/3 @ 10 bits, base 2', '0.101010101', '0.1010101010101'],
    ['pi @ 10 bits, interval', '[3.1415, 3.1416]', '[3.14159265, 3.14159266]'],
    ['pi @ 3, cf', '[3; 7, 15, …]', '[3; 7, 15, 1, 292, 1, 1, …]'],
    ['pi @ 9 bits, hexfloat', '0x1.92p+1', '0x1.921fb5p+1'],
    ['1/4 @ 2 places', '0.25', '0.25'],
    ['2^100', String(2n ** 100n), String(2n ** 100n)],
    ['0.5 @ 1', '0.5', '0.5'],
  ])('has 4 digits more after %s', async (line, before, after) => {
    const session = sessionWith();
    expect(await digitsOf(session, line)).toBe(before);
    expect(await digitsOf(session, ':more 4')).toBe(after);
  });

  it('reports errors as its own', async () => {
    const session = sessionWith();
    await session.run('exp(exp(30))');
    expect(await errorOf(session, ':more 100000000')).toMatchObject({
      code: 'LIMIT',
      span: { start: 0, end: 15 },
    });
  });
});

describe(':refiners', () => {
  it('names what cancelled in the words of the user, also after :more and from an earlier line', async () => {
    const session = sessionWith();
    await session.run('exp(sqrt(10^40+1) - 10^20)');
    const cancelled = /^'sqrt\(10\^40\+1\) - 10\^20' cancelled 13\d bits$/m;
    expect(await textOf(session, ':refiners')).toMatch(cancelled);
    await session.run(':more 30');
    expect(await textOf(session, ':refiners')).toMatch(cancelled);
    await session.run('x = sqrt(10^40+1) - 10^20');
    await session.run('x');
    expect(await textOf(session, ':refiners')).toMatch(/^'x' cancelled 13\d bits$/m);
    await session.run('sin(x)');
    expect(await textOf(session, ':refiners')).toMatch(/^'x' cancelled 13\d bits$/m);
  });

  it('counts what a sign asks after a relation', async () => {
    const session = sessionWith();
    await session.run('pi < 3.1415926535897932385');
    expect(await textOf(session, ':refiners')).toMatch(/^'pi - 3\.1\d+' cancelled 6\d bits$/m);
  });

  it('says so where nothing cancelled', async () => {
    const session = sessionWith();
    await session.run('sqrt(2) + pi');
    expect(await textOf(session, ':refiners')).toMatch(/^nothing cancelled: no operation lost more than \d bits?$/m);
    await session.run('pi');
    expect(await textOf(session, ':refiners')).toMatch(/\nnothing cancelled$/);
  });

  it('says so where all is exact, and calls e by its name', async () => {
    const session = sessionWith();
    for (const line of ['1/3', '3 > 2', '7^9000'])
      expect([line, (await session.run(line)).kind, await textOf(session, ':refiners')]).toEqual([
        line,
        expect.any(String),
        'the answer is exact and needed no refiner',
      ]);
    await session.run('floor(pi)');
    expect(await textOf(session, ':refiners')).toMatch(/^the answer is exact: refiners were only asked for signs, /);
    await session.run('e + pi');
    expect(await textOf(session, ':refiners')).toMatch(/^#\d+ .* {2}e$/m);
  });

  it('leaves out what no terminal has room for', async () => {
    const session = sessionWith();
    await session.run(Array.from({ length: 100 }, (_, k) => `sqrt(${4 * k + 2})`).join('+'));
    const lines = (await textOf(session, ':refiners')).split('\n');
    expect(lines).toHaveLength(32);
    expect(lines.at(-2)).toMatch(/^\+\d+ more$/);
  });

  it('knows the answer where the cache is off', async () => {
    const session = sessionWith({ cache: false });
    const { bits } = await answerOf(session, 'sqrt(2) @ 500');
    expect(Number(/^#\d+ +\d+ +(\d+)/m.exec(await textOf(session, ':refiners'))?.[1])).toBeGreaterThanOrEqual(bits);
  });
});

describe(':compare', () => {
  const names = [...STRATEGIES.keys()];

  it('shows every strategy, and marks one as the fastest where that can be told', async () => {
    const session = sessionWith();
    for (const line of ['sqrt(2) + pi @ 200', 'sqrt(2) + sqrt(3) > pi']) {
      await session.run(line);
      const [head = '', , ...rows] = (await textOf(session, ':compare')).split('\n');
      expect(rows.map((row) => row.split(' ')[0])).toEqual(names);
      expect(head.replace(/: .*/, '')).toBe(line.replace(/ @.*/, ''));
      expect(rows.filter((row) => row.endsWith('← fastest'))).toHaveLength(head.includes(': ') ? 0 : 1);
    }
    await session.run('1/3 + 1/4');
    expect(await textOf(session, ':compare')).toMatch(/^the value is known exactly: .*$/);
  });

  it('leaves the session as it was', async () => {
    const session = sessionWith();
    await session.run('exp(1/3) @ 500');
    await session.run(':compare');
    expect((await answerOf(session, 'ans @ 490')).stats.steps).toBe(0);
    expect((await errorOf(session, '%3')).code).toBe('NAME');
    expect(session.settings.strategy).toBe('auto');
  });

  it('finds roots anew under each strategy', async () => {
    const session = sessionWith();
    await session.run('algebraic(1, 2, -2, 0, 1) @ 100');
    const steps = new Map(
      [...(await textOf(session, ':compare')).matchAll(/^(\w+) +[\d.]+ +(\d+) /gm)].map(([, name, count]) => [
        name,
        count,
      ]),
    );
    // A bisection gains few bits a step by itself, and is sent all the way by a strategy that is directed.
    for (const name of ['lockstep', 'rounds', 'hybrid']) expect(Number(steps.get(name))).toBeGreaterThan(50);
    for (const name of ['auto', 'caps', 'pull']) expect(Number(steps.get(name))).toBeLessThan(20);
  });

  it('can be cancelled, and gives up what is over its time', async () => {
    const session = sessionWith();
    await session.run('exp(1/3) @ 100000');
    const outcome = await session.run(':compare', { signal: AbortSignal.timeout(20) });
    expect(outcome).toMatchObject({ kind: 'failure', error: { code: 'CANCELLED' } });
    session.settings.timeout = 1;
    expect(await errorOf(session, ':compare')).toMatchObject({ code: 'LIMIT' });
  });
});

describe(':time', () => {
  const msOf = (text: string): Map<string, number> =>
    new Map([...text.matchAll(/^(\w+) +([\d.]+) ms/gm)].map(([, name = '', ms]) => [name, Number(ms)]));

  it('has parts that add up to what elapsed', async () => {
    const session = sessionWith();
    await session.run('exp(1/3) @ 30000');
    const times = msOf(await textOf(session, ':time'));
    const parts = ['building', 'resolving', 'refining', 'writing'].map((name) => times.get(name) ?? Number.NaN);
    const elapsed = times.get('elapsed') ?? Number.NaN;
    // Each is rounded to a millisecond at most.
    expect(Math.abs(parts.reduce((sum, ms) => sum + ms, 0) - elapsed)).toBeLessThanOrEqual(2.5);
    expect(times.get('refining')).toBeGreaterThan(0);
  });

  it('stands beside the value of an expression or a relation', async () => {
    const session = sessionWith();
    expect(await session.run(':time 1/4 + 1/4 @ 5')).toMatchObject({
      value: '0.5',
      note: expect.stringMatching(/^elapsed +[\d.]+ ms/),
    });
    expect(await session.run(':time pi > 3 # of course')).toMatchObject({
      kind: 'truth',
      value: true,
      note: expect.any(String),
    });
    expect(await digitsOf(session, '%1 + 1')).toBe('1.5');
  });

  it('points to errors where they are in the line, and times nothing but expressions', async () => {
    const session = sessionWith();
    expect(await errorOf(session, ' :time 1+*2')).toMatchObject({ code: 'PARSE', span: { start: 9, end: 10 } });
    expect(await errorOf(session, ':time ln(0)')).toMatchObject({ code: 'DOMAIN', span: { start: 9, end: 10 } });
    for (const line of [':time x = 2', ':time f(t) = t', ':time :vars'])
      expect(await errorOf(session, line)).toMatchObject({ code: 'PARSE', span: { start: 6, end: line.length } });
    expect(await textOf(session, ':vars')).toBe('nothing is defined yet');
  });
});

describe(':history', () => {
  it('lists what was typed, with the numbers of results', async () => {
    const session = sessionWith();
    expect(await textOf(session, ':history')).toBe('nothing was typed yet');
    for (const line of ['x = 2', 'x^2', '1/0', '', '(1 +\n2)', ':more']) await session.run(line);
    expect(await textOf(session, ':history')).toBe(
      ['    :history', '    x = 2', '%1  x^2', '    1/0', '%2  (1 +', '    2)', '%3  :more'].join('\n'),
    );
    await session.run(':reset');
    expect((await textOf(session, ':history')).split('\n')[2]).toBe('  x^2');
  });

  it('keeps the last thousand, and of a long one the beginning', async () => {
    const session = sessionWith();
    for (let i = 0; i < 1005; i += 1) await session.run(`x${i} = 1`);
    await session.run(`y = ${'1'.repeat(2000)}`);
    const lines = (await textOf(session, ':history')).split('\n').map((line) => line.trim());
    expect(lines).toHaveLength(1000);
    expect(lines[0]).toBe('x6 = 1');
    expect(lines.at(-1)).toBe(`y = ${'1'.repeat(996)}…`);
  });
});

describe('what is about the last answer', () => {
  it('needs one', async () => {
    const session = sessionWith();
    for (const line of [':refiners', ':compare', ':time', ':more']) {
      expect(await errorOf(session, line)).toMatchObject({ code: 'NAME', message: 'there is no result yet' });
    }
    await session.run('sqrt(2)');
    await session.run(':reset');
    for (const line of [':refiners', ':compare', ':time', ':more'])
      expect((await errorOf(session, line)).code).toBe('NAME');
  });

  it('is as it was written, and where there is none that is said', async () => {
    const session = sessionWith();
    for (const line of ['2/3 @ 5', 'x = pi', '1/0', 'pi <']) await session.run(line);
    expect(await session.run(':full')).toEqual({ kind: 'message', text: '0.66667' });
    expect(await session.run(':copy')).toMatchObject({ action: 'copy', content: '0.66667' });
    expect(await session.run(':save  a file')).toMatchObject({
      action: 'save',
      content: '0.66667',
      path: 'a file',
      span: { start: 7, end: 13 },
    });
    await session.preview('x');
    expect(await session.run(':full')).toMatchObject({ text: '0.66667' });
    await session.run(':reset');
    for (const line of [':full', ':copy', ':save x', ':more', ':frac', ':refiners']) {
      const error = await errorOf(session, line);
      expect([error.message, blamed(line, error), error.hint]).toEqual([
        'there is no result yet',
        line.split(' ')[0],
        'evaluate an expression first',
      ]);
    }
  });

  it('is never the answer before a comparison', async () => {
    const session = sessionWith();
    for (const hint of ['evaluate an expression first', 'ans is the number before it']) {
      await session.run('pi > 3');
      for (const line of [':full', ':copy', ':save x', ':more', ':frac', ':interval'])
        expect(await errorOf(session, line)).toMatchObject({
          message: 'the last answer was that of a comparison: it has no digits',
          hint,
        });
      expect(await textOf(session, ':why')).toContain('pi - 3 > 0');
      await session.run('sqrt(2) @ 5');
      expect(await digitsOf(session, ':more 5')).toBe('1.414213562');
    }
  });
});

describe('the session', () => {
  it('lists its names and forgets them', async () => {
    const session = sessionWith();
    expect(await textOf(session, ':vars')).toBe('nothing is defined yet');
    const lines = [
      'x = 1',
      'f(a, b) = ((a)*b) # a product',
      'x + 1',
      'z = (1 +\n 2)',
      'y=f(3,x)+pi @ 30, sci',
      'x = (2)',
    ];
    for (const line of lines) expect((await session.run(line)).kind).not.toBe('failure');
    expect(await textOf(session, ':vars')).toBe('x = (2)\nf(a, b) = ((a)*b)\nz = (1 + 2)\ny=f(3,x)+pi @ 30, sci');
    expect(await session.run(':reset')).toEqual({ kind: 'nothing' });
    expect(await textOf(session, ':vars')).toBe('nothing is defined yet');
    for (const line of ['x', 'ans', 'f(1, 2)', ':more']) expect((await errorOf(session, line)).code).toBe('NAME');
  });

  it('asks the front end for what only it can do', async () => {
    const session = sessionWith();
    expect(await session.run(':quit')).toMatchObject({ kind: 'message', action: 'quit' });
    expect(await session.run(':clear')).toMatchObject({ kind: 'message', action: 'clear' });
  });
});

describe('help', () => {
  it('lists every command and function, and explains each', async () => {
    const session = sessionWith();
    const overview = await textOf(session, ':help');
    for (const { name, signature, help } of FUNCTIONS) {
      expect(overview).toContain(name);
      expect(await textOf(session, `:help ${name}`)).toContain(`${signature}: ${help}`);
    }
    for (const [command] of overview.matchAll(/^:\w+/gm))
      expect(await textOf(session, `:help ${command}`)).toContain(command);
    expect(await textOf(session, ':help pi')).toContain('3.14159');
  });

  it('knows a command without its colon, where that is no name', async () => {
    const session = sessionWith();
    const meant = [
      ['quit', ':quit'],
      ['exit', ':quit'],
      ['help sin', ':help sin'],
      ['digits 50', ':digits 50'],
      ['set  base 2', ':set  base 2'],
    ] as const;
    for (const [line, command] of meant)
      expect((await errorOf(session, line)).hint).toBe(`a command has a colon: ${command}`);
    await session.run('time = 3');
    expect((await errorOf(session, 'time 2')).hint).toContain('time*2');
    expect((await errorOf(session, 'frac 2')).hint).toContain('frac(2)');
    expect((await errorOf(session, 'quit/0 + ln(0)')).hint).toBeUndefined();
  });

  it('guesses what was meant', async () => {
    const session = sessionWith();
    expect(await errorOf(session, ':help sqtr')).toMatchObject({ code: 'NAME', hint: "did you mean 'sqrt'?" });
    expect(await errorOf(session, ':hepl')).toMatchObject({ code: 'NAME', hint: "did you mean ':help'?" });
    expect(await errorOf(session, ':zzzzzz')).toMatchObject({ hint: ':help lists the commands' });
  });
});
