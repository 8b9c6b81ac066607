import type { Terminal } from '../../support/terminal.ts';
import { answerTo, CTRL_C, isAtWork, leave, open, promptIs } from './sessions.ts';

/** Something that is typed: a line to be answered, or keys that lead to a row on the screen. */
type Step = { readonly line: string } | { readonly keys: string; readonly until: RegExp };

/** One screen of the tour, after some words about it. */
interface Scene {
  readonly text: string;
  readonly steps: readonly Step[];
  /** Whether it goes on where the one before has left off. */
  readonly goesOn?: boolean;
}

const CTRL_L = '\f';
const CTRL_R = '\x12';
const UP = '\x1b[A';

const SCENES: readonly Scene[] = [
  {
    text: `A line is answered with the bare number, from the first column on, so that it copies clean. The dim line says how it
was rounded, how long that took, by which strategy, and what is known exactly.`,
    steps: [{ line: '1/3 + 1/4' }, { line: 'sqrt(2) @ 40' }, { line: 'ans^2' }],
  },
  {
    text: `Tab completes names, functions, commands and directives and says what they are; once more, and it goes through
them.`,
    steps: [{ keys: '2*as\t', until: /^ {2}asinh\(x\)/ }],
  },
  {
    text: `What was typed before comes back with the arrows, which keep to lines that begin like this one, and with Ctrl-R.`,
    steps: [
      { line: 'exp(pi*sqrt(163))' },
      { line: 'pi @ 10' },
      { keys: `exp${UP}`, until: /^real> exp\(pi\*sqrt\(163\)\)$/ },
      { keys: `${CTRL_C}${CTRL_R}@`, until: /^search '@': pi @ 10$/ },
    ],
  },
  {
    text: `While a parenthesis is open, Enter goes on with the statement. An error points into it.`,
    steps: [{ keys: '(1 +\r', until: /^ {2}\.\.\.$/ }, { line: '2 ** * 3)' }],
  },
  {
    text: `A definition holds the number and not a rounding of it.`,
    steps: [{ line: 'x = sqrt(2)' }, { line: 'x @ 50' }, { line: 'f(t) = t^4 - 4' }, { line: 'f(x)' }],
  },
  {
    text: `Of a long answer the ends are shown.`,
    steps: [{ line: 'pi @ 3000' }],
  },
  {
    text: `What takes long is seen at work: how much each refiner has reached of what is wanted of it, on which thread, and the
digits that are certain already. \`▒\` is what the step under way is expected to have found by now. The next line can be
typed meanwhile.`,
    steps: [
      { keys: 'pi*e @ 2000000\r', until: /^ {2}1\.\d s · .* · Ctrl-C stops$/ },
      { keys: '1/ans', until: /^real> 1\/ans$/ },
    ],
  },
  {
    text: `Ctrl-C ends it at once and says what was found. The last answer stays what it was.`,
    steps: [{ keys: CTRL_C, until: /^ {2}so far: / }, { line: ' @ 10' }],
    goesOn: true,
  },
];

/** One number under three strategies: the digits are the same, the work that is thrown away is not. */
const WASTE = [
  [
    'events',
    `Under \`events\` refiners run freely until the answer is there. The quick root goes on while pi is at work, to many times
what is wanted of it: each \`+\` in its bar is work that nobody wanted.`,
  ],
  [
    'lockstep',
    `Under \`lockstep\` they take turns, each waits for the other, and each turn doubles what they have: the last one goes
beyond what is wanted.`,
  ],
  ['auto', `Under \`auto\` each is told what is wanted of it and goes there, and no further.`],
] as const;

/** Goes through the tour in a terminal; gives the page that shows what was to be seen. */
export const recordTour = async (): Promise<string> => {
  const tour = await inSession([], async (terminal) => {
    const parts: string[] = [];
    for (const { text, steps, goesOn = false } of SCENES) {
      if (!goesOn) await clear(terminal);
      for (const step of steps) await take(terminal, step);
      parts.push(text, block(screenOf(terminal)));
    }
    return parts;
  });
  const waste: string[] = [];
  for (const [strategy, text] of WASTE) {
    // In a session of its own nothing is there already, constants neither.
    const part = await inSession([], async (terminal) => {
      const pictures = watch(terminal);
      const line = `sqrt(2) + pi @ 200000, strategy ${strategy}`;
      const answer = await answerTo(terminal, line);
      const note = answer.filter((row) => / wasted$/.test(row));
      const seen = pictures();
      const first = seen.length > 0 ? seen : [`real> ${line}`];
      return [text, block([...first, ...note, ...(await answerTo(terminal, ':refiners'))])];
    });
    waste.push(...part);
  }
  return `${[HEADING, ...tour, WASTE_HEADING, ...waste].join('\n\n')}\n`;
};

const HEADING = `# A tour of the session

<!-- Recorded in a real terminal; \`npx vitest run test/repl/terminal/tour.test.ts -u\` does it anew. -->`;

const WASTE_HEADING = `## Three strategies

The last picture of the refiners where there was one, what it came to, and how far each part went.`;

const block = (rows: readonly string[]): string => `\`\`\`text\n${rows.join('\n')}\n\`\`\``;

const inSession = async (
  args: readonly string[],
  record: (terminal: Terminal) => Promise<string[]>,
): Promise<string[]> => {
  const terminal = await open(args, { columns: 88, rows: 24 });
  const parts = await record(terminal);
  terminal.type(CTRL_C);
  await terminal.until('empty line', () => !isAtWork(terminal) && /^(real>|Ctrl-D to exit)$/.test(lastRow(terminal)));
  await leave(terminal);
  return parts;
};

const take = async (terminal: Terminal, step: Step): Promise<void> => {
  if ('line' in step) {
    await answerTo(terminal, step.line);
    return;
  }
  terminal.type(step.keys);
  await terminal.until(String(step.until), () => screenOf(terminal).some((row) => step.until.test(row)));
};

/** The refiners as they were seen last. */
const watch = (terminal: Terminal): (() => readonly string[]) => {
  let seen: readonly string[] = [];
  const timer = setInterval(() => {
    const rows = screenOf(terminal);
    if (rows.some((row) => /[█▒░]/.test(row))) seen = rows;
  }, 20);
  return () => {
    clearInterval(timer);
    return seen;
  };
};

const screenOf = ({ screen }: Terminal): readonly string[] => {
  const rows = screen.rows();
  return rows.slice(0, rows.findLastIndex((row) => row !== '') + 1);
};

const lastRow = (terminal: Terminal): string => screenOf(terminal).at(-1) ?? '';

const clear = async (terminal: Terminal): Promise<void> => {
  terminal.type(`${CTRL_C}${CTRL_L}`);
  await terminal.until('clear screen', () => promptIs(terminal, '') && screenOf(terminal).length === 1);
};
