import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

/** The built program; `npm run build` makes it. */
const REAL = fileURLToPath(new URL('../../dist/real.cjs', import.meta.url));

let home = '';
beforeAll(() => {
  home = mkdtempSync(join(tmpdir(), 'real-test-'));
});
afterAll(() => {
  rmSync(home, { recursive: true });
});

type Environment = Readonly<Record<string, string>>;

const start = (args: readonly string[], environment: Environment = {}): ChildProcessWithoutNullStreams =>
  spawn(process.execPath, [REAL, ...args], { env: { PATH: process.env.PATH ?? '', HOME: home, ...environment } });

const real = async (args: readonly string[], input: string | Uint8Array = '', environment: Environment = {}) => {
  const child = start(args, environment);
  const [out, err]: [Buffer[], Buffer[]] = [[], []];
  child.stdout.on('data', (chunk: Buffer) => out.push(chunk));
  child.stderr.on('data', (chunk: Buffer) => err.push(chunk));
  // A program that stops early, as with -x, leaves input unread.
  child.stdin.on('error', () => {});
  child.stdin.end(input);
  const [code] = await once(child, 'close');
  return { code, out: Buffer.concat(out).toString(), err: Buffer.concat(err).toString() };
};

const SQRT2_30 = '1.41421356237309504880168872421';

describe('a pipe', () => {
  test('answers what it can, points at what it cannot, and ends with the largest code', async () => {
    expect(await real([], '1/3\n1+*2\nsqrt(2) @ 30\n')).toEqual({
      code: 2,
      out: `0.33333333333333333333\n${SQRT2_30}\n`,
      err: expect.stringMatching(/^<stdin>:2:3: error\[PARSE\]: .*\n {2}1\+\*2\n {4}\^\n( {2}hint: .*\n)?$/),
    });
  });

  test('takes CRLF, a byte order mark, blank lines, comments and a last line without newline', async () => {
    expect(await real([], '\ufeff1+1\r\n\r\n# note\r\n2+2')).toEqual({ code: 0, out: '2\n4\n', err: '' });
  });

  test('answers each line before the next one is there', async () => {
    const child = start([]);
    for (const [line, expected] of [
      ['1+1', '2\n'],
      ['2+3', '5\n'],
    ] as const) {
      child.stdin.write(`${line}\n`);
      const [chunk] = await once(child.stdout, 'data');
      expect(String(chunk)).toBe(expected);
    }
    child.stdin.end();
    expect(await once(child, 'close')).toEqual([0, null]);
  });

  test('keeps the order of many lines', async () => {
    const numbers = Array.from({ length: 2000 }, (_, index) => String(index));
    expect((await real([], numbers.join('\n'))).out).toBe(`${numbers.join('\n')}\n`);
  });

  // The program ends at once after its last answer, which has to be with its reader by then; a pipe holds 64 kB.
  test.each([
    ['a pipe whose reader is slow', '"$1" "$2" "$3" | (sleep 0.5; cat)'],
    ['a pipe that does not block', '(sleep 0.5; exec "$1" "$2" "$3") | "$1" -e "$4"'],
    ['a file', '"$1" "$2" "$3" > "$HOME/out"; cat "$HOME/out"'],
    ['a terminal', "script -qec \"'$1' '$2' -q '$3' 2>/dev/null\" /dev/null | (sleep 0.5; cat)"],
  ])('loses nothing of a long last answer to %s', async (_, command) => {
    const slowly = 'setTimeout(() => process.stdin.pipe(process.stdout), 1000)';
    const shell = spawn('sh', ['-c', command, 'sh', process.execPath, REAL, '1/7 @ 300000', slowly], {
      env: { PATH: process.env.PATH ?? '', HOME: home },
    });
    const chunks: Buffer[] = [];
    // Nothing is taken in for a while, on this side neither.
    setTimeout(() => shell.stdout.on('data', (chunk: Buffer) => chunks.push(chunk)), 700);
    await once(shell, 'close');
    expect(Buffer.concat(chunks).toString().trim()).toBe(`0.${'142857'.repeat(50_000)}`);
  });

  test('ends quietly when its reader goes, also in the middle of a line', async () => {
    const child = start([]);
    const errors: Buffer[] = [];
    child.stderr.on('data', (chunk: Buffer) => errors.push(chunk));
    child.stdin.on('error', () => {});
    child.stdin.write('1/7 @ 400000\n1/7 @ 400000\n');
    await once(child.stdout, 'data');
    child.stdout.destroy();
    expect(await once(child, 'close')).toEqual([0, null]);
    expect(Buffer.concat(errors).toString()).toBe('');
  });

  test('a million digits of pi take less than 400 MB', async () => {
    const [probe, report] = [join(home, 'probe.cjs'), join(home, 'memory')];
    const measure = `require('fs').writeFileSync(${JSON.stringify(report)}, String(process.resourceUsage().maxRSS))`;
    writeFileSync(probe, `process.on('exit', () => ${measure})`);
    const { code, out } = await real(['pi @ 1000000'], '', { NODE_OPTIONS: `--require ${probe}` });
    expect([code, out.slice(0, 12), out.length]).toEqual([0, '3.1415926535', 1_000_002]);
    const kilobytes = Number(readFileSync(report, 'utf8'));
    expect(kilobytes).toBeGreaterThan(30_000);
    expect(kilobytes).toBeLessThan(400_000);
  });

  test('binary garbage is an error on each line, with no control character in it', async () => {
    const garbage = Buffer.concat([
      Buffer.from([0xff, 0xfe, 0, 10, 0, 10, 0x1b, 0x5b, 0x32, 0x4a, 10]),
      Buffer.from('1+1\n'),
    ]);
    const { code, out, err } = await real([], garbage);
    expect({ code, out }).toEqual({ code: 2, out: '2\n' });
    expect(err.match(/error\[PARSE\]/g)).toHaveLength(3);
    expect(err.replaceAll('\n', '')).not.toMatch(/\p{Cc}/u);
  });
});

