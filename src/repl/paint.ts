import type { Style } from '../cli/style.ts';
import type { Piece } from './layout.ts';

/** A piece of text in its colour. */
export const painted = ({ text, paint }: Piece, style: Style): string => {
  switch (paint) {
    case 'number':
      return style.yellow(text);
    case 'known':
      return style.cyan(text);
    case 'word':
      return style.magenta(text);
    case 'comment':
      return style.dim(text);
    case 'match':
      return style.green(style.bold(text));
    case 'fault':
      return style.red(text);
    case 'prompt':
      return style.dim(text);
    case undefined:
      return text;
  }
};
