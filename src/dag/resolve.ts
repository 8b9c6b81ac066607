import { InternalError } from '../errors.ts';
import type { Structure } from '../exact/structure.ts';
import type { Asking, Node } from '../node.ts';
import { CONSTANT_BY_NAME, FUNCTION_BY_NAME, mod, rem } from '../refine/functions.ts';

/**
 * The simplified node of an expression as it was written: every domain, pole, floor and comparison in it decided,
 * every rational part computed. What was resolved before is taken from `resolved`, and what is new is added.
 * `at` is told which written node is being resolved, so that a refusal can be traced to the text.
 */
export function* resolve(
  s: Structure,
  written: Node,
  resolved: Map<Node, Node>,
  at: (written: Node) => void,
): Asking<Node> {
  for (const node of unresolvedBelow(written, resolved)) {
    at(node);
    resolved.set(
      node,
      yield* resolveOne(
        s,
        node,
        node.args.map((arg) => lookUp(resolved, arg)),
      ),
    );
  }
  return lookUp(resolved, written);
}

const lookUp = (resolved: ReadonlyMap<Node, Node>, node: Node): Node => {
  const known = resolved.get(node);
  if (known === undefined) throw new InternalError('an operand was not resolved before its use');
  return known;
};

function* resolveOne(s: Structure, node: Node, args: readonly Node[]): Asking<Node> {
  const [x, y] = args as readonly [Node, Node];
  switch (node.op) {
    case 'rational':
      return node;
    case '+':
      return s.sum(args);
    case 'negate':
      return s.neg(x);
    case '*':
      return s.mul(x, y);
    case '/':
      return yield* s.div(x, y);
    case '%':
      return yield* mod(s, x, y);
    case 'rem':
      return yield* rem(s, x, y);
    case '^':
      return yield* s.pow(x, y);
    case '!':
      return yield* s.factorial(x);
    default: {
      const row = FUNCTION_BY_NAME.get(node.op);
      const defined = row?.define(s, args);
      if (defined !== undefined) return 'id' in defined ? defined : yield* defined;
      const constant = CONSTANT_BY_NAME.get(node.op);
      if (constant !== undefined) return constant.define(s);
      throw new InternalError(`no rule for '${node.op}'`);
    }
  }
}

/** The nodes below `written` that are not resolved yet, operands first. */
const unresolvedBelow = (written: Node, resolved: ReadonlyMap<Node, Node>): Node[] => {
  const found = new Set<Node>();
  const waiting = [written];
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    if (found.has(node) || resolved.has(node)) continue;
    found.add(node);
    for (const arg of node.args) waiting.push(arg);
  }
  return [...found].sort((a, b) => a.id - b.id);
};
