import { openAtEnd } from '../../grammar/parse.ts';
import { CLEAR_SCREEN, ERASE_LINE } from '../cli/controls.ts';
import type { Shell } from '../cli/execute.ts';
import { filesAt } from '../cli/files.ts';
import { appendHistory, readHistory } from '../cli/history.ts';
import { createInterrupt } from '../cli/interrupt.ts';
import type { Names as Defined } from '../cli/plain-session.ts';
import { previewOf } from '../cli/preview.ts';
import { PROMPTS } from '../cli/prompts.ts';
import { completionAt } from '../cli/vocabulary.ts';
import { CONSTANT_BY_NAME, FUNCTION_BY_NAME } from '../refine/functions.ts';
import { createConversation } from './conversation.ts';
import { echo } from './echo.ts';
import type { Key } from './editor/key.ts';
import { highlight } from './highlight.ts';
import { createKeyboard } from './keyboard.ts';
import type { View } from './view/view.ts';

/** Where a conversation takes place. */
export interface Terminal {
  readonly input: NodeJS.ReadStream;
  readonly output: NodeJS.WriteStream;
  /** The file that keeps what was typed. */
  readonly history: string;
  /** Whether it breaks long rows anew when its window becomes narrower. */
  readonly reflows: boolean;
}

/** What knows the names that the user defined. */
export interface Names extends Defined {
  isDefined(name: string): boolean;
}

const CTRL_C: Key = { sequence: '\x03', name: 'c', ctrl: true };

/**
 * A session with live progress, until the user leaves. The prompt is printed at once and keys count from then on; what
 * draws them is loaded meanwhile.
 */
export const runRepl = async (shell: Shell, names: Names, terminal: Terminal): Promise<number> => {
  const { input, output } = terminal;
  const style = shell.how.out;
  let view: View | undefined;
  const isKnown = (name: string): boolean =>
    FUNCTION_BY_NAME.has(name) || CONSTANT_BY_NAME.has(name) || name === 'ans' || names.isDefined(name);
  const surroundings = { definitions: () => names.definitions(), files: filesAt };
  const marksOf = (text: string, cursor = -1) => highlight(text, cursor, isKnown);

  const conversation = createConversation({
    shell: (out) => ({ ...shell, progress: 'never', out, err: shell.onTerminal() ? out : shell.err }),
    language: { openAtEnd, complete: (text, cursor) => completionAt(text, cursor, surroundings) },
    history: readHistory(terminal.history),
    keep: (line) => appendHistory(terminal.history, line),
    createInterrupt: () => createInterrupt(input),
    echo: (text) => `${echo(text, marksOf, style)}\n`,
    remark: (text) => `${style.dim(text)}\n`,
    preview: (name, signal) => previewOf(names, name, signal, output.columns, shell.how),
    clear: CLEAR_SCREEN,
    suspend: () => suspend(),
  });
  const keyboard = createKeyboard(input, output, conversation.press);
  const prompt = style.dim(PROMPTS.first);

  /**
   * Gives the terminal to the shell that has started this, and goes on when it says so: the kernel stops this process
   * before `kill` returns; or not at all, where no shell could ever continue it.
   */
  const suspend = (): void => {
    if (view === undefined) output.write(ERASE_LINE);
    else view.leave();
    keyboard.close();
    process.off('SIGTSTP', suspend);
    process.kill(process.pid, 'SIGTSTP');
    process.on('SIGTSTP', suspend);
    keyboard.open();
    if (view === undefined) output.write(prompt);
    conversation.redraw();
  };

  /** Gives the terminal back, the cursor below what was drawn; also where the program breaks or is ended. */
  let restored = false;
  const restore = (): void => {
    if (restored) return;
    restored = true;
    if (view === undefined) output.write('\r\n');
    else view.close();
    keyboard.close();
  };
  const end = (signal: NodeJS.Signals): void => {
    restore();
    process.removeAllListeners(signal);
    process.kill(process.pid, signal);
  };
  process.on('uncaughtExceptionMonitor', restore).on('exit', restore);
  process
    .on('SIGTERM', end)
    .on('SIGHUP', end)
    .on('SIGTSTP', suspend)
    .on('SIGINT', () => conversation.press(CTRL_C));

  // Before the prompt is seen: the terminal itself must not echo what is typed at it.
  keyboard.open();
  output.write(prompt);
  try {
    const { openView } = await import('./view/view.ts');
    view = await openView({ conversation, input, output, style, highlight: marksOf, reflows: terminal.reflows });
    await Promise.race([conversation.ended, view.ended]);
    await new Promise(setImmediate);
    return 0;
  } finally {
    restore();
  }
};
