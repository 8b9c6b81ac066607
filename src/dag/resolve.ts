import { InternalError } from '../errors.ts';
import { createOpenStructure } from '../exact/open-structure.ts';
import { Refusal } from '../exact/refusal.ts';
import type { Structure } from '../exact/structure.ts';
import { isUnknown, unknownsOf } from '../exact/unknowns.ts';
import type { Asking, Node } from '../node.ts';
import { checkpoint } from '../number/checkpoint.ts';
import { mod, rem } from '../refine/definitions.ts';
import { CONSTANT_BY_NAME, FUNCTION_BY_NAME } from '../refine/functions.ts';
import { openDefinition } from '../refine/open-functions.ts';
import { solve } from './solve.ts';

/** What stands for an unknown inside of the `solve` that binds it, and what was resolved with it. */
interface Binding {
  readonly value: Node;
  readonly resolved: Map<Node, Node>;
}

interface Context {
  readonly s: Structure;
  /** What was resolved without any unknown. */
  readonly resolved: Map<Node, Node>;
  /** By the level of the unknown. */
  readonly bindings: readonly (Binding | undefined)[];
  /** Is told which node is being resolved here. */
  readonly at: (written: Node) => void;
  /** Is told the same everywhere: what the next refusal is about. */
  readonly report: (written: Node) => void;
}

/**
 * The simplified node of an expression as it was written: every domain, pole, floor and comparison in it decided,
 * every rational part computed. What was resolved before is taken from `resolved`, and what is new is added.
 * `at` is told which written node is being resolved, so that a refusal can be traced to the text.
 */
export const resolve = (
  s: Structure,
  written: Node,
  resolved: Map<Node, Node>,
  at: (written: Node) => void,
): Asking<Node> => resolveIn({ s, resolved, bindings: [], at, report: at }, written);

/** So many operations are resolved between two turns: some take a microsecond, and few a millisecond. */
const TURN_EVERY = 64;

function* resolveIn(context: Context, written: Node): Asking<Node> {
  for (const [i, node] of unresolvedBelow(written, context).entries()) {
    if (i % TURN_EVERY === TURN_EVERY - 1) yield undefined;
    context.at(node);
    const args = node.args.map((arg) => lookUp(context, arg));
    placeOf(context, node).set(node, yield* resolveOne(context, node, args));
  }
  return lookUp(context, written);
}

/** What depends on unknowns is kept with the innermost of them: it holds as long as that one's value does. */
const placeOf = (context: Context, node: Node): Map<Node, Node> =>
  (context.bindings.length === 0 ? undefined : bindingOf(context, node))?.resolved ?? context.resolved;

/** The binding of the innermost unknown that the node depends on. */
const bindingOf = ({ bindings }: Context, node: Node): Binding | undefined => {
  const unknowns = unknownsOf(node);
  if (unknowns === 0) return undefined;
  const binding = bindings[31 - Math.clz32(unknowns)];
  if (binding === undefined) throw new InternalError('an unknown that no solve binds');
  return binding;
};

const lookUp = (context: Context, node: Node): Node => {
  const known = placeOf(context, node).get(node);
  if (known === undefined) throw new InternalError('an operand was not resolved before its use');
  return known;
};

function* resolveOne(context: Context, node: Node, args: readonly Node[]): Asking<Node> {
  const { s } = context;
  const [x, y] = args as readonly [Node, Node];
  if (isUnknown(node)) return (bindingOf(context, node) as Binding).value;
  switch (node.op) {
    case 'rational':
      return node;
    case '+':
      return yield* s.longSum(args);
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
    case 'solve':
      return yield* solve(s, node, [x, y], {
        at: context.report,
        bodyAt: (value) => resolveBody(context, node, value),
      });
    default: {
      const isOpen = args.some((arg) => unknownsOf(arg) !== 0);
      const define = isOpen ? openDefinition(node.op) : FUNCTION_BY_NAME.get(node.op)?.define;
      const defined = define?.(s, args);
      if (defined !== undefined) return 'id' in defined ? defined : yield* defined;
      const constant = CONSTANT_BY_NAME.get(node.op);
      if (constant !== undefined) return constant.define(s);
      throw new InternalError(`no rule for '${node.op}'`);
    }
  }
}

/** The body of a `solve` with a value for its unknown. */
function* resolveBody(context: Context, { body, n = 0 }: Node, value: Node): Asking<Node> {
  if (body === undefined) throw new InternalError('a solve without an expression');
  const bindings = [...context.bindings];
  bindings[n] = { value, resolved: new Map() };
  let current = body;
  const at = (written: Node): void => {
    current = written;
    context.report(written);
  };
  const s = context.bindings.length === 0 ? createOpenStructure(context.s) : context.s;
  const inner: Context = { ...context, s, bindings, at };
  try {
    return yield* resolveIn(inner, body);
  } catch (error) {
    // What an operand came to is known here only, so the one to blame is found here. A solve in here has done so itself.
    if (error instanceof Refusal && current.op !== 'solve')
      at(current.args.find((arg) => lookUp(inner, arg) === error.operand) ?? current);
    throw error;
  }
}

/** The nodes below `written` that are not resolved yet, operands first. */
const unresolvedBelow = (written: Node, context: Context): Node[] => {
  const found = new Set<Node>();
  const waiting = [written];
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    if (found.has(node) || placeOf(context, node).has(node)) continue;
    found.add(node);
    if (found.size % TURN_EVERY === 0) checkpoint();
    for (const arg of node.args) waiting.push(arg);
  }
  return [...found].sort((a, b) => a.id - b.id);
};
