import { Box, render, Text, useCursor, useStdout } from 'ink';
import { createElement, type ReactNode, useLayoutEffect, useSyncExternalStore } from 'react';
import { ERASE_LINE } from '../../cli/controls.ts';
import type { Style } from '../../cli/style.ts';
import type { Conversation } from '../conversation.ts';
import type { Mark } from '../highlight.ts';
import { frameOf } from './frame.ts';
import { createScreen, type Screen } from './screen.ts';

/** A conversation on the screen. */
export interface View {
  /** Takes the live part off the screen, where something else is about to write. */
  readonly leave: () => void;
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

/** Draws the conversation over the prompt that stands on the screen already. */
export const openView = async (options: ViewOptions): Promise<View> => {
  const { conversation, output } = options;
  const screen = createScreen(output, options.reflows);
  screen.stream.write(ERASE_LINE);
  const stop = screen.onResize(conversation.redraw);
  const ink = render(createElement(App, { ...options, screen }), {
    stdin: options.input,
    stdout: screen.stream,
    exitOnCtrlC: false,
    patchConsole: false,
    maxFps: MAX_FPS,
  });
  return {
    leave: screen.leave,
    close: () => {
      stop();
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
  const size = useSyncExternalStore(screen.onResize, screen.size);
  const frame = frameOf(snapshot, size, highlight, style);
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
