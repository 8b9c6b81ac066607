import { NameError, ParseError, type Span } from '../errors.ts';
import type { Node } from '../node.ts';

/** The results of a session: how many there were, and the last of them, the oldest first. */
export interface Results {
  readonly count: number;
  readonly kept: readonly Node[];
}

/** So many of the last results can be named as %n. */
const KEPT = 1000;

export const NO_RESULTS: Results = { count: 0, kept: [] };

export const withResult = ({ count, kept }: Results, node: Node): Results => ({
  count: count + 1,
  kept: kept.length < KEPT ? [...kept, node] : [...kept.slice(1), node],
});

/** The result %index, or the last one for 0. An empty span is in front of an operator that starts the line. */
export const resultAt = ({ count, kept }: Results, index: number, span: Span): Node => {
  const node = kept[index === 0 ? kept.length - 1 : index - 1 - (count - kept.length)];
  if (node !== undefined) return node;
  if (count === 0 && span.start === span.end)
    throw new ParseError('expected an operand: there is no result yet to go on from', { span: { start: 0, end: 1 } });
  if (count === 0) throw new NameError('there is no result yet', { span });
  const few = count === 1 ? 'is only one result' : `are only ${count} results`;
  throw new NameError(index > count ? `there ${few} so far` : `result ${index} is no longer kept`, {
    span,
    hint: ':history lists them',
  });
};
