/** What moves a terminal's cursor or clears what it shows. */
export const ERASE_LINE = '\r\x1b[K';
export const CLEAR_SCREEN = '\x1b[H\x1b[2J';
