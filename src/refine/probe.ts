import { unknownsOf } from '../exact/unknowns.ts';
import type { Node } from '../node.ts';
import type { Ball, Dyadic } from '../number/ball.ts';
import * as ball from '../number/ball.ts';
import * as mag from '../number/magnitude.ts';
import type { Probe } from './bracket.ts';
import { constant, evaluate, type OperationOf, type Values } from './evaluate.ts';

/**
 * The threshold of level 0, between 1/2 and 1. A decision that compares with it, and not with what an enclosure happens to
 * show, depends on the value alone; only a value on the threshold itself, up to the last precision, would be left to chance,
 * so it is none that expressions come to.
 */
const THRESHOLD = mag.magnitude(0x2f4a_91c3, -30);

const FIRST_GUARD = 32;
/** Precisions are multiples of this, so that the constants of an expression are computed once for so many steps. */
const GRAIN = 64;
/** An enclosure that says nothing at this many bits past the level says nothing. */
const LAST_GUARD = 16_384;

/**
 * The signs of an expression at points of its unknown of the given level. The expression is evaluated more precisely until
 * its enclosure leaves the threshold. Where the other unknowns have values that are not exact, precision does not help, and
 * a sign is one that the expression has over all of them. `report` is told of points outside of the domain of a part.
 */
export const probeOf = (
  operationOf: OperationOf,
  expression: Node,
  unknown: number,
  values: Values,
  report?: (point: Dyadic, part: Node) => void,
): Probe => {
  const isExact = values.every((value) => value === undefined || ball.isExact(value));
  const steady = { changing: 1 << unknown, enclose: steadyPart(operationOf, values) };
  let guard = FIRST_GUARD;
  return (point, level) => {
    const all = [...values];
    all[unknown] = ball.exact(point.mid, point.exp);
    const threshold = isExact ? { man: THRESHOLD.man, exp: THRESHOLD.exp - level } : mag.ZERO;
    for (let extra = guard; ; extra *= 2) {
      const p = GRAIN * Math.ceil((level + extra) / GRAIN);
      const { value, gap } = evaluate(operationOf, expression, all, p, steady);
      if (gap?.isOutside) {
        report?.(point, gap.at);
        return undefined;
      }
      if (ball.isExact(value) && value.mid === 0n) return 0;
      if (mag.less(threshold, ball.lower(value))) {
        guard = extra;
        return value.mid < 0n ? -1 : 1;
      }
      if (mag.less(ball.upper(value), threshold) || !isExact || extra > LAST_GUARD + level) return undefined;
    }
  };
};

/** Encloses parts that depend on none but the other unknowns, whose values stay; the last enclosures are kept. */
const steadyPart = (operationOf: OperationOf, values: Values): ((part: Node, p: number) => Ball) => {
  const last = new Map<Node, { readonly p: number; readonly value: Ball }>();
  return (part, p) => {
    if (unknownsOf(part) === 0) return constant(operationOf, part, p);
    const known = last.get(part);
    if (known?.p === p) return known.value;
    const { value } = evaluate(operationOf, part, values, p);
    last.set(part, { p, value });
    return value;
  };
};
