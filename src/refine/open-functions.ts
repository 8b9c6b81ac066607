import type { Structure } from '../exact/structure.ts';
import type { Asking, Node } from '../node.ts';
import { FUNCTION_BY_NAME } from './functions.ts';

type Define = (s: Structure, args: readonly Node[]) => Node | Asking<Node>;

const one = (s: Structure): Node => s.integer(1);
const twice = (s: Structure, x: Node): Node => s.scale({ num: 2n, den: 1n }, x);
const half = (s: Structure, x: Node): Node => s.scale({ num: 1n, den: 2n }, x);
const radians = (s: Structure, x: Node): Node => s.mul(s.scale({ num: 1n, den: 180n }, x), s.constant('pi'));
const degrees = (s: Structure, x: Node): Node => s.quotient(s.scale({ num: 180n, den: 1n }, x), s.constant('pi'));

const unary =
  (define: (s: Structure, x: Node) => Node): Define =>
  (s, [x]) =>
    define(s, x as Node);

const tan = (s: Structure, x: Node): Node => s.quotient(s.sin(x), s.cos(x));

/** asin x = 2 atan(x / (1 + √((1 − x)(1 + x)))), the ends ±1 included. */
const asin = (s: Structure, x: Node): Node => {
  const cosine = s.radical(2, s.mul(s.sub(one(s), x), s.add(one(s), x)));
  return twice(s, s.atan(s.quotient(x, s.add(one(s), cosine))));
};

const acos = (s: Structure, x: Node): Node => s.sub(half(s, s.constant('pi')), asin(s, x));

/** The functions whose definition asks for signs, by formulas that hold on the whole domain and ask for none. */
const OPEN: ReadonlyMap<string, Define> = new Map<string, Define>([
  ['tan', unary(tan)],
  ['sec', unary((s, x) => s.quotient(one(s), s.cos(x)))],
  ['csc', unary((s, x) => s.quotient(one(s), s.sin(x)))],
  ['cot', unary((s, x) => s.quotient(s.cos(x), s.sin(x)))],
  ['tand', unary((s, x) => tan(s, radians(s, x)))],
  ['asin', unary(asin)],
  ['acos', unary(acos)],
  ['asind', unary((s, x) => degrees(s, asin(s, x)))],
  ['acosd', unary((s, x) => degrees(s, acos(s, x)))],
  [
    'log',
    function* (s, [x, base]) {
      const log = yield* s.ln(x as Node);
      return base === undefined ? log : yield* s.div(log, yield* s.ln(base));
    },
  ],
  ['acosh', unary((s, x) => s.logarithm(s.add(x, s.radical(2, s.mul(s.sub(x, one(s)), s.add(x, one(s)))))))],
  ['atanh', unary((s, x) => half(s, s.logarithm(s.quotient(s.add(one(s), x), s.sub(one(s), x)))))],
]);

/** How a function is built over operands with an unknown in them, by the constructors of `createOpenStructure`. */
export const openDefinition = (name: string): Define | undefined =>
  OPEN.get(name) ?? FUNCTION_BY_NAME.get(name)?.define;
