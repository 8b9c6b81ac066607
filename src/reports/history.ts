import { greatest } from '../number/double.ts';

/** The statements, a result's number before each that has one. */
export const historyReport = (
  past: readonly { readonly text: string; readonly result: number | undefined }[],
): string => {
  if (past.length === 0) return 'nothing was typed yet';
  const numbers = past.map(({ result }) => (result === undefined ? '' : `%${result}`));
  const width = greatest(numbers.map(({ length }) => length));
  const indent = ' '.repeat(width + 2);
  return past
    .map(({ text }, i) => `${(numbers[i] ?? '').padEnd(width)}  ${text.replaceAll('\n', `\n${indent}`)}`)
    .join('\n');
};
