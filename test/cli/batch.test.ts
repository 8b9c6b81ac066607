import { describe, expect, test } from 'vitest';
import { runBatch } from '../../src/cli/batch.ts';
import type { Runner, Shell } from '../../src/cli/execute.ts';
import type { Output } from '../../src/cli/output.ts';
import { type Presentation, present } from '../../src/cli/present.ts';
import type { Statement } from '../../src/cli/statement.ts';
import { styleFor } from '../../src/cli/style.ts';
import { DomainError, ParseError } from '../../src/errors.ts';
import type { Outcome } from '../../src/outcome.ts';
import { PIPED } from '../support/presentation.ts';
import { answer } from './outcomes.ts';

const OUTCOMES: Readonly<Record<string, Outcome>> = {
  '1/3': answer({ value: '0.33', exact: '1/3' }),
  '1/2': answer({ value: '0.5', exact: '1/2', rounding: 'exact' }),
  '1/long': answer({ value: '0.33', exact: `1/${'3'.repeat(100)}` }),
  long: answer({ value: '7'.repeat(5000), digits: 5000 }),
  tie: answer({
    rounding: 'faithful',
    why: [{ claim: 'x > 0', rule: 'enclosure', by: null, bits: 64 }],
    warnings: ['a tie'],
  }),
  bounds: {
    ...answer(),
    get lo(): string {
      throw new TypeError('broken bound');
    },
  },
  'x=1': { kind: 'defined', name: 'x' },
  '': { kind: 'nothing' },
  ':quit': { kind: 'message', text: '', action: 'quit' },
  ':vars': { kind: 'message', text: 'x\ny' },
  'ln(-1)': {
    kind: 'failure',
    error: new DomainError('undefined', { span: { start: 0, end: 6 }, hint: 'use a positive number' }),
  },
  '1+*2': { kind: 'failure', error: new ParseError('expected an operand', { span: { start: 2, end: 3 } }) },
};

const session: Runner = {
  run: async (line) => {
    const outcome = OUTCOMES[line];
    if (outcome === undefined) throw new TypeError('broken inside');
    return outcome;
  },
};

interface Recorder extends Output {
  text: string;
}

const recorder = (capacity = Number.POSITIVE_INFINITY): Recorder => ({
  text: '',
  get closed() {
    return this.text.length >= capacity;
  },
  async write(text) {
    this.text += text;
  },
});

const run = async (
  lines: readonly string[],
  changes: Partial<Presentation> & { failFast?: boolean; capacity?: number; stats?: boolean } = {},
) => {
  const { failFast = false, capacity, stats = false, ...how } = changes;
  const shell: Shell = {
    session,
    how: { ...PIPED, ...how },
    stats,
    progress: 'never',
    onTerminal: () => false,
    debug: false,
    out: recorder(capacity),
    err: recorder(),
  };
  const read: number[] = [];
  const statements = async function* (): AsyncGenerator<Statement> {
    for (const [index, text] of lines.entries()) {
      read.push(index + 1);
      yield { source: '<stdin>', line: index + 1, number: index + 1, text };
    }
  };
  const code = await runBatch(shell, statements(), { failFast });
  return { code, out: (shell.out as Recorder).text, err: (shell.err as Recorder).text, read };
};

