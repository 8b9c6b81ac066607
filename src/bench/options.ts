import { InvalidArgumentError, Option } from 'commander';
import { STRATEGIES } from '../schedule/strategies.ts';
import type { Strategy } from '../schedule/strategy.ts';
import { EXPRESSIONS } from './expressions.ts';
import { LONG_SUMS } from './live.ts';
import { WORKLOADS, type Workload } from './workloads.ts';

/** An option that takes some of these names; all of them unless told. */
export const listOption = <T>(flag: string, names: readonly string[], parse: (text: string) => T, all: T): Option =>
  new Option(`${flag} <list>`, `of ${names.join(' ')}`).argParser(parse).default(all, 'all');

/** Names with commas between them. */
export const words = (text: string): string[] => text.split(',');

export const count = (text: string): number => {
  if (!/^[1-9]\d{0,8}$/.test(text)) throw new InvalidArgumentError('expected a whole number above 0.');
  return Number(text);
};

export const counts = (text: string): number[] => words(text).map(count);

export const threadCounts = (text: string): number[] =>
  words(text).map((word) => {
    if (!/^\d{1,4}$/.test(word)) throw new InvalidArgumentError('Expected whole numbers such as 0,2.');
    return Number(word);
  });

export const scale = (text: string): number => {
  if (!/^\d*\.?\d+$/.test(text) || Number(text) === 0) throw new InvalidArgumentError('Expected a number above 0.');
  return Number(text);
};

export const workloads = (text: string): Workload[] =>
  words(text).map((name) => {
    const found = WORKLOADS.find((workload) => workload.name === name);
    if (found === undefined) throw new InvalidArgumentError(`'${name}' is none of the workloads.`);
    return found;
  });

export const strategies = (text: string): Strategy[] =>
  words(text).map((name) => {
    const found = STRATEGIES.get(name);
    if (found === undefined) throw new InvalidArgumentError(`'${name}' is none of the strategies.`);
    return found;
  });

export const sums = (text: string): string[] => {
  const unknown = words(text).find((name) => LONG_SUMS[name] === undefined);
  if (unknown !== undefined) throw new InvalidArgumentError(`'${unknown}' is none of the sums.`);
  return words(text);
};

export const expressions = (text: string): string[] => {
  const unknown = words(text).find((id) => EXPRESSIONS[id] === undefined);
  if (unknown !== undefined) throw new InvalidArgumentError(`'${unknown}' is none of the expressions.`);
  return words(text);
};
