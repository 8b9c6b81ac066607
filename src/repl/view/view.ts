import { Box, render, Text, useCursor, useStdout } from 'ink';
import { createElement, type ReactNode, useEffect, useLayoutEffect, useState, useSyncExternalStore } from 'react';
import type { Style } from '../../cli/style.ts';
import type { Conversation } from '../conversation.ts';
import type { Mark } from '../highlight.ts';
import { frameOf, type Size } from './frame.ts';
import { createScreen, type Screen } from './screen.ts';

/** A conversation on the screen. */
export interface View {
  /** Something else wrote where the live part was: the next one is drawn where the cursor is. */
  readonly forget: () => void;
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

/** Draws the conversation over the prompt that stands on the screen already. */
export const openView = async (options: ViewOptions): Promise<View> => {
  const { conversation, output } = options;
  const screen = createScreen(output, options.reflows);
  screen.stream.write(ERASE_LINE);
  const ink = render(createElement(App, { ...options, screen }), {
    stdin: options.input,
    stdout: screen.stream,
    exitOnCtrlC: false,
    patchConsole: false,
    maxFps: MAX_FPS,
  });
  return {
    forget: screen.forget,
    close: () => {
      ink.unmount();
      screen.close(conversation.take());
    },
    ended: ink.waitUntilExit(),
  };
};

interface AppProps extends Pick<ViewOptions, 'conversation' | 'style' | 'highlight'> {
  readonly screen: Pick<Screen, 'size' | 'onResize' | 'show'>;
}

/** The live part of the screen, drawn anew whenever the conversation or the window changes, below what it has to say. */
export const App = ({ conversation, style, highlight, screen }: AppProps): ReactNode => {
  const snapshot = useSyncExternalStore(conversation.subscribe, conversation.snapshot);
  const frame = frameOf(snapshot, useSize(screen), highlight, style);
  const { write } = useStdout();
  useLayoutEffect(() => {
    screen.show(frame);
    const text = conversation.take();
    if (text !== undefined) write(text);
  });
  useCursor().setCursorPosition(frame.cursor);
  const rows = frame.rows.map((row) => createElement(Text, { wrap: 'truncate' }, row));
  return createElement(Box, { flexDirection: 'column' }, ...rows);
};

const useSize = (screen: AppProps['screen']): Size => {
  const [size, setSize] = useState(screen.size);
  useEffect(() => screen.onResize(() => setSize(screen.size())), [screen]);
  return size;
};