describe('arguments', () => {
  test.each([
    [['1/3', '+', '2', '-d', '5'], '2.3333\n'],
    [['-1/4'], '-0.25\n'],
    [['-d50', '--', '-1/4'], '-0.25\n'],
    [['5', '-', '3'], '2\n'],
    [['-e', 'x = 3', '-e', 'x^2'], '9\n'],
    [['-e', 'f(t) = t + 1', 'f(2)'], '3\n'],
    [['--json', '--version'], expect.stringMatching(/^real \d+\.\d+\.\d+\n$/)],
  ])('%j', async (args, out) => {
    expect(await real(args)).toEqual({ code: 0, out, err: '' });
  });

  test('name the -e that is wrong', async () => {
    const { code, err } = await real(['-e', '1', '-e', '2+']);
    expect(code).toBe(2);
    expect(err).toMatch(/^<-e 2>:1:3: error\[PARSE\]/);
  });

  test('that say nothing are an error', async () => {
    expect(await real([''])).toMatchObject({ code: 2, err: expect.stringContaining('<arg>:1:1: error[PARSE]') });
  });

  test.each([[['--digts', '3']], [['-d', 'x', '1']], [['completion']]])(
    '%j is a usage error of one line',
    async (args) => {
      expect(await real(args)).toEqual({ code: 64, out: '', err: expect.stringMatching(/^real: [^\n]*\n$/) });
    },
  );
});

describe('exit codes', () => {
  test.each([
    ['1/0', 1],
    ['ln(-1)', 1],
    ['1+', 2],
    ['nosuchname', 2],
    ['sin(1, 2)', 2],
    ['1+1', 0],
  ])('%s: %i', async (text, code) => {
    expect((await real([], text)).code).toBe(code);
  });

  test('-x stops at the first error, while stdin stays open', async () => {
    const child = start(['-x']);
    child.stdin.write('1+*2\n1+1\n');
    child.stdout.resume();
    child.stderr.resume();
    expect(await once(child, 'close')).toEqual([2, null]);
  });

  test('an unreadable file is reported and the rest goes on', async () => {
    const { code, out, err } = await real(['-f', join(home, 'none'), '-f', home, '1+1']);
    expect({ code, out }).toEqual({ code: 4, out: '2\n' });
    expect(err).toMatch(/error\[IO\]: .*no such file\n.*error\[IO\]: .*directory\n/);
  });

  test.each(['SIGINT', 'SIGTERM'] as const)('%s ends it at once', async (signal) => {
    const child = start([]);
    child.stdin.write('1+1\n');
    await once(child.stdout, 'data');
    child.kill(signal);
    expect(await once(child, 'close')).toEqual([null, signal]);
  });
});

