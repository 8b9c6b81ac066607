/** A key as `readline.emitKeypressEvents` decodes it. */
export interface Key {
  readonly sequence: string;
  readonly name?: string | undefined;
  readonly ctrl?: boolean | undefined;
  readonly meta?: boolean | undefined;
  readonly shift?: boolean | undefined;
}

/** The key in one word: `C-a`, `M-b`, `left`, `C-left`, `S-tab`, `C-_`; a character that is typed has none. */
export const chordOf = (key: Key): string | undefined => {
  if (key.sequence === '\x1f') return 'C-_';
  // `enter` is what Ctrl-J sends, and the end of a line in a paste.
  const name = key.name === 'enter' ? 'return' : key.name;
  if (name === 'escape') return 'escape';
  if (key.ctrl) return name === undefined ? undefined : `C-${name}`;
  if (key.meta) return `M-${name ?? key.sequence.slice(1)}`;
  if (name === 'tab' && key.shift) return 'S-tab';
  return name !== undefined && name.length > 1 && name !== 'space' ? name : undefined;
};

/** What ends a line, in Unicode too. */
const LINE_ENDS = /\r\n|[\r\v\f\x85\u2028\u2029]/gu;
const CONTROLS = /[\p{Cc}\p{Cs}]/gu;

/** The text that a typed or pasted sequence stands for: line ends are \n, tabs are blanks, no other control is kept. */
export const textOf = (sequence: string): string =>
  sequence
    .replaceAll(LINE_ENDS, '\n')
    .replaceAll('\t', ' ')
    .replaceAll(CONTROLS, (control) => (control === '\n' ? control : ''));
