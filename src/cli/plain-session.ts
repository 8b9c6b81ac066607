import { createInterface } from 'node:readline';
import { openAtEnd } from '../../grammar/parse.ts';
import type { Definition } from '../session/names.ts';
import { CLEAR_SCREEN, ERASE_LINE } from './controls.ts';
import { visible } from './display-text.ts';
import type { Shell } from './execute.ts';
import { filesAt } from './files.ts';
import { appendHistory, HISTORY_SIZE, readHistory, remember } from './history.ts';
import { createInterrupt, type Interrupt, type Keyboard } from './interrupt.ts';
import { completerOf } from './plain-completion.ts';
import { type Previewer, previewOf } from './preview.ts';
import { PROMPTS } from './prompts.ts';
import { runStatement } from './run-statement.ts';
import { completionAt } from './vocabulary.ts';

/** What knows the names that the user defined. */
export interface Names extends Previewer {
  definitions(): Iterable<Definition>;
}

/** Where a conversation takes place. */
export interface Terminal {
  readonly input: Keyboard;
  /** For the prompt and what is typed; answers go where the shell says. */
  readonly screen: NodeJS.WritableStream;
  /** The file that keeps what was typed. */
  readonly history: string;
}

/**
 * Reads statements with readline's line editor until Ctrl-D or `:quit`. A terminal that obeys no control sequences edits
 * its lines itself, and its Ctrl-C is a signal.
 */
export const runPlainSession = (shell: Shell, names: Names, { input, screen, history }: Terminal): Promise<number> =>
  new Promise((resolve, reject) => {
    let remembered: readonly string[] = readHistory(history);
    const editor = createInterface({
      input,
      output: screen,
      prompt: PROMPTS.first,
      history: [...remembered],
      // One more for the line that readline adds by itself.
      historySize: HISTORY_SIZE + 1,
      completer: completerOf(
        (typed) => {
          const text = pending === '' ? typed : `${pending}\n${typed}`;
          const completion = completionAt(text, text.length, {
            definitions: () => names.definitions(),
            files: filesAt,
          });
          return { ...completion, word: text.slice(completion.start) };
        },
        (rows) => {
          screen.write(`\n${rows.map(visible).join('\n')}\n`);
          prompt();
        },
      ),
      ...(shell.dumb ? { terminal: false } : {}),
    });
    /** The statements that are typed and not yet run, and the lines of one that is still open. */
    const waiting: string[] = [];
    let pending = '';
    /** How many parentheses are open in what is pending. */
    let open = 0;
    let line = 1;
    let running: Interrupt | undefined;
    let busy = false;
    let ended = false;

    const drop = (): void => {
      waiting.length = 0;
      pending = '';
    };

    const prompt = (): void => {
      editor.setPrompt(pending === '' ? PROMPTS.first : PROMPTS.next);
      editor.prompt(true);
    };

    const runWaiting = async (): Promise<void> => {
      busy = true;
      // A paste arrives line by line; what follows its last newline is put aside until the answers are printed.
      await new Promise(setImmediate);
      if (editor.line !== '') screen.write(ERASE_LINE);
      for (let text = waiting.shift(); text !== undefined; text = waiting.shift()) await runOne(text);
      busy = false;
      if (ended) resolve(0);
      else prompt();
    };

    const runOne = async (text: string): Promise<void> => {
      const statement = { source: '<stdin>', line, number: line, text };
      line += text.split('\n').length;
      running = shell.dumb ? interruptOf(new AbortController()) : createInterrupt(input);
      let quits = false;
      for await (const outcome of runStatement(shell, statement, running.signal)) {
        if (outcome.kind === 'defined' && waiting.length === 0) await preview(outcome.name, running.signal);
        if (outcome.kind !== 'message') continue;
        if (outcome.action === 'clear') await clear();
        quits = outcome.action === 'quit';
        if (quits) break;
      }
      if (quits || running.signal.aborted) drop();
      running.release();
      running = undefined;
      if (quits) editor.close();
    };

    /** What readline recalls. It adds every line that is typed, in place of which whole statements are to stand. */
    let recalled: string[] = [];
    editor.on('history', (lines) => {
      recalled = lines;
    });
    editor.on('line', (typed) => {
      // Node 24 ends the lines of a recalled statement with \r.
      const text = typed.replaceAll('\r', '\n');
      open = openAtEnd(text, pending === '' ? 0 : open);
      pending += pending === '' ? text : `\n${text}`;
      if (open === 0) {
        appendHistory(history, pending);
        remembered = remember(remembered, pending);
        waiting.push(pending);
        pending = '';
      }
      recalled.splice(0, recalled.length, ...remembered);
      if (busy) return;
      if (waiting.length > 0) runWaiting().catch(reject);
      else prompt();
    });
    const preview = async (name: string, signal: AbortSignal): Promise<void> => {
      const { how, out } = shell;
      if (how.terminal) await out.write(await previewOf(names, name, signal, how.columns, how));
    };

    const clear = async (): Promise<void> => {
      if (!shell.how.terminal) return;
      if (shell.dumb) await shell.err.write('this terminal cannot be cleared\n');
      else await shell.out.write(CLEAR_SCREEN);
    };

    const interrupt = (): void => {
      if (running !== undefined) {
        running.interrupt();
        return;
      }
      // What is typed at a dumb terminal is not known before its line ends: the terminal has dropped it.
      if (!shell.dumb && editor.line === '' && pending === '') {
        shell.err.write('\n(Ctrl-D to exit)\n').then(prompt, reject);
        return;
      }
      pending = '';
      if (!shell.dumb) {
        editor.write(null, { ctrl: true, name: 'e' });
        editor.write(null, { ctrl: true, name: 'u' });
      }
      shell.err.write('\n').then(prompt, reject);
    };
    editor.on('SIGINT', interrupt);
    if (shell.dumb) process.on('SIGINT', interrupt);
    editor.on('close', () => {
      ended = true;
      process.off('SIGINT', interrupt);
      if (busy) return;
      shell.err.write('\n').then(() => resolve(0), reject);
    });
    prompt();
  });

const interruptOf = (controller: AbortController): Interrupt => ({
  signal: controller.signal,
  interrupt: () => controller.abort(),
  release: () => {},
});
