import { greatest } from '../number/double.ts';
import type { Stats } from '../outcome.ts';
import { cellsOf, visible, widthOf } from './display-text.ts';

const HEADER = ['refiner', 'steps', 'wasted', 'bits', 'demand', 'over', 'ms', 'wasted ms', 'thread'];

/** The work behind an answer: a line of totals and a row for each refiner. */
export const statsTable = (stats: Stats, elapsedMs: number): string => {
  const rows = stats.refiners.map((refiner) => [
    visible(refiner.node),
    String(refiner.steps),
    String(refiner.wasted),
    String(refiner.bits ?? 'exact'),
    String(refiner.demand ?? '-'),
    String(refiner.overshoot),
    refiner.ms.toFixed(1),
    refiner.wastedMs.toFixed(1),
    String(refiner.thread),
  ]);
  const total =
    `  ${stats.chosen} · ${elapsedMs.toFixed(1)} ms · threads ${stats.threads} · steps ${stats.steps}` +
    ` · wasted ${stats.wastedSteps} (${stats.wastedMs.toFixed(1)} ms, ${(100 * stats.wastedShare).toFixed(0)} % of busy time) · overshoot ${stats.overshootBits} bits · parked ${stats.parked}\n`;
  return rows.length === 0 ? total : total + aligned([HEADER, ...rows]);
};

const columnWidth = (text: string): number => widthOf(cellsOf(text));

/** The first column to the left, the numbers to the right. */
const aligned = (rows: readonly (readonly string[])[]): string => {
  const widths = HEADER.map((_, column) => greatest(rows.map((row) => columnWidth(row[column] ?? ''))));
  const pad = (text: string, column: number): string => {
    const space = ' '.repeat((widths[column] ?? 0) - columnWidth(text));
    return column === 0 ? text + space : space + text;
  };
  return rows.map((row) => `  ${row.map(pad).join('  ')}\n`).join('');
};
