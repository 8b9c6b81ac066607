/** One code point as it may be shown, and the columns of a terminal that it takes. */
export interface Cell {
  readonly text: string;
  readonly width: number;
  /** UTF-16 units of the input that it stands for. */
  readonly units: number;
}

// The patterns with classes of Unicode stand inside of functions: to read them takes a millisecond, and most runs show ASCII.

/** Controls, lone surrogates, separators of lines and invisible formatting, which could rewrite what a terminal shows. */
const isHidden = (character: string): boolean => /^[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]$/u.test(character);

const isCombining = (character: string): boolean => /^\p{M}$/u.test(character);

/** East Asian Wide and Fullwidth (UAX 11) by block, and what is drawn as an emoji unasked; a regional indicator alone is narrow. */
const isWide = (character: string): boolean =>
  /^(?:[\u1100-\u115f\u2329\u232a\u2e80-\u303e\u3041-\ua4cf\ua960-\ua97f\uac00-\ud7a3\uf900-\ufaff\ufe10-\ufe19\ufe30-\ufe6f\uff01-\uff60\uffe0-\uffe6\u{17000}-\u{18cff}\u{1b000}-\u{1b2ff}\u{20000}-\u{3fffd}]|(?!\p{Regional_Indicator})\p{Emoji_Presentation})$/u.test(
    character,
  );

const PRINTABLE_ASCII = /^[ -~]*$/;

const escapeOf = (character: string): string => {
  const code = character.codePointAt(0) ?? 0;
  if (character === '\t') return ' ';
  return code < 0x100 ? `\\x${code.toString(16).padStart(2, '0')}` : `\\u{${code.toString(16)}}`;
};

const cellOf = (character: string): Cell => {
  const units = character.length;
  if (PRINTABLE_ASCII.test(character)) return { text: character, width: 1, units };
  if (isHidden(character)) {
    const text = escapeOf(character);
    return { text, width: text.length, units };
  }
  return { text: character, width: isCombining(character) ? 0 : isWide(character) ? 2 : 1, units };
};

export const cellsOf = (text: string): Cell[] => Array.from(text, cellOf);

/** `text` with everything escaped that a terminal would obey and not show. */
export const visible = (text: string): string =>
  PRINTABLE_ASCII.test(text)
    ? text
    : cellsOf(text)
        .map((cell) => cell.text)
        .join('');

export const widthOf = (cells: readonly Cell[]): number => cells.reduce((sum, cell) => sum + cell.width, 0);
