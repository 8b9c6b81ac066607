import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { median } from './measure.ts';
import { openPty, type Pty } from './pty.ts';

/** Milliseconds until a session can be used, beside a Node that does nothing. */
export interface StartTimes {
  readonly node: number;
  /** Until the prompt is on the screen and takes keys. */
  readonly prompt: number;
  /** Until Ink draws it. */
  readonly ink: number;
}

/** What a statement does to a session. */
export interface LiveTimes {
  readonly statement: string;
  /** Milliseconds from Ctrl-C to the prompt; undefined where it was answered before. */
  readonly prompt: number | undefined;
  /** The longest that the thread that draws has run on end, in milliseconds. */
  readonly block: number;
  /** What part of a core that thread took. */
  readonly share: number;
}

/** Statements that keep a session busy, each in another place. */
export const STATEMENTS: readonly string[] = [
  'pi * e @ 1000000',
  'pi * e @ 5000000',
  'sin(10^1000000)',
  '16*atan(1/5) - 4*atan(1/239) == pi',
  '1/3 @ 30000000',
  '1/7 @ 3000000',
  '3^7000000 @ 10000000',
  '3^7000000 @ frac',
  '20000!',
];

/** Sums of 200,000 terms, by the term for k. */
export const LONG_SUMS: Readonly<Record<string, (k: number) => string>> = {
  '1': () => '1',
  k: (k) => `${k}`,
  '1/k': (k) => `1/${k}`,
  'sqrt(k)': (k) => `sqrt(${k})`,
  'sin(k)': (k) => `sin(${k})`,
};

const real = process.argv[1] ?? '';

/** Ctrl-C comes so many milliseconds after Enter. */
const MIDST = 500;
/** For long sums at each of these moments: in turn they are read, built, resolved, enclosed and tidied up. */
export const MOMENTS = [100, 250, 500, 1000, 2000, 4000, 7000];
const TERMS = 200_000;
/** What Ink begins every frame with. */
const DRAWN = '\x1b[?2026h';
const PROMPT = 'real>';
const [CTRL_C, CTRL_D] = ['\x03', '\x04'] as const;

/**
 * Loaded into the session: between two signals it beats every few milliseconds, and notes how long its thread has run in
 * between, whatever else the machine does (the first column of schedstat), or where there is none, what the clock says.
 */
const heartbeat = (folder: string): string => `
if (require('node:worker_threads').isMainThread) {
  const fs = require('node:fs');
  const stat = '/proc/self/task/' + process.pid + '/schedstat';
  const ran = fs.existsSync(stat) ? () => Number(fs.readFileSync(stat, 'utf8').split(' ')[0]) / 1e6 : () => performance.now();
  let timer;
  let [start, started, last, block] = [0, 0, 0, 0];
  const beat = () => {
    const now = ran();
    block = Math.max(block, now - last);
    last = now;
  };
  process.on('SIGUSR2', () => {
    if (timer !== undefined) {
      beat();
      clearInterval(timer);
      timer = undefined;
      const share = (last - start) / (performance.now() - started);
      fs.writeFileSync(${JSON.stringify(`${folder}/new`)}, JSON.stringify({ block, share }));
      fs.renameSync(${JSON.stringify(`${folder}/new`)}, ${JSON.stringify(`${folder}/report`)});
      return;
    }
    [start, started, block] = [ran(), performance.now(), 0];
    last = start;
    timer = setInterval(beat, 5);
  });
  fs.writeFileSync(${JSON.stringify(`${folder}/pid`)}, String(process.pid));
}
`;

/** Interleaved runs of both programs, in terminals, and in a home without files. */
export const timeStarts = (runs: number): Promise<StartTimes> =>
  inFolder(async (folder) => {
    const times: StartTimes[] = [];
    for (let run = 0; run < runs; run += 1) {
      const node = await (await openPty([process.execPath, '-e', '0'])).ended;
      const session = await openPty([process.execPath, real], { HOME: folder });
      const prompt = await session.until('prompt', (output) => output.includes(PROMPT));
      const ink = await session.until('frame', (output) => output.includes(DRAWN));
      await leave(session);
      times.push({ node, prompt, ink });
    }
    const middle = (pick: (time: StartTimes) => number): number => median(times.map(pick));
    return { node: middle(({ node }) => node), prompt: middle(({ prompt }) => prompt), ink: middle(({ ink }) => ink) };
  });

