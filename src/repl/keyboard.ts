import { emitKeypressEvents } from 'node:readline';
import type { Key } from './editor/key.ts';

/** The keys of a terminal in raw mode, with pastes marked; `close` gives the terminal back as it was. */
export interface Keyboard {
  readonly open: () => void;
  readonly close: () => void;
}

const PASTES_MARKED = '\x1b[?2004h';
const PASTES_UNMARKED = '\x1b[?2004l';
const SHOW_CURSOR = '\x1b[?25h';

export const createKeyboard = (
  input: NodeJS.ReadStream,
  output: NodeJS.WriteStream,
  onKey: (key: Key) => void,
): Keyboard => {
  emitKeypressEvents(input);
  const listen = (_: unknown, key: Key): void => onKey(key);
  let isOpen = false;
  return {
    open: () => {
      if (isOpen) return;
      isOpen = true;
      input.setRawMode(true);
      output.write(PASTES_MARKED);
      input.on('keypress', listen);
      input.resume();
    },
    close: () => {
      if (!isOpen) return;
      isOpen = false;
      input.off('keypress', listen);
      input.pause();
      output.write(PASTES_UNMARKED + SHOW_CURSOR);
      input.setRawMode(false);
    },
  };
};
