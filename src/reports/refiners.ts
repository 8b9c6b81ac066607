import { describe, describeOver, quoted } from '../dag/describe.ts';
import type { Node } from '../node.ts';
import { greatest } from '../number/double.ts';
import type { Part } from '../run/anatomy.ts';
import { table } from './table.ts';

/** A table of more rows would push its own head off the screen. */
const MOST_ROWS = 30;
/** Demands are a few bits finer than need be, so a loss of fewer bits is none. */
const NOTABLE = 8;

/**
 * The graph of an answer, a row for each number, operands first, and what cost it most; a line where all of it is exact.
 * `wordsOf` gives a number as the user wrote it, where it stands in the line; `refined` says whether
 * refiners were asked for anything that is not exact.
 */
export const refinersReport = (
  parts: readonly Part[],
  wordsOf: (node: Node) => string | undefined,
  refined: boolean,
): string => {
  if (parts.every(({ reached }) => reached === null))
    return refined
      ? 'the answer is exact: refiners were only asked for signs, which :why lists'
      : 'the answer is exact and needed no refiner';
  const shown = parts.length <= MOST_ROWS ? parts : parts.slice(0, MOST_ROWS - 1);
  const rows = shown.map(({ node, demanded, reached, lost }) => [
    nameOf(node),
    String(demanded ?? '-'),
    String(reached ?? 'exact'),
    String(lost),
    describeOver(node, nameOf),
  ]);
  const hidden = parts.length - shown.length;
  return [
    table([['id', 'demanded', 'reached', 'lost', 'number'], ...rows], LEFT).trimEnd(),
    ...(hidden === 0 ? [] : [`+${hidden} more`]),
    greatestLoss(parts, wordsOf),
  ].join('\n');
};

/** The columns that hold words. */
const LEFT = [0, 4];

const nameOf = ({ id }: Node): string => `#${id}`;

const greatestLoss = (parts: readonly Part[], wordsOf: (node: Node) => string | undefined): string => {
  const most = greatest(parts.map(({ lost }) => lost));
  const worst = parts.find(({ lost }) => lost === most);
  if (most === 0) return 'nothing cancelled';
  const bits = most === 1 ? '1 bit' : `${most} bits`;
  if (worst === undefined || most < NOTABLE) return `nothing cancelled: no operation lost more than ${bits}`;
  const { node } = worst;
  const verb = node.op === 'add' ? 'cancelled' : 'lost';
  return `'${quoted(wordsOf(node) ?? describe(node))}' ${verb} ${bits}`;
};
