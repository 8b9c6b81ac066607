import { grouped } from './figures.ts';

/** A longer answer is shown as its head and tail where a person reads it. */
const MAX_SHOWN = 2000;
const HEAD = 800;
const TAIL = 160;

export interface Abridged {
  readonly text: string;
  /** What is offered in place of the characters that are left out; undefined if none are. */
  readonly offer: string | undefined;
}

export const abridge = (value: string): Abridged => {
  if (value.length <= MAX_SHOWN) return { text: value, offer: undefined };
  const hidden = value.length - HEAD - TAIL;
  return {
    text: `${value.slice(0, HEAD)} … ${value.slice(-TAIL)}`,
    offer: `${grouped(hidden)} of ${grouped(value.length)} characters are not shown · :full · :copy · :save FILE`,
  };
};
