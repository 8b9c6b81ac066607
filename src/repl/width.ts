import stringWidth from 'string-width';
import { visible } from '../cli/display-text.ts';
import { boundaryFrom, graphemes } from './editor/graphemes.ts';

/** A character as the terminal shows it. */
interface Glyph {
  readonly text: string;
  readonly width: number;
}

/** Not `Emoji`, which digits are too: a joiner after one of them would be written as it is, and nobody would see it. */
const EMOJI = /^\p{Extended_Pictographic}/u;

/** Joiners are kept inside of an emoji; every other invisible character is escaped, so that nothing is hidden. */
export const glyphOf = (grapheme: string): Glyph => {
  if (/^[ -~]$/.test(grapheme)) return { text: grapheme, width: 1 };
  const text = EMOJI.test(grapheme) ? grapheme : visible(grapheme);
  return { text, width: stringWidth(text) };
};

/** The columns that a text without control sequences takes. */
export const widthOf = (text: string): number => (/^[ -~]*$/.test(text) ? text.length : stringWidth(text));

/** The text cut to so many columns, an ellipsis in place of what is cut. */
export const fit = (text: string, columns: number): string => {
  if (widthOf(text.slice(0, 2 * columns + 2)) <= columns && text.length <= 2 * columns + 2) return text;
  let kept = '';
  let room = columns - 1;
  for (const grapheme of graphemes(text.slice(0, boundaryFrom(text, 2 * columns)))) {
    const { text: shown, width } = glyphOf(grapheme);
    if (width > room) break;
    kept += shown;
    room -= width;
  }
  return columns < 1 ? '' : `${kept}…`;
};

export const padEnd = (text: string, columns: number): string =>
  text + ' '.repeat(Math.max(0, columns - widthOf(text)));
export const padStart = (text: string, columns: number): string =>
  ' '.repeat(Math.max(0, columns - widthOf(text))) + text;
