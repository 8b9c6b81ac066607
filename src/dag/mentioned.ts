import type { Expr } from '../ast.ts';

/** Every name that an expression mentions, bound inside of it or not. */
export const mentioned = (expr: Expr): ReadonlySet<string> => {
  const names = new Set<string>();
  const waiting: Expr[] = [expr];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (next.kind === 'name' || next.kind === 'call') names.add(next.name);
    for (const part of partsOf(next)) waiting.push(part);
  }
  return names;
};

const partsOf = (expr: Expr): readonly Expr[] => {
  switch (expr.kind) {
    case 'number':
    case 'name':
    case 'result':
      return [];
    case 'call':
      return expr.args;
    case 'negate':
    case 'factorial':
      return [expr.operand];
    case 'power':
      return [expr.base, expr.exponent];
    case 'chain':
      return [expr.first, ...expr.rest.map(({ operand }) => operand)];
    case 'let':
      return [...expr.bindings.map(({ body }) => body), expr.body];
  }
};
