import { Box, render, Text, useCursor, useStdout } from 'ink';
import { createElement, type ReactNode, useEffect, useLayoutEffect, useState, useSyncExternalStore } from 'react';
import type { Style } from '../../cli/style.ts';
import type { Conversation } from '../conversation.ts';
import type { Mark } from '../highlight.ts';
import { frameOf, type Size } from './frame.ts';
import { createScreen, type Screen } from './screen.ts';

/** A conversation on the screen. */
export interface View {
  /** Writes above the live part, for good. */
  readonly write: (text: string) => void;
  /** Draws the live part where the cursor is now, after something else wrote on the screen. */
  readonly redraw: () => void;
  /** Leaves the live part on the screen, and the cursor below it. */
  readonly close: () => void;
  /** Rejects if the drawing breaks. */
  readonly ended: Promise<unknown>;
}

export interface ViewOptions {
  readonly conversation: Conversation;
  readonly input: NodeJS.ReadStream;
  readonly output: NodeJS.WriteStream;
  readonly style: Style;
  readonly highlight: (text: string, cursor: number) => readonly Mark[];
  /** Whether the terminal breaks long rows anew when its window changes. */
  readonly reflows: boolean;
}

/** Draws as soon as something has changed: how often that is, the conversation decides. */
const MAX_FPS = 1000;
const ERASE_LINE = '\r\x1b[K';

/** Draws the conversation over the prompt that stands on the screen already; resolves once it is drawn. */
export const openView = async (options: ViewOptions): Promise<View> => {
  const screen = createScreen(options.output, options.reflows);
  screen.stream.write(ERASE_LINE);
  let attach = (_: (text: string) => void): void => {};
  const attached = new Promise<(text: string) => void>((resolve) => {
    attach = resolve;
  });
  const ink = render(createElement(App, { ...options, screen, attach }), {
    stdin: options.input,
    stdout: screen.stream,
    exitOnCtrlC: false,
    patchConsole: false,
    maxFps: MAX_FPS,
  });
  const ended = ink.waitUntilExit();
  const write = await Promise.race([attached, ended.then(() => UNDRAWN)]);
  return {
    write,
    redraw: () => {
      screen.forget();
      write('');
    },
    close: () => {
      ink.unmount();
      screen.close();
    },
    ended,
  };
};

const UNDRAWN = (): void => {};

interface AppProps extends Pick<ViewOptions, 'conversation' | 'style' | 'highlight'> {
  readonly screen: Screen;
  readonly attach: (write: (text: string) => void) => void;
}

/** The live part of the screen, drawn anew whenever the conversation or the window changes. */
export const App = ({ conversation, style, highlight, screen, attach }: AppProps): ReactNode => {
  const snapshot = useSyncExternalStore(conversation.subscribe, conversation.snapshot);
  const frame = frameOf(snapshot, useSize(screen), highlight, style);
  const { write } = useStdout();
  useEffect(() => attach(write), [attach, write]);
  useLayoutEffect(() => screen.show(frame));
  useCursor().setCursorPosition(frame.cursor);
  const rows = frame.rows.map((row) => createElement(Text, { wrap: 'truncate' }, row));
  return createElement(Box, { flexDirection: 'column' }, ...rows);
};

const useSize = (screen: Screen): Size => {
  const [size, setSize] = useState(screen.size);
  useEffect(() => screen.onResize(() => setSize(screen.size())), [screen]);
  return size;
};
