import type { Runner, Shell } from '../cli/execute.ts';
import { counted } from '../cli/figures.ts';
import type { Interrupt } from '../cli/interrupt.ts';
import type { Output } from '../cli/output.ts';
import { runStatement } from '../cli/run-statement.ts';
import type { Outcome, Progress } from '../outcome.ts';
import { chordOf, type Key } from './editor/key.ts';
import { press } from './editor/press.ts';
import { createEditor, type EditorState, type Effect, type Language } from './editor/state.ts';
import type { Evaluation } from './evaluation.ts';

/** What there is to see of a conversation. */
export interface Snapshot {
  readonly editor: EditorState;
  /** The evaluation under way, once it has taken long enough to be shown. */
  readonly evaluation: Evaluation | null;
  /** A word to the user, until the next key. */
  readonly notice: string | null;
}

/** A session that is talked to key by key; whoever draws it subscribes. */
export interface Conversation {
  readonly snapshot: () => Snapshot;
  readonly subscribe: (listener: () => void) => () => void;
  readonly press: (key: Key) => void;
  /** What is to be written above the prompt, for good, before the snapshot is drawn; undefined if nothing is. */
  readonly take: () => string | undefined;
  /** Asks for the prompt to be drawn once more. */
  readonly redraw: () => void;
  /** Resolves when the user has left. */
  readonly ended: Promise<void>;
}

export interface ConversationOptions {
  /** What it writes comes above the prompt. */
  readonly shell: (out: Output) => Shell;
  readonly language: Language;
  /** The lines of earlier sessions, the newest first. */
  readonly history: readonly string[];
  readonly keep: (line: string) => void;
  readonly createInterrupt: () => Interrupt;
  /** How a statement stands above its answer. */
  readonly echo: (text: string) => string;
  /** How something is said that nobody asked for. */
  readonly remark: (text: string) => string;
  /** What is written of the number that a name now stands for. */
  readonly preview: (name: string, signal: AbortSignal) => Promise<string>;
  /** What clears the screen of the terminal. */
  readonly clear: string;
  readonly suspend: () => void;
}

/** An evaluation is shown once it has taken so long, and then redrawn this often, in milliseconds: Ink takes 10 for forty rows. */
const SHOWN_AFTER = 150;
const REDRAWN_EVERY = 200;
/** What is drawn is as old at most, in milliseconds, and the first picture has something to show. */
const REPORTED_EVERY = 70;
/** A paste whose end has not come after so long, in milliseconds, may never end. */
const PASTED_WITHIN = 500;

export const createConversation = (options: ConversationOptions): Conversation => {
  const { language, keep } = options;
  const listeners = new Set<() => void>();
  const queue: string[] = [];
  let current: Snapshot = { editor: createEditor(options.history), evaluation: null, notice: null };
  let running: Interrupt | undefined;
  let busy = false;
  let leaving = false;
  let line = 1;
  let leave = (): void => {};
  let fail = (_: unknown): void => {};
  const ended = new Promise<void>((resolve, reject) => {
    leave = resolve;
    fail = reject;
  });

  /** Keys that arrive together, as in a paste, are drawn together. */
  let drawing = false;
  const update = (change: Partial<Snapshot>): void => {
    current = { ...current, ...change };
    if (drawing) return;
    drawing = true;
    setImmediate(() => {
      drawing = false;
      for (const listener of listeners) listener();
    });
  };

  let unwritten: string | undefined;
  const write = (text: string): void => {
    unwritten = (unwritten ?? '') + text;
    update({});
  };
  const shell = options.shell({ closed: false, write: async (text) => write(text) });

  const runQueue = async (): Promise<void> => {
    busy = true;
    for (let text = queue.shift(); text !== undefined; text = queue.shift()) await runOne(text);
    busy = false;
    if (leaving) leave();
  };

  const runOne = async (text: string): Promise<void> => {
    write(options.echo(text));
    const statement = { source: '<stdin>', line, number: line, text };
    line += text.split('\n').length;
    const interrupt = options.createInterrupt();
    running = interrupt;
    const watch = watchEvaluation();
    const session: Runner = {
      run: (statement, run) =>
        shell.session.run(statement, { ...run, onProgress: watch.report, progressEvery: REPORTED_EVERY }),
    };
    try {
      for await (const outcome of runStatement({ ...shell, session }, statement, interrupt.signal)) {
        carryOut(outcome);
        if (leaving) break;
        const isLast = outcome.kind === 'defined' && queue.length === 0;
        if (isLast) write(await options.preview(outcome.name, interrupt.signal));
      }
    } finally {
      // Also where nothing can be written any more: what goes on would keep the process from ending.
      watch.end();
      const dropped = interrupt.signal.aborted ? queue.splice(0).length : 0;
      if (dropped > 0)
        write(options.remark(`${counted(dropped, 'statement')} dropped that waited · ↑ brings them back`));
      interrupt.release();
      running = undefined;
    }
  };

  const watchEvaluation = () => {
    const started = performance.now();
    let progress: Progress | null = null;
    const show = (): void =>
      update({ evaluation: { elapsedMs: performance.now() - started, progress, waiting: queue.length } });
    let timer = setTimeout(() => {
      show();
      timer = setInterval(show, REDRAWN_EVERY);
    }, SHOWN_AFTER);
    return {
      report: (latest: Progress): void => {
        progress = latest;
      },
      end: (): void => {
        clearTimeout(timer);
        update({ evaluation: null, notice: null });
      },
    };
  };

  const carryOut = (outcome: Outcome): void => {
    if (outcome.kind !== 'message') return;
    if (outcome.action === 'clear') write(options.clear);
    if (outcome.action !== 'quit') return;
    queue.length = 0;
    leaving = true;
  };

  const perform = (effect: Effect): void => {
    switch (effect.kind) {
      case 'submit':
        keep(effect.text);
        queue.push(effect.text);
        if (!busy) runQueue().catch(fail);
        return;
      case 'interrupt':
        update({ notice: 'Ctrl-D to exit' });
        return;
      case 'leave':
        leaving = true;
        if (busy) update({ notice: 'leaves when this is done · Ctrl-C stops it' });
        else leave();
        return;
      case 'clear':
        write(options.clear);
        return;
      case 'suspend':
        options.suspend();
        return;
    }
  };

  let pasting: NodeJS.Timeout | undefined;
  const watchPaste = (): void => {
    if ((current.editor.paste === null) === (pasting === undefined)) return;
    clearTimeout(pasting);
    pasting =
      current.editor.paste === null
        ? undefined
        : setTimeout(() => update({ notice: 'pasting … · Ctrl-C drops it' }), PASTED_WITHIN);
  };

  return {
    snapshot: () => current,
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    press: (key) => {
      if (running !== undefined && chordOf(key) === 'C-c') {
        update({ editor: { ...current.editor, paste: null } });
        watchPaste();
        running.interrupt();
        return;
      }
      const { state, effects } = press(current.editor, key, language);
      update({ editor: state, notice: state.paste === null ? null : current.notice });
      watchPaste();
      for (const effect of effects) perform(effect);
    },
    take: () => {
      const text = unwritten;
      unwritten = undefined;
      return text;
    },
    redraw: () => write(''),
    ended,
  };
};
