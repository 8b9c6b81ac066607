import type { Asking, Node } from '../node.ts';
import * as rat from '../number/rational.ts';
import { atOnce } from '../number/turns.ts';
import * as decide from './decide.ts';
import { Refusal } from './refusal.ts';
import type { Structure } from './structure.ts';
import { unknownsOf } from './unknowns.ts';

/** x^(a/b) is written with a root up to this b; past it exp and ln cost less. */
const MAX_DEGREE = 32n;

const isOpen = (x: Node): boolean => unknownsOf(x) !== 0;

/**
 * The constructors of `s` that also take operands with an unknown in them. Of such an operand nothing can be asked, and
 * no identity is used, for most hold only where the operand is defined: the operation is written down as it stands. Over
 * points where it is not defined its enclosure is the whole line, which is noticed when the expression is evaluated.
 * Where all operands are known, `s` decides as ever.
 */
export const createOpenStructure = (s: Structure): Structure => {
  const { graph } = s;
  const bare = (op: string, args: readonly Node[], n?: number): Node => graph.node(op, args, n);
  const unary = (op: string, closed: (x: Node) => Node) => (x: Node) => (isOpen(x) ? bare(op, [x]) : closed(x));
  const binary = (op: string, closed: (x: Node, y: Node) => Node) => (x: Node, y: Node) =>
    isOpen(x) || isOpen(y) ? bare(op, [x, y]) : closed(x, y);
  const continuous = <Args extends readonly unknown[], T>(closed: (x: Node, ...rest: Args) => Asking<T>) =>
    function* (x: Node, ...rest: Args): Asking<T> {
      if (isOpen(x)) throw jump(x);
      return yield* closed(x, ...rest);
    };

  const open: Structure = {
    ...s,
    sum: (terms) => atOnce(open.longSum(terms)),
    *longSum(terms) {
      const unknown = terms.filter(isOpen);
      const known = yield* s.longSum(terms.filter((term) => !isOpen(term)));
      const all = known.value?.num === 0n ? unknown : [...unknown, known];
      return all.length > 1 ? bare('add', all) : (all[0] ?? known);
    },
    add: (x, y) => open.sum([x, y]),
    sub: (x, y) => open.sum([x, open.neg(y)]),
    neg: (x) => open.scale({ num: -1n, den: 1n }, x),
    scale: (c, x) => (!isOpen(x) ? s.scale(c, x) : rat.equal(c, rat.ONE) ? x : bare('mul', [s.rational(c), x])),
    mul: binary('mul', s.mul),
    quotient: binary('div', s.quotient),
    power: (x, n) => (!isOpen(x) || n === 0 ? s.power(x, n) : n === 1 ? x : bare('power', [x], n)),
    radical: (n, x) => (!isOpen(x) ? s.radical(n, x) : n === 1 ? x : bare('root', [x], n)),
    exp: unary('exp', s.exp),
    logarithm: unary('ln', s.logarithm),
    sin: unary('sin', s.sin),
    cos: unary('cos', s.cos),
    atan: unary('atan', s.atan),
    abs: unary('abs', s.abs),
    min: binary('min', s.min),
    max: binary('max', s.max),
    remember: (of, angle, value) => (isOpen(angle) ? angle : s.remember(of, angle, value)),

    sign: continuous(s.sign),
    decidedSign: continuous(s.decidedSign),
    floor: continuous(s.floor),
    factorial: continuous(s.factorial),
    div: function* (x, y) {
      return isOpen(y) ? open.quotient(x, y) : yield* decide.div(open, x, y);
    },
    root: function* (n, x) {
      return isOpen(x) ? open.radical(n, x) : yield* s.root(n, x);
    },
    ln: function* (x) {
      return isOpen(x) ? open.logarithm(x) : yield* s.ln(x);
    },
    pow: function* (x, y) {
      if (!isOpen(x) && !isOpen(y)) return yield* s.pow(x, y);
      const exponent = isOpen(y) ? undefined : yield* wholeOr(s, y);
      const power = exponent?.value === undefined ? undefined : rationalPower(open, x, exponent.value);
      return power ?? open.exp(open.mul(y, yield* open.ln(x)));
    },
  };
  return open;
};

const jump = (x: Node): Refusal =>
  new Refusal(
    'DOMAIN',
    x,
    (name) => `solve needs a continuous expression, and '${name}' stands in one that jumps`,
    'floor, sign, atan2, factorials and the like may not depend on the unknown of a solve',
  );

/** The whole number that y is, or else y itself: powers of negative numbers have a value only for whole exponents. */
function* wholeOr(s: Structure, y: Node): Asking<Node> {
  if (y.value !== undefined) return y;
  const whole = yield* s.floor(s.add(y, s.fraction(1, 2)));
  return (yield* s.decidedSign(s.sub(y, whole), { operand: y, is: 'a whole number', distance: 'x - round(x)' })) === 0
    ? whole
    : y;
}

/** x^q as powers and roots for q of moderate terms. A root of even degree has no value for x < 0, where x^(1/3) has none. */
const rationalPower = (s: Structure, x: Node, q: rat.Rational): Node | undefined => {
  const size = q.num < 0n ? -q.num : q.num;
  if (q.den > MAX_DEGREE || 2n * size > BigInt(Number.MAX_SAFE_INTEGER)) return undefined;
  const isOdd = q.den % 2n === 1n && q.den > 1n;
  const root = s.radical(Number(isOdd ? 2n * q.den : q.den), x);
  const power = s.power(root, Number(isOdd ? 2n * size : size));
  return q.num < 0n ? s.quotient(s.integer(1), power) : power;
};
