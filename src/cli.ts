import { existsSync } from 'node:fs';
import manifest from '../package.json' with { type: 'json' };
import { type Copy, clipboardSequence, withActions } from './cli/actions.ts';
import { runBatch } from './cli/batch.ts';
import { visible } from './cli/display-text.ts';
import { type Shell, stackOf } from './cli/execute.ts';
import { EXIT_CODES } from './cli/exit-code.ts';
import type { Invocation } from './cli/invocation.ts';
import { openOutput } from './cli/output.ts';
import { readInvocation } from './cli/read-invocation.ts';
import { runStatement } from './cli/run-statement.ts';
import { statementsOf } from './cli/sources.ts';
import { styleFor } from './cli/style.ts';
import { columnsOf, isDumb, isTerminal, reflows, STDERR, STDIN, STDOUT, windowOf } from './cli/terminal.ts';
import { chooseUi, type UiChoice } from './cli/ui.ts';
import { historyFile, startupFile } from './cli/user-files.ts';
import { asRealError } from './session/failure.ts';
import { Session } from './session.ts';
import { printSettings, SETTINGS, settingsFromEnvironment, variableOf } from './settings.ts';

const out = openOutput(STDOUT, 'standard output');
const err = openOutput(STDERR, 'standard error');

export interface Ending {
  readonly exitCode: number;
  /** Whether everything that was written is with its reader already: all but conversations write at once (`openOutput`). */
  readonly written: boolean;
}

/** Runs the command line; it reports every error itself. */
export const main = async (argv: readonly string[]): Promise<Ending> => {
  try {
    const [command, ...rest] = argv;
    if (command === 'bench')
      return atOnce(await (await import('./bench/main.ts')).runBench(rest, (text) => out.write(text)));
    if (command === 'completion') {
      await out.write((await import('./cli/completion.ts')).completionScript(rest));
      return atOnce(0);
    }
    return await answer(await readInvocation(argv));
  } catch (error) {
    return { exitCode: await reportFatal(error), written: false };
  }
};

const atOnce = (exitCode: number): Ending => ({ exitCode, written: true });

/** One line for what stops the program itself, on stderr; the stack only where REAL_DEBUG asks for it. */
export const reportFatal = async (error: unknown): Promise<number> => {
  const failure = asRealError(error);
  const kind = failure.code === 'INTERNAL' ? 'internal error: ' : '';
  const stack = process.env.REAL_DEBUG ? `${stackOf(failure)}\n` : '';
  await err.write(`real: ${kind}${visible(failure.message)}\n${stack}`).catch(() => {});
  return EXIT_CODES[failure.code];
};

const answer = async (invocation: Invocation): Promise<Ending> => {
  if (invocation.request === 'help') {
    await out.write((await import('./cli/flags.ts')).helpText(columnsOf(STDOUT)));
    return atOnce(0);
  }
  if (invocation.request === 'version') {
    await out.write(`real ${manifest.version}\n`);
    return atOnce(0);
  }
  const { sources, interactive } = invocation;
  const isConversation = (interactive || sources.length === 0) && isTerminal(STDIN);
  const session = new Session({ interactive: isConversation });
  try {
    return await run(invocation, session, isConversation);
  } finally {
    await session.close();
  }
};

const run = async (invocation: Invocation, session: Session, isConversation: boolean): Promise<Ending> => {
  const shell = createShell(invocation, session, isConversation);
  const overrides = { ...settingsFromEnvironment(process.env), ...invocation.settings };
  const startup = invocation.config ? startupFile(process.env) : undefined;

  // Limits hold in the start-up file too, and what it sets gives way to the environment and the flags.
  Object.assign(session.settings, overrides);
  if (startup !== undefined && existsSync(startup)) await runStartup(shell, startup);
  Object.assign(session.settings, overrides);

  if (invocation.request === 'print-config') {
    await out.write(`${configText(session, startup)}\n`);
    return atOnce(0);
  }
  const { sources, interactive } = invocation;
  const isFilter = (interactive || sources.length === 0) && !isConversation;
  const statements = statementsOf(isFilter ? [...sources, { kind: 'stdin' }] : sources);
  const exitCode = await runBatch(shell, statements, { failFast: invocation.failFast });
  if (!isConversation || (invocation.failFast && exitCode > 0)) return atOnce(exitCode);
  return { exitCode: await converse(shell, session, invocation.ui), written: false };
};

/** Talks to the user: with live progress where the terminal is able to show it, else line by line. */
const converse = async (shell: Shell, session: Session, choice: UiChoice): Promise<number> => {
  const history = historyFile(process.env);
  const ui = chooseUi(choice, { environment: process.env, window: windowOf(STDOUT) });
  if (ui === 'ink') {
    const { runRepl } = await import('./repl/start.ts');
    const terminal = { input: process.stdin, output: process.stdout, history, reflows: reflows(process.env) };
    return await runRepl(shell, session, terminal);
  }
  const { runPlainSession } = await import('./cli/plain-session.ts');
  // Answers that go to a file must not have prompts between them.
  const screen = isTerminal(STDERR) || !isTerminal(STDOUT) ? process.stderr : process.stdout;
  return await runPlainSession(shell, session, { input: process.stdin, screen, history });
};

const copy: Copy = async (text) => {
  if (!isTerminal(STDOUT)) return false;
  await out.write(clipboardSequence(text));
  return true;
};

/** Start-up statements only prepare the session: of what they come to, failures alone are shown. */
const runStartup = async (shell: Shell, path: string): Promise<void> => {
  const silent = { closed: false, write: async () => {} };
  const preparing = { ...shell, out: silent, how: { ...shell.how, json: false }, stats: false };
  for await (const statement of statementsOf([{ kind: 'file', path }])) {
    for await (const outcome of runStatement(preparing, statement))
      if (outcome.kind === 'message' && outcome.action === 'quit') return;
  }
};

const configText = (session: Session, startup: string | undefined): string => {
  const file =
    startup === undefined ? 'not read' : existsSync(startup) ? visible(startup) : `${visible(startup)} (none)`;
  const variables = SETTINGS.map(variableOf).filter((variable) => process.env[variable]);
  const environment = variables.length === 0 ? 'nothing' : variables.join(', ');
  return [`# start-up file: ${file}`, `# from the environment: ${environment}`, printSettings(session.settings)].join(
    '\n',
  );
};

const createShell = (invocation: Invocation, session: Session, isConversation: boolean): Shell => {
  const { json, why, quiet, stats, color, progress } = invocation;
  const terminal = isTerminal(STDOUT);
  const how = {
    json,
    why,
    quiet,
    terminal,
    abridged: terminal && isConversation,
    out: styleFor(color, process.env, terminal),
    // Most runs write nothing to stderr, and need not ask what it is.
    get err() {
      return styleFor(color, process.env, isTerminal(STDERR));
    },
    get columns() {
      return columnsOf(STDERR);
    },
  };
  const onTerminal = (): boolean => isTerminal(STDERR);
  return {
    session: withActions(session, copy),
    how,
    stats,
    progress,
    onTerminal,
    dumb: isDumb(process.env),
    debug: Boolean(process.env.REAL_DEBUG),
    out,
    err,
  };
};
