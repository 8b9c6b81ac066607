import { createInterface } from 'node:readline';
import { isOpen } from '../../grammar/parse.ts';
import type { Shell } from './execute.ts';
import { appendHistory, HISTORY_SIZE, readHistory } from './history.ts';
import { createInterrupt, type Interrupt, type Keyboard } from './interrupt.ts';
import { runStatement } from './run-statement.ts';

const PROMPT = 'real> ';
const CONTINUATION = '  ... ';

const ERASE_LINE = '\r\x1b[K';
const CLEAR_SCREEN = '\x1b[H\x1b[2J';

/** What knows the names that could be meant. */
export interface Names {
  completions(prefix: string): string[];
}

/** Where a conversation takes place. */
export interface Terminal {
  readonly input: Keyboard;
  /** For the prompt and what is typed; answers go where the shell says. */
  readonly screen: NodeJS.WritableStream;
  /** The file that keeps what was typed. */
  readonly history: string;
}

/** Reads statements with readline's line editor until Ctrl-D or `:quit`. */
export const runPlainSession = (shell: Shell, names: Names, { input, screen, history }: Terminal): Promise<number> =>
  new Promise((resolve, reject) => {
    const editor = createInterface({
      input,
      output: screen,
      prompt: PROMPT,
      history: readHistory(history),
      historySize: HISTORY_SIZE,
      removeHistoryDuplicates: true,
      completer: completerOf(names),
    });
    const waiting: string[] = [];
    let pending = '';
    let line = 1;
    let running: Interrupt | undefined;
    let busy = false;
    let ended = false;

    const prompt = (): void => {
      editor.setPrompt(pending === '' ? PROMPT : CONTINUATION);
      editor.prompt(true);
    };

    const runWaiting = async (): Promise<void> => {
      busy = true;
      // A paste arrives line by line; what follows its last newline is put aside until the answers are printed.
      await new Promise(setImmediate);
      if (editor.line !== '') screen.write(ERASE_LINE);
      for (let typed = waiting.shift(); typed !== undefined; typed = waiting.shift()) {
        pending += pending === '' ? typed : `\n${typed}`;
        if (isOpen(pending)) continue;
        const text = pending;
        pending = '';
        await runOne(text);
      }
      busy = false;
      if (ended) resolve(0);
      else prompt();
    };

    const runOne = async (text: string): Promise<void> => {
      const statement = { source: '<stdin>', line, number: line, text };
      line += text.split('\n').length;
      running = createInterrupt(input);
      let quits = false;
      for await (const outcome of runStatement(shell, statement, running.signal)) {
        if (outcome.kind !== 'message') continue;
        if (outcome.action === 'clear' && shell.how.terminal) await shell.out.write(CLEAR_SCREEN);
        quits = outcome.action === 'quit';
        if (quits) break;
      }
      if (quits || running.signal.aborted) waiting.length = 0;
      running.release();
      running = undefined;
      if (quits) editor.close();
    };

    editor.on('line', (typed) => {
      appendHistory(history, typed);
      waiting.push(typed);
      if (!busy) runWaiting().catch(reject);
    });
    // A line that starts with a blank is not to be remembered, in the file or in the editor.
    editor.on('history', (lines) => {
      if (lines[0]?.startsWith(' ')) lines.shift();
    });
    editor.on('SIGINT', () => {
      if (running !== undefined) {
        running.interrupt();
        return;
      }
      if (editor.line === '' && pending === '') {
        shell.err.write('\n(Ctrl-D to exit)\n').then(prompt, reject);
        return;
      }
      pending = '';
      editor.write(null, { ctrl: true, name: 'e' });
      editor.write(null, { ctrl: true, name: 'u' });
      shell.err.write('\n').then(prompt, reject);
    });
    editor.on('close', () => {
      ended = true;
      if (busy) return;
      shell.err.write('\n').then(() => resolve(0), reject);
    });
    prompt();
  });

const completerOf =
  (names: Names) =>
  (line: string): [string[], string] => {
    const prefix = /[\p{L}_][\p{L}\p{N}_]*$/u.exec(line)?.[0] ?? '';
    return [prefix === '' ? [] : names.completions(prefix), prefix];
  };
