import { whenForgotten } from './cache.ts';

/** A function of a precision that keeps its last result: a kernel asks for the same constants at the same precision again and again. */
export const remembered = <Result>(compute: (wp: number) => Result): ((wp: number) => Result) => {
  let last = Number.NaN;
  let result: Result | undefined;
  whenForgotten(() => {
    last = Number.NaN;
    result = undefined;
  });
  return (wp) => {
    if (wp !== last) {
      result = compute(wp);
      last = wp;
    }
    return result as Result;
  };
};