/** Each in a session of its own, which is interrupted; of so many runs the longest block, and else the medians. */
export const timeLive = (statement: string, runs: number): Promise<LiveTimes> =>
  inFolder(async (folder) => {
    const times: Omit<LiveTimes, 'statement'>[] = [];
    for (let run = 0; run < runs; run += 1) times.push(await interrupted(statement, folder, MIDST));
    return {
      statement,
      prompt: middle(times),
      block: Math.max(...times.map(({ block }) => block)),
      share: median(times.map(({ share }) => share)),
    };
  });

/** Milliseconds from Ctrl-C to the prompt at each moment of a long sum that is loaded from a file; medians. */
export const timeLongSum = (name: string, runs: number): Promise<(number | undefined)[]> =>
  inFolder(async (folder) => {
    const file = join(folder, 'sum.real');
    writeFileSync(file, `${Array.from({ length: TERMS }, (_, i) => LONG_SUMS[name]?.(i + 1)).join('+')}\n`);
    const prompts: (number | undefined)[] = [];
    for (const moment of MOMENTS) {
      const times: Omit<LiveTimes, 'statement'>[] = [];
      for (let run = 0; run < runs; run += 1) times.push(await interrupted(`:load ${file}`, folder, moment));
      prompts.push(middle(times));
    }
    return prompts;
  });

const middle = (times: readonly Pick<LiveTimes, 'prompt'>[]): number | undefined => {
  const interruptions = times.flatMap(({ prompt }) => (prompt === undefined ? [] : [prompt]));
  return interruptions.length === 0 ? undefined : median(interruptions);
};

const inFolder = async <T>(work: (folder: string) => Promise<T>): Promise<T> => {
  const folder = mkdtempSync(join(tmpdir(), 'real-live-'));
  try {
    return await work(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
};

const interrupted = async (
  statement: string,
  folder: string,
  moment: number,
): Promise<Omit<LiveTimes, 'statement'>> => {
  const [file, report] = [join(folder, 'heartbeat.cjs'), join(folder, 'report')];
  writeFileSync(file, heartbeat(folder));
  rmSync(report, { force: true });
  const options = { HOME: folder, NO_COLOR: '1', NODE_OPTIONS: `--require ${file}` };
  const session = await openPty([process.execPath, real, '--no-config', '--search-bits', '100000000'], options);
  try {
    await session.until('frame', (output) => output.includes(DRAWN));
    // Threads are up, and what a first answer loads is loaded.
    session.type('pi @ 100\r');
    await session.until('answer', isPromptBack);
    await pause(1000);
    const beat = (): void => void process.kill(Number(readFileSync(join(folder, 'pid'), 'utf8')), 'SIGUSR2');
    beat();
    session.type(`${statement}\r`);
    const took = await Promise.race([session.until('answer', isPromptBack), pause(moment)]);
    let prompt: number | undefined;
    if (took === undefined) {
      session.type(CTRL_C);
      prompt = await session.until('prompt', isPromptBack);
    }
    beat();
    for (let waited = 0; !existsSync(report) && waited < 5000; waited += 20) await pause(20);
    const { block, share } = JSON.parse(readFileSync(report, 'utf8')) as LiveTimes;
    await leave(session);
    return { prompt, block, share };
  } finally {
    session.end();
  }
};

/** Whether an answer, or an error, stands above a prompt with no evaluation. */
const isPromptBack = (output: string): boolean =>
  /(?:≈ |exact · |[\d.]+ m?s · auto|error\[|Ctrl-D to exit)/.test(output) &&
  output.lastIndexOf(PROMPT) > output.lastIndexOf('Ctrl-C stops');

const leave = async (session: Pty): Promise<void> => {
  session.type(CTRL_D);
  await session.ended;
};

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
