import { EventEmitter } from 'node:events';
import { describe, expect, test } from 'vitest';
import { createScreen, type Screen } from '../../src/repl/view/screen.ts';

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(() => setImmediate(resolve)));

interface FakeTerminal extends EventEmitter {
  columns: number;
  rows: number;
  /** What the system would say, which `columns` and `rows` learn by a signal. */
  window: [number, number];
}

const openScreen = (reflows = true) => {
  let output = '';
  const terminal: FakeTerminal = Object.assign(new EventEmitter(), {
    columns: 80,
    rows: 24,
    window: [80, 24] as [number, number],
    getWindowSize: () => terminal.window,
    write: (text: string) => {
      output += text;
      return true;
    },
  });
  const screen = createScreen(terminal as unknown as NodeJS.WriteStream, reflows);
  const taken = (): string => {
    const text = output;
    output = '';
    return text;
  };
  return { screen, terminal, taken };
};

const setColumns = (terminal: FakeTerminal, columns: number): void => {
  terminal.window = [columns, 24];
  terminal.columns = columns;
  terminal.emit('resize');
};

/** Has the frame go out. */
const draw = async (screen: Screen, taken: () => string): Promise<void> => {
  screen.stream.write('drawn');
  await turn();
  expect(taken()).toBe('drawn');
};

/** A row and all below it. */
const ERASE_BELOW = '\x1b[2K\x1b[2G\x1b[J\r';
const ERASE_TWO = '\x1b[?25l\x1b[1B\x1b[1G\x1b[2K\x1b[1A\x1b[2K\x1b[G';

describe('the screen that Ink draws on', () => {
  test('passes on in one piece what was written in one turn, but nothing that wipes the scrollback', async () => {
    const { screen, taken } = openScreen();
    screen.stream.write('a');
    screen.stream.write('\x1b[2J\x1b[3J\x1b[Hb');
    expect(taken()).toBe('');
    await turn();
    expect(taken()).toBe('a\x1b[2J\x1b[Hb');
  });

  test('is never full', () => {
    expect(openScreen().screen.stream.rows).toBeGreaterThan(100_000);
  });

  test('takes the frame away when the window changes, with the rows that it has broken, and has Ink draw on', async () => {
    const { screen, terminal, taken } = openScreen();
    screen.show({ rows: ['', '', ''], widths: [70, 0, 50], cursor: { x: 45, y: 2 } });
    await draw(screen, taken);
    let drawn = 0;
    screen.onResize(() => {
      drawn += 1;
      expect(screen.size()).toEqual({ columns: 30, rows: 24 });
      screen.stream.write(`${ERASE_TWO}frame`);
    });
    setColumns(terminal, 30);
    await turn();
    // Three rows of 70 columns, one empty row, and one above the cursor in the last.
    expect(taken()).toBe(`\r\x1b[5A${ERASE_BELOW}frame`);
    expect(drawn).toBe(1);
  });

  test('takes away as many rows as it has drawn where the terminal cuts them, and where the window has grown', async () => {
    const { screen, terminal, taken } = openScreen(false);
    screen.show({ rows: ['', ''], widths: [70, 3], cursor: { x: 3, y: 1 } });
    screen.onResize(() => screen.stream.write(`${ERASE_TWO}frame`));
    await draw(screen, taken);
    for (const columns of [30, 90]) {
      setColumns(terminal, columns);
      await turn();
      expect(taken()).toBe(`\r\x1b[1A${ERASE_BELOW}frame`);
    }
  });

  test('takes away a frame that is broken before anybody was told, in place of Ink', async () => {
    const { screen, terminal, taken } = openScreen();
    screen.show({ rows: ['', '', ''], widths: [70, 0, 50], cursor: { x: 45, y: 2 } });
    await draw(screen, taken);
    terminal.window = [30, 24];
    screen.show({ rows: ['', ''], widths: [40, 5], cursor: { x: 5, y: 1 } });
    screen.stream.write('\x1b[?25l\x1b[3G\x1b[?25h');
    await turn();
    expect(taken()).toBe('');
    screen.stream.write('\x1b[?2026h');
    screen.stream.write(`${ERASE_TWO}next`);
    await turn();
    expect(taken()).toBe(`\r\x1b[5A${ERASE_BELOW}\x1b[?2026hnext`);
    setColumns(terminal, 30);
    expect(taken()).toBe(`\r\x1b[2A${ERASE_BELOW}`);
  });

  test('takes the frame away at once where something else is to write, and has Ink draw the next one there', async () => {
    const { screen, taken } = openScreen();
    screen.show({ rows: ['', ''], widths: [3, 3], cursor: { x: 1, y: 1 } });
    screen.stream.write('drawn');
    screen.leave();
    expect(taken()).toBe(`drawn\r\x1b[1A${ERASE_BELOW}`);
    screen.leave();
    expect(taken()).toBe('');
    // A move of the cursor has nowhere to go either.
    screen.stream.write('\x1b[?25l\x1b[1B\x1b[1G\x1b[1A\x1b[3G\x1b[?25h');
    screen.stream.write('\x1b[?2026h');
    screen.stream.write(ERASE_TWO);
    screen.stream.write('frame');
    screen.stream.write(ERASE_TWO);
    await turn();
    expect(taken()).toBe(`\x1b[?2026hframe${ERASE_TWO}`);
  });

  test('leaves the cursor below the frame', () => {
    const { screen, taken } = openScreen();
    screen.show({ rows: ['a', 'b'], widths: [1, 1], cursor: { x: 0, y: 0 } });
    screen.close('last words\n');
    expect(taken()).toBe('\x1b[2B\rlast words\n');
  });
});
