import { numberKind } from '../dag/kind.ts';
import { bounds, errorBound } from '../digits/bounds.ts';
import { size } from '../number/rational.ts';
import type { Answer, Format, Reason, Stats } from '../outcome.ts';
import type { Written } from '../run/answer.ts';
import type { Evaluated } from '../run/engine.ts';
import { once } from './once.ts';

/** `exact` in an answer is given up to this many bits. */
const EXACT_BITS = 4096;

/** What an evaluation came to, beside its value. */
interface Account {
  readonly strategy: string;
  readonly elapsedMs: number;
  readonly stats: () => Stats;
  readonly why: () => readonly Reason[];
}

/** The answer that digits were written for. What stands beside them can cost as much, so it is computed where somebody looks. */
export const answerOf = (
  { resolved, enclosure, value }: Evaluated<Written>,
  format: Format,
  { strategy, elapsedMs, stats, why }: Account,
): Answer => {
  const known = resolved.value ?? enclosure;
  const ends = once(() => bounds(known, value.digits));
  const bound = once(() => errorBound(known, format, value));
  const exact = resolved.value !== undefined && size(resolved.value) <= EXACT_BITS ? resolved.value : undefined;
  return {
    kind: 'answer',
    value: value.text,
    form: format.form,
    get numberKind() {
      return numberKind(resolved);
    },
    exact: exact === undefined ? null : exact.den === 1n ? `${exact.num}` : `${exact.num}/${exact.den}`,
    get lo() {
      return ends().lo;
    },
    get hi() {
      return ends().hi;
    },
    get errorBound() {
      return bound();
    },
    rounding: value.rounding,
    digits: value.digits,
    bits: Number.isFinite(value.bits) ? value.bits : 0,
    base: format.base,
    strategy,
    elapsedMs,
    get stats() {
      return stats();
    },
    get why() {
      return why().length === 0 ? null : why();
    },
    warnings: value.warnings,
  };
};
