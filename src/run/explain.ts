import { describe, quoted } from '../dag/describe.ts';
import { bounds } from '../digits/bounds.ts';
import { CancelledError, DivisionByZeroError, DomainError, LimitError, type Span, UndecidedError } from '../errors.ts';
import { Refusal } from '../exact/refusal.ts';
import type { Node } from '../node.ts';
import type { Ball } from '../number/ball.ts';
import * as ball from '../number/ball.ts';

/** A number as it was written: its graph, the line that it stands in, and where in it its parts stand. */
export interface Written {
  readonly written: Node;
  readonly spans: ReadonlyMap<Node, Span>;
  readonly line: string;
  /** What the number as a whole is called, where the line does not have it. */
  readonly name?: string;
}

/** Traces a refusal to the text that it is about, and adds to a limit what is known of the value. */
export const explain = (
  error: unknown,
  request: Written,
  current: Node,
  resolved: ReadonlyMap<Node, Node>,
  enclosure: (node: Node) => Ball,
): unknown => {
  const { written, spans } = request;
  if (error instanceof Refusal) {
    const culprit = current.args.find((arg) => resolved.get(arg) === error.operand) ?? current;
    const span = spans.get(culprit) ?? spans.get(current) ?? spans.get(written);
    const name = wordsFor(culprit, request) ?? describe(culprit);
    const details = { span, hint: error.hint };
    const message = error.describe(quoted(name));
    switch (error.code) {
      case 'DIVISION_BY_ZERO':
        return new DivisionByZeroError(message, details);
      case 'DOMAIN':
        return new DomainError(message, details);
      case 'UNDECIDED':
        return new UndecidedError(message, { ...details, ...knownOf(error.open, enclosure) });
      default:
        return new LimitError(message, details);
    }
  }
  /** The operand that something is being decided of is named: its enclosure is not that of the value. */
  const unknownSoFar = (): string => {
    const nothing = 'anything was known of the value';
    for (const operand of current.args) {
      const target = resolved.get(operand);
      const { lo, hi } = target === undefined || target.value !== undefined ? {} : knownOf(target, enclosure);
      if (lo === undefined || hi === undefined) continue;
      return `${nothing}: '${quoted(wordsFor(operand, request) ?? describe(operand))}' is in [${lo}, ${hi}]`;
    }
    return nothing;
  };
  // What the digits of the whole number come to is said of all of it.
  const whole = { span: spans.get(written) };
  if (error instanceof DomainError) return new DomainError(error.message, { ...whole, hint: error.hint });
  if (error instanceof UndecidedError) {
    const { span = whole.span, hint, lo, hi } = error;
    return new UndecidedError(error.message, {
      span,
      hint,
      ...(lo === undefined || hi === undefined ? {} : { lo, hi }),
    });
  }
  if (error instanceof LimitError || error instanceof CancelledError) {
    const node = resolved.get(written);
    const known = node === undefined ? {} : knownOf(node, enclosure);
    const details = { span: error.span ?? spans.get(current) ?? whole.span, hint: error.hint, ...known };
    if (error instanceof LimitError) return new LimitError(error.message, details);
    return new CancelledError(
      known.lo === undefined ? `${error.message} before ${unknownSoFar()}` : error.message,
      known,
    );
  }
  return error;
};

/** The words of the line for a written node; those that the request gives for the whole. */
export const wordsFor = (node: Node, { written, name, spans, line }: Written): string | undefined => {
  if (node === written && name !== undefined) return name;
  const span = spans.get(node);
  return span && line.slice(span.start, span.end);
};

/** The bounds of a number, if so much as a first enclosure of it is within the limits. */
const knownOf = (node: Node, enclosure: (node: Node) => Ball): { lo?: string; hi?: string } => {
  try {
    return boundsOf(enclosure(node));
  } catch (error) {
    if (error instanceof LimitError) return {};
    throw error;
  }
};

/** Twenty digits fit in so many bits; an exact number may have millions. */
const BOUND_BITS = 256;

const boundsOf = (x: Ball): { lo?: string; hi?: string } =>
  ball.isUnbounded(x) ? {} : bounds(ball.trim(x, BOUND_BITS), 20);
