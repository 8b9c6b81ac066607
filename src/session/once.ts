/** A computation that is made when it is first asked for. */
export const once = <T>(compute: () => T): (() => T) => {
  let made: { readonly value: T } | undefined;
  return () => {
    made ??= { value: compute() };
    return made.value;
  };
};
