import type { Statement } from '../ast.ts';
import type { Node } from '../node.ts';
import type { Engine } from '../run/engine.ts';
import type { Written } from '../run/explain.ts';
import { beginningOf } from './past.ts';

/** The text of a resolved number as it was written; the shortest one where it was written in several ways. */
export const wordsIn = (
  { written: whole, name, spans, line }: Written,
  engine: Pick<Engine, 'resolved' | 'negative'>,
): ((node: Node) => string | undefined) => {
  const words = new Map<Node, string>();
  for (const [written, { start, end }] of spans) {
    const node = engine.resolved(written);
    if (node === undefined) continue;
    const earlier = words.get(node);
    if (earlier === undefined || earlier.length > end - start)
      words.set(node, written === whole && name !== undefined ? name : line.slice(start, end));
  }
  // A sign is often taken out of what was written: sin(a - b) is computed as -sin(b - a).
  return (node) => words.get(node) ?? words.get(engine.negative(node));
};

/** An expression or a relation as it was typed. */
export const asTyped = ({ written, spans, line }: Written): string => {
  const { start, end } = spans.get(written) ?? { start: 0, end: line.length };
  return line.slice(start, end).trim();
};

/** A definition as it was typed, on one line and without a comment. */
export const definitionIn = (line: string, definition: Extract<Statement, { kind: 'define' | 'function' }>): string => {
  const { nameSpan, body } = definition;
  const directive = 'at' in definition ? definition.at.at(-1) : undefined;
  return beginningOf(line.slice(nameSpan.start, (directive ?? body).span.end).replace(/\s*\n\s*/g, ' '));
};

/** A number that a command is about: what goes wrong with it is said of the whole line. */
export const asWhole = ({ written, name = 'ans' }: Written, line: string): Written => ({
  written,
  name,
  spans: new Map([[written, { start: 0, end: line.length }]]),
  line,
});
