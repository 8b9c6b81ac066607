import { EventEmitter } from 'node:events';
import type { Frame, Size } from './frame.ts';

/**
 * The terminal as Ink is to see it. What Ink writes in one turn goes out in one piece; it never thinks its frame as tall
 * as the window, which it would answer by wiping the scrollback; and where a narrower window has broken the rows of the
 * frame, the frame is taken away here, since Ink would count them as they were.
 */
export interface Screen {
  readonly stream: NodeJS.WriteStream;
  readonly size: () => Size;
  /** What Ink draws now. */
  readonly show: (frame: Frame) => void;
  readonly onResize: (listener: () => void) => () => void;
  /** Ink's frame is not on the screen any more: something else was written over it. */
  readonly forget: () => void;
  /** Puts the cursor below the frame; what is still to be written above it comes there. */
  readonly close: (text: string | undefined) => void;
}

const UNBOUNDED = 1_000_000;

const WIPES_SCROLLBACK = '\x1b[3J';

/** Whether this is what Ink takes its last frame away with: moves and erasures, and nothing to see. */
const erases = (text: string): boolean => {
  const [before, ...sequences] = text.split('\x1b[');
  return before === '' && sequences.length > 0 && sequences.every((each) => /^(?:\?25[hl]|\d*[ABEGK])$/.test(each));
};

export const createScreen = (terminal: NodeJS.WriteStream, reflows: boolean): Screen => {
  const events = new EventEmitter();
  let pending = '';
  let forgotten = false;
  /** What Ink has drawn last, and what of it has gone out; both are made for a window of so many columns. */
  let frame: Frame | undefined;
  let drawn: Frame | undefined;
  let columns = terminal.columns;

  /** Takes away what has gone out, where a window of so many columns has broken its rows. */
  const takeAway = (of: Frame, now: number): string => eraseBroken(of, reflows ? now : Number.POSITIVE_INFINITY);

  const flush = (): void => {
    const text = pending;
    pending = '';
    if (text === '') return;
    // The window may have become narrower before anybody was told: then Ink is about to erase rows that are broken.
    const [now] = terminal.getWindowSize();
    const straight = drawn !== undefined && now < columns ? takeAway(drawn, now) + blank(drawn) : '';
    drawn = frame;
    terminal.write(straight + text);
  };
  const write = (text: string): boolean => {
    if (forgotten && erases(text)) {
      forgotten = false;
      return true;
    }
    if (pending === '') setImmediate(flush);
    pending += text.replaceAll(WIPES_SCROLLBACK, '');
    return true;
  };
  const resized = (): void => {
    flush();
    if (terminal.columns < columns && drawn !== undefined) {
      pending += takeAway(drawn, terminal.columns);
      drawn = undefined;
      forgotten = true;
    }
    columns = terminal.columns;
    events.emit('resize');
    forgotten = false;
    flush();
  };
  terminal.on('resize', resized);

  const stream = {
    isTTY: true,
    get columns() {
      return terminal.columns;
    },
    rows: UNBOUNDED,
    write,
    on: events.on.bind(events),
    off: events.off.bind(events),
  };
  return {
    stream: stream as unknown as NodeJS.WriteStream,
    size: () => ({ columns: terminal.columns, rows: terminal.rows }),
    show: (shown) => {
      frame = shown;
    },
    onResize: (listener) => {
      events.on('resize', listener);
      return () => events.off('resize', listener);
    },
    forget: () => {
      drawn = undefined;
      forgotten = true;
    },
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

/** As many empty rows as a frame has, and the cursor where it stands in them. */
const blank = ({ rows, cursor }: Frame): string =>
  `${'\r\n'.repeat(rows.length)}\x1b[${rows.length - cursor.y}A\x1b[${cursor.x + 1}G`;

/** Goes up from the cursor over the rows that the terminal has broken at the new width, and erases from there. */
const eraseBroken = ({ widths, cursor }: Frame, columns: number): string => {
  const above = widths.slice(0, cursor.y).reduce((rows, width) => rows + Math.max(1, Math.ceil(width / columns)), 0);
  const rows = above + Math.floor(cursor.x / columns);
  return `\r${rows > 0 ? `\x1b[${rows}A` : ''}\x1b[J`;
};
