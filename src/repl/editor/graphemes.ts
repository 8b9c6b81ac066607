/** Places in a text where a cursor may stand: between what a reader sees as characters, never inside one. */

let segmenter: Intl.Segmenter | undefined;

/** Made for the first text that is more than printable ASCII: it takes 10 ms, which the prompt would wait for. */
const segment = (text: string): Intl.Segments => {
  segmenter ??= new Intl.Segmenter('en', { granularity: 'grapheme' });
  return segmenter.segment(text);
};

/** ASCII, Latin letters and Han: they join with none of their kind. */
const isApart = (unit: number): boolean =>
  unit < 0x80 || (unit >= 0xc0 && unit < 0x2b0) || (unit >= 0x3400 && unit < 0xa000);

/** Between two of those, and at the ends, there is always a boundary (UAX 29; a line never holds CR LF). */
const isPlain = (text: string, at: number): boolean =>
  at <= 0 || at >= text.length || (isApart(text.charCodeAt(at - 1)) && isApart(text.charCodeAt(at)));

/** The plain boundary at or before `at`, and the one at or after it: only what lies between has to be segmented. */
const plainBefore = (text: string, at: number): number => {
  let start = at;
  while (!isPlain(text, start)) start -= 1;
  return Math.max(start, 0);
};

const plainAfter = (text: string, at: number): number => {
  let end = at;
  while (!isPlain(text, end)) end += 1;
  return Math.min(end, text.length);
};

const boundariesBetween = (text: string, start: number, end: number): number[] =>
  end - start === 1
    ? [start, end]
    : [...Array.from(segment(text.slice(start, end)), ({ index }) => start + index), end];

/** The boundary after `at`; the end of the text has none. */
export const boundaryAfter = (text: string, at: number): number => {
  if (at >= text.length) return text.length;
  const boundaries = boundariesBetween(text, plainBefore(text, at), plainAfter(text, at + 1));
  return boundaries.find((boundary) => boundary > at) ?? text.length;
};

/** The boundary before `at`; the start of the text has none. */
export const boundaryBefore = (text: string, at: number): number => {
  if (at <= 0) return 0;
  const boundaries = boundariesBetween(text, plainBefore(text, at - 1), plainAfter(text, at));
  return boundaries.findLast((boundary) => boundary < at) ?? 0;
};

/** `at` itself if it is a boundary, else the next one. */
export const boundaryFrom = (text: string, at: number): number => {
  if (isPlain(text, at)) return Math.max(0, Math.min(at, text.length));
  const before = boundaryBefore(text, at + 1);
  return before === at ? at : boundaryAfter(text, before);
};

/** The characters of a text as a reader counts them. */
export const graphemes = (text: string): string[] =>
  /^[\n -~]*$/.test(text) ? [...text] : Array.from(segment(text), ({ segment: character }) => character);
