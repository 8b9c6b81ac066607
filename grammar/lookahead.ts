import {
  Alternation,
  getLookaheadPaths,
  type IProduction,
  type LookaheadProductionType,
  NonTerminal,
  Option,
  Repetition,
  RepetitionWithSeparator,
  type Rule,
} from 'chevrotain';
import { createGrammar } from './chevrotain.ts';

/** How the rules write a decision, and what chevrotain calls it. A repetition that comes once at least needs none. */
const DECISIONS: readonly [string, LookaheadProductionType, new (...args: never[]) => IProduction][] = [
  ['OR', 'Alternation', Alternation],
  ['OPTION', 'Option', Option],
  ['MANY', 'Repetition', Repetition],
  ['MANY_SEP', 'RepetitionWithSeparator', RepetitionWithSeparator],
];

interface Production extends IProduction {
  readonly definition?: readonly Production[];
  readonly idx?: number;
  readonly maxLookahead?: number;
}

/**
 * The file lookahead.json: for each decision in a rule the runs of tokens that each of its alternatives may begin with, as
 * chevrotain computes them. A test writes it anew with `vitest -u`.
 */
export const lookahead = (): string => {
  const rules = Object.values(createGrammar(false).getGAstProductions());
  const lines = rules.flatMap((rule) => decisionsIn(rule, rule as Production));
  return `{\n${lines.map((line) => `  ${line}`).join(',\n')}\n}\n`;
};

const decisionsIn = (rule: Rule, production: Production): string[] => {
  const { idx = 0, maxLookahead = 1, definition = [] } = production;
  const own = DECISIONS.filter(([, , kind]) => production instanceof kind).map(([word, prodType]) => {
    const alternatives = getLookaheadPaths({ occurrence: idx, rule, prodType, maxLookahead });
    // The second list of anything optional is what may follow it.
    const chosen = prodType === 'Alternation' ? alternatives : alternatives.slice(0, 1);
    const text = chosen
      .map((paths) => paths.map((path) => path.map(({ name }) => name).join(' ')).join(', '))
      .join(' | ');
    return `"${rule.name} ${word}${idx || ''}": "${text}"`;
  });
  const inner = production instanceof NonTerminal ? [] : definition.flatMap((part) => decisionsIn(rule, part));
  return [...own, ...inner];
};