describe('output', () => {
  test('--json is one object a line, on stdout alone', async () => {
    const { out, err } = await real(['--json'], '1/4\nx = 2\n1+*2\n1 < 2\n');
    expect(err).toBe('');
    expect(
      out
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line)),
    ).toMatchObject([
      { line: 1, ok: true, value: '0.25', kind: 'rational', exact: '1/4', rounding: 'exact' },
      { line: 2, ok: true, name: 'x', value: null },
      { line: 3, ok: false, error: { code: 'PARSE', line: 3, column: 3, length: 1 } },
      { line: 4, ok: true, value: 'true', kind: 'boolean' },
    ]);
  });

  test('--stats and --why stay on stderr', async () => {
    const { out, err } = await real(['--stats', '--why', 'sqrt(2) @ 30']);
    expect(out).toBe(`${SQRT2_30}\n`);
    expect(err).toMatch(/^ {2}auto .* steps \d+/m);
  });

  test('colour is only where it is asked for', async () => {
    expect((await real(['1+'])).err).not.toContain('\x1b');
    expect((await real(['1+'], '', { FORCE_COLOR: '1' })).err).toContain('\x1b[31m');
    expect((await real(['--color', 'never', '1+'], '', { FORCE_COLOR: '1' })).err).not.toContain('\x1b');
  });
});

describe('settings', () => {
  const config = (): Environment => {
    const folder = join(home, 'config');
    mkdirSync(join(folder, 'real'), { recursive: true });
    writeFileSync(join(folder, 'real', 'startup.real'), ':digits 5\nf(x) = x^2\n1+*2\n');
    return { XDG_CONFIG_HOME: folder };
  };

  test('the start-up file runs first; what is wrong in it is said and nothing stops', async () => {
    const { code, out, err } = await real(['f(3) + 1/3'], '', config());
    expect({ code, out }).toEqual({ code: 0, out: '9.3333\n' });
    expect(err).toMatch(/startup\.real:3:3: error\[PARSE\]/);
  });

  test('a :quit ends the start-up file alone', async () => {
    const environment = config();
    writeFileSync(join(environment.XDG_CONFIG_HOME ?? '', 'real', 'startup.real'), 'x = 2\n:quit\nx = 3\n');
    expect(await real(['x'], '', environment)).toEqual({ code: 0, out: '2\n', err: '' });
  });

  test('start-up file < environment < flags < :set < @', async () => {
    const lines = '1/3\n:set digits 8\n1/3\n1/3 @ 9';
    const after = ['0.33333333', '0.333333333', ''].join('\n');
    expect((await real([], lines, config())).out).toBe(`0.33333\n${after}`);
    expect((await real([], lines, { ...config(), REAL_DIGITS: '6' })).out).toBe(`0.333333\n${after}`);
    expect((await real(['-d7'], lines, { ...config(), REAL_DIGITS: '6' })).out).toBe(`0.3333333\n${after}`);
    expect((await real(['--no-config', '1/3'], '', config())).out).toBe('0.33333333333333333333\n');
  });

  test('--print-config can be a start-up file', async () => {
    const { out } = await real(['--print-config', '-d7', '--form', 'sci'], '', { REAL_BASE: '16' });
    expect(out).toMatch(/^:set digits 7$/m);
    expect(out).toMatch(/^:set form sci$/m);
    expect(out).toMatch(/^# from the environment: REAL_BASE$/m);
    expect(await real([], out)).toEqual({ code: 0, out: '', err: '' });
  });
});
