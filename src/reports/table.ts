import { greatest } from '../number/double.ts';

/** Rows of cells in aligned columns: those in `left` to the left, the others to the right. */
export const table = (rows: readonly (readonly string[])[], left: readonly number[] = [0]): string => {
  const columns = greatest(rows.map((row) => row.length));
  const widths = Array.from({ length: columns }, (_, i) => greatest(rows.map((row) => row[i]?.length ?? 0)));
  const pad = (cell: string, i: number): string =>
    left.includes(i) ? cell.padEnd(widths[i] ?? 0) : cell.padStart(widths[i] ?? 0);
  return rows.map((row) => `${row.map(pad).join('  ').trimEnd()}\n`).join('');
};

/** Milliseconds, with the digits that a measurement can have. */
export const milliseconds = (ms: number): string => {
  if (ms >= 10) return Math.round(ms).toLocaleString('en-US');
  return ms >= 1 || ms === 0 ? String(Math.round(ms * 10) / 10) : ms.toPrecision(2);
};
