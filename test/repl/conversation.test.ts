import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { openAtEnd } from '../../grammar/parse.ts';
import type { Runner, Shell } from '../../src/cli/execute.ts';
import { CancelledError, LimitError } from '../../src/errors.ts';
import type { Outcome, Progress } from '../../src/outcome.ts';
import { type Conversation, createConversation } from '../../src/repl/conversation.ts';
import type { RunOptions } from '../../src/session.ts';
import { answer } from '../cli/outcomes.ts';
import { PIPED } from '../support/presentation.ts';
import { key, pasting, typing } from './editor/keys.ts';

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'setInterval', 'clearTimeout', 'clearInterval', 'performance'] });
});
afterEach(() => {
  vi.useRealTimers();
});

const settled = async (): Promise<void> => {
  for (let turn = 0; turn < 10; turn++) await new Promise(setImmediate);
};

/** A session whose `wait` goes on until it is told otherwise; it counts what it was asked. */
const createSession = () => {
  const asked: string[] = [];
  const finish: ((outcome: Outcome) => void)[] = [];
  const report: ((progress: Progress) => void)[] = [];
  const run = async (line: string, options: RunOptions = {}): Promise<Outcome> => {
    asked.push(line);
    if (line.startsWith(':load ')) return { kind: 'message', text: '', action: 'load', path: line.slice(6) };
    if (line.startsWith(':')) return { kind: 'message', text: '', action: line.slice(1) as 'quit' };
    if (/^\w+ = /.test(line)) return { kind: 'defined', name: line.slice(0, line.indexOf(' ')) };
    if (!line.startsWith('wait')) return answer({ value: `<${line.replaceAll('\n', '|')}>` });
    report.push((progress) => options.onProgress?.(progress));
    return await new Promise((resolve) => {
      finish.push(resolve);
      options.signal?.addEventListener('abort', () => {
        const error = Object.assign(new CancelledError(), { lo: '3.1', hi: '3.2' });
        resolve({ kind: 'failure', error });
      });
    });
  };
  return { runner: { run } satisfies Runner, asked, finish, report };
};

const talk = () => {
  const session = createSession();
  const kept: string[] = [];
  const suspended: string[] = [];
  const shell = (out: Shell['out']): Shell => ({
    session: session.runner,
    how: PIPED,
    stats: false,
    progress: 'never',
    onTerminal: () => true,
    debug: false,
    out,
    err: out,
  });
  const conversation = createConversation({
    shell,
    language: { openAtEnd, complete: (_, cursor) => ({ start: cursor, candidates: [] }) },
    history: [],
    keep: (line) => kept.push(line),
    createInterrupt: () => {
      const controller = new AbortController();
      return { signal: controller.signal, interrupt: () => controller.abort(), release: () => {} };
    },
    echo: (text) => `> ${text}\n`,
    remark: (text) => `(${text})\n`,
    preview: async (name) => `${name} is defined\n`,
    clear: '<clear>',
    suspend: () => suspended.push('suspended'),
  });
  return { ...session, conversation, kept, suspended };
};

const press = (conversation: Conversation, ...keys: readonly (string | ReturnType<typeof key>[])[]): void => {
  for (const each of keys) for (const one of typeof each === 'string' ? [key(each)] : each) conversation.press(one);
};

const PROGRESS: Progress = {
  elapsedMs: 100,
  steps: 2,
  wastedSteps: 0,
  refiner: 'ln',
  refiners: [],
  unlisted: 0,
  activity: null,
  remainingMs: null,
  certain: '3.1',
};

