import type { Expr, Relation, Statement } from '../ast.ts';
import { bracket, quoted } from '../dag/describe.ts';
import { bounds } from '../digits/bounds.ts';
import { UndecidedError } from '../errors.ts';
import { FARTHER, smallness } from '../exact/decide.ts';
import type { Sign } from '../exact/structure.ts';
import * as ball from '../number/ball.ts';
import type { Finish } from './engine.ts';

type RelationStatement = Extract<Statement, { kind: 'relation' }>;

/** The number whose sign decides a relation. */
export const differenceOf = ({ left, right, opSpan }: RelationStatement): Expr => ({
  kind: 'chain',
  first: left,
  rest: [{ op: '-', opSpan, operand: right }],
  span: { start: left.span.start, end: right.span.end },
});

/** What that number is called. */
export const nameOfDifference = (relation: RelationStatement, line: string): string => {
  const [a, b] = sidesOf(relation, line);
  return `${a} - ${bracket(b, TERM)}`;
};

/** What needs no parentheses to be subtracted. */
const TERM = /^[^-+−]*$/u;

const sidesOf = ({ left, right }: RelationStatement, line: string): readonly [string, string] => {
  const textOf = ({ span }: Expr): string => quoted(line.slice(span.start, span.end));
  return [textOf(left), textOf(right)];
};

/** Decides a relation, which was written in `line`, by the sign of the difference of its sides. */
export const decide = (relation: RelationStatement, line: string): Finish<boolean> =>
  function* (structure, difference) {
    const sign = yield* structure.sign(difference);
    if (sign !== undefined) return holds(relation.op, sign);
    const enclosure = structure.graph.ball(difference);
    const [a, b] = sidesOf(relation, line);
    const name = nameOfDifference(relation, line);
    throw new UndecidedError(`cannot tell whether '${a}' ${relation.op} '${b}': ${smallness(name, enclosure)}`, {
      span: { start: relation.left.span.start, end: relation.right.span.end },
      hint: FARTHER,
      ...(ball.isUnbounded(enclosure) ? {} : bounds(enclosure, 5)),
    });
  };

const holds = (op: Relation, sign: Sign): boolean =>
  ({ '<': sign < 0, '<=': sign <= 0, '>': sign > 0, '>=': sign >= 0, '==': sign === 0, '!=': sign !== 0 })[op];