describe('a batch', () => {
  test('goes on after a bad line and ends with the largest code', async () => {
    expect(await run(['1/3', '1+*2', 'ln(-1)', 'x=1', '', '1/2'])).toEqual({
      code: 2,
      out: '0.33\n0.5\n',
      err: '<stdin>:2:3: error[PARSE]: expected an operand\n  1+*2\n    ^\n<stdin>:3:1: error[DOMAIN]: undefined\n  ln(-1)\n  ^^^^^^\n  hint: use a positive number\n',
      read: [1, 2, 3, 4, 5, 6],
    });
  });

  test('stops at the first error if asked, at :quit, and when nobody reads', async () => {
    expect((await run(['1/3', '1+*2', '1/2'], { failFast: true })).read).toEqual([1, 2]);
    expect((await run(['1/3', ':quit', '1/2'])).read).toEqual([1, 2]);
    expect(await run(['1/3', '1/2'], { capacity: 3 })).toMatchObject({ read: [1], code: 0 });
  });

  test('reports what is our own fault in one block and goes on', async () => {
    const { code, out, err } = await run(['what', '1/2']);
    expect({ code, out }).toEqual({ code: 4, out: '0.5\n' });
    expect(err).toMatch(/^<stdin>:1: error\[INTERNAL\]: broken inside\n {2}hint: [^\n]*\n$/);
  });

  test('an answer that cannot be written is our own fault too', async () => {
    const { code, out } = await run(['bounds', '1/2'], { json: true });
    expect(code).toBe(4);
    expect(
      out
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line)),
    ).toMatchObject([
      { ok: false, error: { code: 'INTERNAL', message: 'broken bound' } },
      { ok: true, value: '0.5' },
    ]);
  });

  test('writes one JSON object for each line that says something', async () => {
    const { out, err } = await run(['1/3', '', '1+*2', 'x=1', 'tie'], { json: true, why: true });
    const objects = out
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(objects.map(({ line, ok }) => [line, ok])).toEqual([
      [1, true],
      [3, false],
      [4, true],
      [5, true],
    ]);
    expect(err).toBe('');
  });

  test('keeps warnings, reasons and the table of work on stderr', async () => {
    const { out, err } = await run(['tie'], { why: true, stats: true });
    expect(out).toBe('1.41\n');
    expect(err).toMatch(
      /^<stdin>:1: warning: a tie\n {2}why: x > 0: enclosure, known to 2\^-64\n {2}auto · 12\.1 ms .*\n {2}refiner .*\n {2}sqrt .*7 .*170.*\n$/,
    );
    expect((await run(['tie', 'ln(-1)'], { quiet: true })).err).toBe(
      '<stdin>:2:1: error[DOMAIN]: undefined\n  ln(-1)\n  ^^^^^^\n',
    );
  });
});

describe('on a terminal', () => {
  test('of a long answer shows the ends and offers the rest, to a person alone', async () => {
    const { out } = await run(['long'], { terminal: true, abridged: true });
    expect(out).toMatch(
      /^7{800} … 7{160}\n≈ nearest · 5,000 digits.*\n4,040 of 5,000 characters are not shown · .*\n$/,
    );
    expect((await run(['long'])).out).toBe(`${'7'.repeat(5000)}\n`);
  });

  test.each([
    ['interval', 'nearest', 'outward · 3 digits ·'],
    ['interval', 'exact', 'exact ·'],
    ['cf', 'down', '3 proved terms ·'],
    ['sci', 'down', '≈ down · 3 digits ·'],
  ] as const)('of %s rounded %s it says %s', (form, rounding, expected) => {
    const { out } = present({ source: '<stdin>', line: 1, number: 1, text: '' }, answer({ form, rounding }), {
      ...PIPED,
      terminal: true,
    });
    expect(out.split('\n')[1]?.startsWith(expected)).toBe(true);
  });

  test('a dim line follows each number', async () => {
    const { out } = await run(['1/3', '1/2', '1/long', 'x=1', ':vars'], { terminal: true });
    expect(out).toBe(
      '0.33\n≈ nearest · 3 digits · 12 ms · auto · 3 of 41 steps wasted · = 1/3\n' +
        '0.5\nexact · 12 ms · auto · 3 of 41 steps wasted · = 1/2\n' +
        '0.33\n≈ nearest · 3 digits · 12 ms · auto · 3 of 41 steps wasted\nx\ny\n',
    );
  });

  test('the number itself is never coloured', async () => {
    const { out } = await run(['1/3'], { terminal: true, out: styleFor('always', {}, true) });
    const [number, note] = out.split('\n');
    expect(number).toBe('0.33');
    expect(note).toBe(
      styleFor('always', {}, true).dim('≈ nearest · 3 digits · 12 ms · auto · 3 of 41 steps wasted · = 1/3'),
    );
  });
});