describe('a conversation', () => {
  test('echoes a statement and writes its answer, in order', async () => {
    const { conversation, kept } = talk();
    press(conversation, pasting('1\n(2\n+3)\n4'), 'return');
    await settled();
    expect(conversation.take()).toBe('> 1\n<1>\n> (2\n+3)\n<(2|+3)>\n> 4\n<4>\n');
    expect(conversation.take()).toBeUndefined();
    expect(kept).toEqual(['1', '(2\n+3)', '4']);
  });

  test('previews a definition, unless more waits', async () => {
    const { conversation } = talk();
    press(conversation, pasting('x = 1\ny = 2\n'));
    await settled();
    expect(conversation.take()).toBe('> x = 1\n> y = 2\ny is defined\n');
  });

  test('shows an evaluation after 150 ms, then every 200 ms, with what it last said', async () => {
    const { conversation, report, finish } = talk();
    press(conversation, typing('wait'), 'return', typing('5'), 'return', typing('6'));
    await settled();
    vi.advanceTimersByTime(140);
    expect(conversation.snapshot().evaluation).toBeNull();
    vi.advanceTimersByTime(10);
    expect(conversation.snapshot().evaluation).toEqual({ elapsedMs: 150, progress: null, waiting: 1 });
    report[0]?.(PROGRESS);
    expect(conversation.snapshot().evaluation?.progress).toBeNull();
    vi.advanceTimersByTime(200);
    expect(conversation.snapshot().evaluation).toEqual({ elapsedMs: 350, progress: PROGRESS, waiting: 1 });
    finish[0]?.(answer({ value: 'done' }));
    await settled();
    expect(conversation.snapshot()).toMatchObject({ evaluation: null, editor: { text: '6' } });
    expect(conversation.take()).toBe('> wait\ndone\n> 5\n<5>\n');
  });

  test('tells whoever draws it once for all that happens in one turn', async () => {
    const { conversation } = talk();
    let drawn = 0;
    const stop = conversation.subscribe(() => {
      drawn += 1;
    });
    press(conversation, typing('12345'));
    await settled();
    expect(drawn).toBe(1);
    stop();
    press(conversation, typing('6'));
    await settled();
    expect(drawn).toBe(1);
  });

  test('Ctrl-C stops the evaluation and what waits behind it, says both, and keeps what is being typed', async () => {
    const { conversation, asked } = talk();
    press(conversation, typing('wait'), 'return', typing('5'), 'return', typing('6'));
    await settled();
    press(conversation, 'C-c');
    await settled();
    expect(conversation.take()).toBe(
      '> wait\n<stdin>:1: error[CANCELLED]: cancelled\n  so far: [3.1, 3.2]\n(1 statement dropped that waited · ↑ brings them back)\n',
    );
    expect(asked).toEqual(['wait']);
    expect(conversation.snapshot().editor.text).toBe('6');
    press(conversation, 'return');
    await settled();
    expect(conversation.take()).toBe('> 6\n<6>\n');
  });

  test('Ctrl-C stops the evaluation and drops a paste that does not end', async () => {
    const { conversation, finish } = talk();
    press(conversation, typing('wait'), 'return');
    await settled();
    press(conversation, 'paste-start', typing('1+1\r'), 'C-c');
    await settled();
    expect(conversation.take()).toContain('CANCELLED');
    expect(conversation.snapshot().editor.paste).toBeNull();
    expect(finish).toHaveLength(1);
    press(conversation, typing('6'), 'return');
    await settled();
    expect(conversation.take()).toBe('> 6\n<6>\n');
  });

  test('a paste that does not end is said, until it is dropped or ends', () => {
    const { conversation } = talk();
    press(conversation, pasting('1'));
    vi.advanceTimersByTime(1000);
    expect(conversation.snapshot().notice).toBeNull();
    for (const end of ['C-c', 'paste-end']) {
      press(conversation, 'paste-start');
      vi.advanceTimersByTime(1000);
      press(conversation, typing('1+1'));
      expect(conversation.snapshot().notice).toBe('pasting … · Ctrl-C drops it');
      press(conversation, end);
      expect(conversation.snapshot().notice).toBeNull();
    }
  });

  test('Ctrl-C on an empty line says how to leave, until the next key', () => {
    const { conversation } = talk();
    press(conversation, 'C-c');
    expect(conversation.snapshot().notice).toBe('Ctrl-D to exit');
    press(conversation, typing('1'));
    expect(conversation.snapshot().notice).toBeNull();
  });

  test('Ctrl-D leaves, after what is under way', async () => {
    const { conversation, finish } = talk();
    press(conversation, typing('wait'), 'return', 'C-d');
    await settled();
    expect(conversation.snapshot().notice).toContain('leaves when this is done');
    let ended = false;
    void conversation.ended.then(() => {
      ended = true;
    });
    await settled();
    expect(ended).toBe(false);
    finish[0]?.(answer());
    await settled();
    expect(ended).toBe(true);
  });

  test(':quit leaves at once, :clear clears, Ctrl-L too, and Ctrl-Z suspends', async () => {
    const { conversation, suspended, asked } = talk();
    press(conversation, 'C-z', 'C-l', pasting(':clear\n:quit\n1\n'));
    await conversation.ended;
    expect(conversation.take()).toBe('<clear>> :clear\n<clear>> :quit\n');
    expect(suspended).toEqual(['suspended']);
    expect(asked).toEqual([':clear', ':quit']);
  });

  test('runs the lines of a file that is loaded, stops there at Ctrl-C, and leaves at its :quit', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'real-load-'));
    const [lines, quits] = [join(folder, 'lines.real'), join(folder, 'quits.real')];
    writeFileSync(lines, '2\nwait\n3\n');
    writeFileSync(quits, '4\n:quit\n5\n');
    const { conversation, asked } = talk();
    press(conversation, pasting(`:load ${lines}\n`));
    await vi.waitUntil(() => asked.includes('wait'));
    press(conversation, 'C-c');
    await settled();
    expect(conversation.take()).toBe(
      `> :load ${lines}\n<2>\n${lines}:2: error[CANCELLED]: cancelled\n  so far: [3.1, 3.2]\n`,
    );
    press(conversation, pasting(`:load ${quits}\n`));
    await conversation.ended;
    expect(conversation.take()).toBe(`> :load ${quits}\n<4>\n`);
    expect(asked).toEqual([`:load ${lines}`, '2', 'wait', `:load ${quits}`, '4', ':quit']);
    rmSync(folder, { recursive: true });
  });

  test('reports what a session throws, though it never should', async () => {
    const { conversation, runner } = talk();
    runner.run = () => Promise.reject(new LimitError('no more'));
    press(conversation, typing('1'), 'return');
    await settled();
    expect(conversation.take()).toContain('error[LIMIT]: no more');
  });
});
