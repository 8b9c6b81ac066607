import { EventEmitter } from 'node:events';
import type { Frame, Size } from './frame.ts';

/**
 * The terminal as Ink is to see it. What Ink writes in one turn goes out in one piece; it never thinks its frame as tall
 * as the window, which it would answer by wiping the scrollback; and when the window changes, the frame is taken away
 * here: the terminal may have broken its rows, and Ink would count them as they were.
 */
export interface Screen {
  readonly stream: NodeJS.WriteStream;
  readonly size: () => Size;
  /** What Ink draws now. */
  readonly show: (frame: Frame) => void;
  readonly onResize: (listener: () => void) => () => void;
  /** Takes the frame off the screen, where something else is about to write: the next one comes where the cursor is then. */
  readonly leave: () => void;
  /** Puts the cursor below the frame; what is still to be written above it comes there. */
  readonly close: (text: string | undefined) => void;
}

const UNBOUNDED = 1_000_000;

const WIPES_SCROLLBACK = '\x1b[3J';

/** What Ink goes to its last frame with, and takes it away: moves and erasures, and nothing to see. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what it looks for
const GOES_BACK = /(?:\x1b\[(?:\?25[hl]|\d*[ABEGK]))+/;
const ERASES = '\x1b[2K';

export const createScreen = (terminal: NodeJS.WriteStream, reflows: boolean): Screen => {
  const events = new EventEmitter();
  let pending = '';
  let forgotten = false;
  /** What Ink has drawn last, and what of it has gone out; both are made for a window of so many columns. */
  let frame: Frame | undefined;
  let drawn: Frame | undefined;
  let { columns } = terminal;
  let size: Size = { columns, rows: terminal.rows };

  /** Takes away what has gone out, where a window of so many columns has broken its rows. */
  const takeAway = (of: Frame, now: number): string => eraseBroken(of, reflows ? now : Number.POSITIVE_INFINITY);

  const flush = (): void => {
    const text = pending;
    pending = '';
    if (text === '') return;
    // The window may have become narrower before anybody was told: then Ink is about to erase rows that are broken.
    const [now] = terminal.getWindowSize();
    const broken = now < columns ? drawn : undefined;
    // Where only the cursor moves, the frame is left to be taken away when we are told.
    if (broken !== undefined && !text.includes(ERASES)) return;
    drawn = frame;
    terminal.write(broken === undefined ? text : takeAway(broken, now) + text.replace(GOES_BACK, ''));
  };
  /** What of a text goes out: where the last frame was taken away, there is nothing to go back to. */
  const kept = (text: string): string => {
    if (!forgotten) return text;
    const back = GOES_BACK.exec(text)?.[0] ?? '';
    if (!text.startsWith(back)) return text;
    forgotten = !back.includes(ERASES);
    return text.slice(back.length);
  };
  const write = (text: string): boolean => {
    if (pending === '') setImmediate(flush);
    pending += kept(text).replaceAll(WIPES_SCROLLBACK, '');
    return true;
  };
  const leave = (): void => {
    flush();
    if (drawn === undefined) return;
    terminal.write(takeAway(drawn, terminal.columns));
    drawn = undefined;
    forgotten = true;
  };
  const resized = (): void => {
    leave();
    columns = terminal.columns;
    size = { columns, rows: terminal.rows };
    events.emit('resize');
  };
  terminal.on('resize', resized);

  const stream = {
    isTTY: true,
    get columns() {
      return terminal.columns;
    },
    rows: UNBOUNDED,
    write,
    // Of a new window Ink hears with the frame that fits in it: the last one might be too tall.
    on: () => {},
    off: () => {},
  };
  return {
    stream: stream as unknown as NodeJS.WriteStream,
    size: () => size,
    show: (shown) => {
      frame = shown;
    },
    onResize: (listener) => {
      events.on('resize', listener);
      return () => events.off('resize', listener);
    },
    leave,
    close: (text = '') => {
      terminal.off('resize', resized);
      if (frame !== undefined) pending += below(frame) + text;
      frame = undefined;
      flush();
    },
  };
};

/** Goes down from the cursor to the row below the frame, which Ink has opened. */
const below = ({ rows, cursor }: Frame): string => `\x1b[${rows.length - cursor.y}B\r`;

/** Erases a row and all below it: from the second column on, since tmux keeps in its scrollback what is erased from the first corner. */
const ERASE_BELOW = '\x1b[2K\x1b[2G\x1b[J\r';

/** Goes up from the cursor over the rows that the terminal has broken at the new width, and erases from there. */
const eraseBroken = ({ widths, cursor }: Frame, columns: number): string => {
  const above = widths.slice(0, cursor.y).reduce((rows, width) => rows + Math.max(1, Math.ceil(width / columns)), 0);
  const rows = above + Math.floor(cursor.x / columns);
  return `\r${rows > 0 ? `\x1b[${rows}A` : ''}${ERASE_BELOW}`;
};
