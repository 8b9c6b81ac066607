import type { Directive, NumberLiteral } from '../ast.ts';
import { ParseError, type Span } from '../errors.ts';
import type { Format, Precision } from '../outcome.ts';
import { STRATEGIES } from '../schedule/strategies.ts';
import type { Strategy } from '../schedule/strategy.ts';
import { DEFAULT_PRECISION, MAX_TOLERANCE_EXPONENT, type Settings } from '../settings.ts';

/** What a statement asks for: what stands behind its @ comes before what is set, and that before the defaults. */

export const precisionOf = ({ precision }: Settings): Precision => precision ?? DEFAULT_PRECISION;

export const formatOf = (settings: Settings, at: readonly Directive[]): Format => {
  const { form, base, round, group, precision } = settings;
  let format: Format = { precision: precisionOf(settings), asked: precision !== null, form, base, round, group };
  for (const directive of at) format = { ...format, ...changeOf(directive) };
  return format;
};

export const strategyOf = (settings: Settings, at: readonly Directive[]): Strategy => {
  const asked = at.find((directive) => directive.kind === 'strategy');
  const strategy = STRATEGIES.get(asked?.name ?? settings.strategy);
  if (strategy !== undefined) return strategy;
  throw new ParseError(`there is no strategy '${asked?.name ?? settings.strategy}'`, {
    span: asked?.span,
    hint: `it is one of ${[...STRATEGIES.keys()].join(', ')}`,
  });
};

const changeOf = (directive: Directive): Partial<Format> => {
  switch (directive.kind) {
    case 'digits':
    case 'places':
    case 'bits':
      return { precision: { kind: directive.kind, count: directive.count }, asked: true };
    case 'tol':
      return { precision: toleranceOf(directive.value, directive.span), asked: true };
    case 'base':
      return { base: directive.base };
    case 'form':
      return { form: directive.form };
    case 'strategy':
      return {};
  }
};

const toleranceOf = ({ num, den, base, exponent }: NumberLiteral, span: Span): Precision => {
  const size = exponent < 0n ? -exponent : exponent;
  if (size > BigInt(MAX_TOLERANCE_EXPONENT))
    throw new ParseError(`expected a tolerance from 1e-${MAX_TOLERANCE_EXPONENT} to 1e${MAX_TOLERANCE_EXPONENT}`, {
      span,
      hint: 'ask for @ N places',
    });
  const factor = BigInt(base) ** size;
  return exponent < 0n ? { kind: 'tol', num, den: den * factor } : { kind: 'tol', num: num * factor, den };
};
