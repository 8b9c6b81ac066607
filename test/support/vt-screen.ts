import stringWidth from 'string-width';

/**
 * What a terminal shows of the bytes that a program wrote: enough of a VT100 to judge ours by, with a scrollback, rows
 * that are broken anew when the window changes (as most terminals do), and an account of what must never be written.
 */
export interface VtScreen {
  write(text: string): void;
  resize(columns: number, rows: number): void;
  /** The lines as they were written, from the first on, however the window has broken them; blank ones at the end left out. */
  lines(): string[];
  /** The rows that are in the window. */
  rows(): string[];
  /** Column and row in the window. */
  cursor(): { x: number; y: number };
  /** What a program has switched on: `?25` the cursor, `?2004` marked pastes. */
  readonly modes: ReadonlySet<string>;
  /** What was put on the clipboard. */
  readonly clipboard: readonly string[];
  /** Every control sequence that was not understood. */
  readonly unknown: readonly string[];
}

interface Row {
  /** A cell for each column, a wide character in the first of its two. */
  cells: string[];
  /** Whether the line goes on in the next row. */
  wrapped: boolean;
}

const newRow = (): Row => ({ cells: [], wrapped: false });

export const createVtScreen = (startColumns: number, startRows: number): VtScreen => {
  let [columns, height] = [startColumns, startRows];
  let all: Row[] = Array.from({ length: height }, newRow);
  let [x, y] = [0, 0];
  let rest = '';
  const modes = new Set<string>(['?25']);
  const clipboard: string[] = [];
  const unknown: string[] = [];

  const top = (): number => all.length - height;
  const row = (at = y): Row => all[top() + at] as Row;

  const lineFeed = (): void => {
    if (y < height - 1) y += 1;
    else all.push(newRow());
  };

  const put = (character: string): void => {
    const width = stringWidth(character);
    if (width === 0) {
      const { cells } = row();
      cells[x - 1] = `${cells[x - 1] ?? ''}${character}`;
      return;
    }
    if (x + width > columns) {
      row().wrapped = true;
      lineFeed();
      x = 0;
    }
    const { cells } = row();
    while (cells.length < x) cells.push(' ');
    cells[x] = character;
    if (width === 2) cells[x + 1] = '';
    x += width;
  };

  const eraseLine = (mode: number): void => {
    const current = row();
    if (mode === 0) current.cells.length = Math.min(current.cells.length, x);
    else if (mode === 1) current.cells.fill(' ', 0, x + 1);
    else current.cells = [];
    current.wrapped = false;
  };

  const control = (parameters: string, final: string): void => {
    const [first = 0, second = 0] = parameters.split(';').map(Number);
    const count = Math.max(1, first);
    const moves: Readonly<Record<string, () => void>> = {
      A: () => (y = Math.max(0, y - count)),
      B: () => (y = Math.min(height - 1, y + count)),
      C: () => (x = Math.min(columns - 1, x + count)),
      D: () => (x = Math.max(0, x - count)),
      E: () => ([x, y] = [0, Math.min(height - 1, y + count)]),
      G: () => (x = Math.min(columns, count) - 1),
      H: () => ([x, y] = [Math.min(columns, Math.max(1, second)) - 1, Math.min(height, count) - 1]),
      K: () => eraseLine(first),
      J: () => {
        if (first === 0) eraseLine(0);
        for (let at = first === 0 ? y + 1 : 0; at < height; at++) all[top() + at] = newRow();
        if (first === 3) all = all.slice(top());
      },
      h: () => modes.add(parameters),
      l: () => modes.delete(parameters),
      m: () => {},
    };
    const move = moves[final];
    if (move === undefined) unknown.push(`${parameters}${final}`);
    else move();
  };

  const write = (text: string): void => {
    const input = rest + text;
    const pattern =
      // biome-ignore lint/suspicious/noControlCharactersInRegex: this reads control sequences
      /\x1b\[([?>=]?[\d;]*)([@-~])|\x1b\]52;c;([^\x07]*)\x07|\x1b\][^\x07]*\x07|\x1b[^[\]]|\r|\n|\x07|[^\x1b\r\n\x07]/uy;
    let at = 0;
    while (at < input.length) {
      pattern.lastIndex = at;
      const match = pattern.exec(input);
      if (match === null) break;
      at = pattern.lastIndex;
      const [sequence, parameters, final, copied] = match;
      if (final !== undefined) control(parameters ?? '', final);
      else if (copied !== undefined) clipboard.push(Buffer.from(copied, 'base64').toString());
      else if (sequence === '\r') x = 0;
      else if (sequence === '\n') lineFeed();
      else if (sequence.startsWith('\x1b')) unknown.push(sequence.slice(1));
      else if (sequence !== '\x07') put(sequence);
    }
    rest = input.slice(at);
  };

  const resize = (newColumns: number, newHeight: number): void => {
    const cursorRow = top() + y;
    // Blank rows below the cursor are no content.
    while (all.length - 1 > cursorRow && all.at(-1)?.cells.length === 0) all.pop();
    const broken: Row[] = [];
    let cursor = { x: 0, row: 0 };
    for (let at = 0; at < all.length; ) {
      const cells: string[] = [];
      let here: number | undefined;
      for (;;) {
        const { cells: part, wrapped } = all[at] as Row;
        if (at === cursorRow) here = cells.length + x;
        cells.push(...part);
        at += 1;
        if (!wrapped || at >= all.length) break;
      }
      const first = broken.length;
      for (let start = 0; start === 0 || start < cells.length; start += newColumns)
        broken.push({ cells: cells.slice(start, start + newColumns), wrapped: start + newColumns < cells.length });
      if (here !== undefined) {
        const down = Math.min(Math.floor(here / newColumns), broken.length - 1 - first);
        cursor = { x: Math.min(here - down * newColumns, newColumns), row: first + down };
      }
    }
    [columns, height] = [newColumns, newHeight];
    while (broken.length < height) broken.push(newRow());
    all = broken;
    x = cursor.x;
    y = Math.max(0, cursor.row - top());
  };

  const textOf = ({ cells }: Row): string => cells.join('').trimEnd();
  return {
    write,
    resize,
    lines: () => {
      const lines: string[] = [];
      let line = '';
      for (const { cells, wrapped } of all) {
        line += cells.join('');
        if (wrapped) continue;
        lines.push(line.trimEnd());
        line = '';
      }
      return lines.slice(0, lines.findLastIndex((each) => each !== '') + 1);
    },
    rows: () => all.slice(top()).map(textOf),
    cursor: () => ({ x, y }),
    modes,
    clipboard,
    unknown,
  };
};
