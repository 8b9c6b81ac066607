import { InternalError } from '../errors.ts';

/** Work for any thread, as data that `structuredClone` copies. */
export interface Task {
  readonly name: string;
  readonly args: unknown;
}

/** A function that every thread knows by its name: of its arguments and nothing else, and never undefined. */
export interface Work<Args, Result> {
  readonly name: string;
  readonly run: (args: Args) => Result;
}

/**
 * Waits for the result of a task that another thread has taken, and gives it; undefined where the task failed or its
 * thread ended, so that it has to be done here. While it waits it passes `checkpoint` at least every 20 milliseconds, and
 * lets through what that throws: nobody will ask for the result any more.
 */
export type Join = () => unknown;

const works = new Map<string, (args: never) => unknown>();
let offer = (_task: Task): Join | undefined => undefined;

/**
 * Hands each task to an idle thread, or answers undefined at once where there is none. A task is a few milliseconds of
 * work at least; arguments and result may have millions of digits. A task whose join is never called has been given up.
 */
export const setFork = (hook: (task: Task) => Join | undefined): void => {
  offer = hook;
};

/** Names a function for other threads; a module of kernels does so when it is loaded, in every thread. */
export const work = <Args, Result extends object | bigint>(
  name: string,
  run: (args: Args) => Result,
): Work<Args, Result> => {
  if (works.has(name)) throw new InternalError(`two works have the name '${name}'`);
  works.set(name, run);
  return { name, run };
};

/** Does a task in this thread. */
export const runTask = ({ name, args }: Task): unknown => {
  const run = works.get(name);
  if (run === undefined) throw new InternalError(`no work has the name '${name}'`);
  return run(args as never);
};

/**
 * Begins `run(args)` on an idle thread, if there is one, and answers with what gives the result; where none was idle or
 * the thread failed, that does the work itself. Between the two the caller does something else of about the same size.
 */
export const fork = <Args, Result>({ name, run }: Work<Args, Result>, args: Args): (() => Result) => {
  const join = offer({ name, args });
  return join === undefined ? () => run(args) : () => (join() as Result | undefined) ?? run(args);
};

/** `run` of all arguments. Other threads take the next one whenever they are idle, so those that cost most come first. */
export const forkEach = <Args, Result>({ name, run }: Work<Args, Result>, list: readonly Args[]): Result[] =>
  list
    .map((args, i): (() => Result) => {
      // The last one is done here: there is nothing left to do beside it.
      const join = i === list.length - 1 ? undefined : offer({ name, args });
      if (join !== undefined) return () => (join() as Result | undefined) ?? run(args);
      const result = run(args);
      return () => result;
    })
    .map((result) => result());
