import type { Answer, Outcome, Truth } from '../outcome.ts';
import { reasonText } from '../run/reasons.ts';
import { abridge } from './abridge.ts';
import { diagnosticOf, placeOf } from './diagnostic.ts';
import { visible } from './display-text.ts';
import { counted, duration, grouped } from './figures.ts';
import { jsonLine } from './json.ts';
import type { Statement } from './statement.ts';
import type { Style } from './style.ts';
import { wrapped } from './wrapped.ts';

/** How outcomes are to be shown. */
export interface Presentation {
  readonly json: boolean;
  readonly why: boolean;
  readonly quiet: boolean;
  /** Whether stdout is a terminal: then a dim line follows each number. */
  readonly terminal: boolean;
  /** Whether of a long answer only the ends are shown, as to a person who can ask for the rest. */
  readonly abridged: boolean;
  readonly columns: number;
  readonly out: Style;
  readonly err: Style;
}

/** What goes to stdout, and what to stderr. */
export interface Shown {
  readonly out: string;
  readonly err: string;
}

const NOTHING: Shown = { out: '', err: '' };

export const present = (statement: Statement, outcome: Outcome, how: Presentation): Shown => {
  if (how.json) return { out: jsonLine(statement, outcome) ?? '', err: '' };
  switch (outcome.kind) {
    case 'answer': {
      const { text, offer } = how.abridged ? abridge(outcome.value) : { text: outcome.value, offer: undefined };
      const rest = offer === undefined ? '' : noteOf(how, () => offer);
      return {
        out: `${text}\n${noteOf(how, () => answerNote(outcome))}${rest}${lines(outcome.note)}`,
        err: remarks(statement, outcome, how),
      };
    }
    case 'truth':
      return {
        out: `${outcome.value}\n${noteOf(how, () => truthNote(outcome))}${lines(outcome.note)}`,
        err: remarks(statement, outcome, how),
      };
    case 'message':
      return { out: outcome.isProse ? prose(outcome.text, how.columns) : lines(outcome.text), err: '' };
    case 'failure': {
      const options = { style: how.err, columns: how.columns, hints: !how.quiet };
      return { out: '', err: diagnosticOf(statement, outcome.error, options) };
    }
    case 'defined':
    case 'nothing':
      return NOTHING;
  }
};

/** What a command says; nothing for no text. */
const lines = (text = ''): string => (text === '' ? '' : `${text.split('\n').map(visible).join('\n')}\n`);

const prose = (text: string, columns: number): string =>
  lines(
    text
      .split('\n')
      .flatMap((line) => wrapped(line, columns))
      .join('\n'),
  );

const noteOf = (how: Presentation, note: () => string): string =>
  how.terminal && !how.quiet ? `${how.out.dim(note())}\n` : '';

const stepsOf = ({ stats }: Answer | Truth): string[] =>
  stats.steps > 0 ? [`${grouped(stats.wastedSteps)} of ${counted(stats.steps, 'step')} wasted`] : [];

/** A longer fraction tells a reader nothing, and `:frac` has it. */
const MAX_FRACTION = 60;

const answerNote = (answer: Answer): string => {
  const rounding = answer.rounding === 'exact' ? ['exact'] : accuracyOf(answer);
  const { exact, value } = answer;
  const fraction = exact === null || exact === value || exact.length > MAX_FRACTION ? [] : [`= ${exact}`];
  return [...rounding, duration(answer.elapsedMs), answer.stats.chosen, ...stepsOf(answer), ...fraction].join(' · ');
};

/** How far the text is the number: the bounds of an interval and the terms of a continued fraction are true as they stand. */
const accuracyOf = ({ form, rounding, digits }: Answer): readonly string[] => {
  if (form === 'cf') return [counted(digits, 'proved term')];
  return [form === 'interval' ? 'outward' : `≈ ${rounding}`, counted(digits, 'digit')];
};

const truthNote = (truth: Truth): string =>
  [duration(truth.elapsedMs), truth.stats.chosen, ...stepsOf(truth)].join(' · ');

const remarks = (statement: Statement, outcome: Answer | Truth, how: Presentation): string => {
  const warnings = how.quiet
    ? []
    : outcome.warnings.map(
        (warning) => `${how.err.bold(placeOf(statement))}: ${how.err.yellow('warning')}: ${visible(warning)}\n`,
      );
  const reasons = how.why ? (outcome.why ?? []).map((reason) => `  why: ${visible(reasonText(reason))}\n`) : [];
  return [...warnings, ...reasons].join('');
};
