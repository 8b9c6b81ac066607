import type { Binding, Expr } from '../src/ast.ts';

/** How tightly an expression holds together. */
const LET = 0;
const SUM = 1;
const PRODUCT = 2;
const PREFIX = 3;
const POWER = 4;
const POSTFIX = 5;
const ATOM = 6;

/** An expression that must hold together at least as tightly as `level`, or else wants parentheses. */
interface Piece {
  readonly expr: Expr;
  readonly level: number;
}

/** The text of an expression, with no more parentheses than it needs: parsing it gives the expression back. */
export const printExpr = (expr: Expr): string => {
  const printed: string[] = [];
  const waiting: (Piece | string)[] = [{ expr, level: LET }];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (typeof next === 'string') printed.push(next);
    else for (const piece of bracketed(next).reverse()) waiting.push(piece);
  }
  return printed.join('');
};

const bracketed = ({ expr, level }: Piece): (Piece | string)[] =>
  levelOf(expr) < level ? ['(', ...pieces(expr), ')'] : pieces(expr);

const levelOf = (expr: Expr): number => {
  switch (expr.kind) {
    case 'let':
      return LET;
    case 'chain':
      return isSum(expr) ? SUM : PRODUCT;
    case 'negate':
      return PREFIX;
    case 'power':
      return POWER;
    case 'factorial':
      return POSTFIX;
    default:
      return ATOM;
  }
};

const isSum = ({ rest }: Extract<Expr, { kind: 'chain' }>): boolean => rest[0]?.op === '+' || rest[0]?.op === '-';

const pieces = (expr: Expr): (Piece | string)[] => {
  switch (expr.kind) {
    case 'number':
      return [expr.text];
    case 'name':
      return [expr.name];
    case 'result':
      return [`%${expr.index}`];
    case 'call':
      return [`${expr.name}(`, ...separated(expr.args.map((arg) => [{ expr: arg, level: LET }])), ')'];
    case 'negate':
      return ['-', { expr: expr.operand, level: PREFIX }];
    case 'factorial':
      return [{ expr: expr.operand, level: POSTFIX }, '!'];
    case 'power':
      return [{ expr: expr.base, level: POSTFIX }, '^', { expr: expr.exponent, level: PREFIX }];
    case 'chain': {
      const level = isSum(expr) ? PRODUCT : PREFIX;
      const rest = expr.rest.flatMap(({ op, operand }) => [spaced(op), { expr: operand, level }]);
      return [{ expr: expr.first, level }, ...rest];
    }
    case 'let':
      return ['let ', ...separated(expr.bindings.map(printBinding)), ' in ', { expr: expr.body, level: LET }];
  }
};

const spaced = (op: string): string => (op === '*' || op === '/' ? op : ` ${op} `);

const printBinding = ({ name, params, body }: Binding): (Piece | string)[] => [
  params === undefined ? `${name} = ` : `${name}(${params.join(', ')}) = `,
  { expr: body, level: LET },
];

const separated = (items: readonly (Piece | string)[][]): (Piece | string)[] =>
  items.flatMap((item, i) => (i === 0 ? item : [', ', ...item]));
