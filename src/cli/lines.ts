import { isUtf8 } from 'node:buffer';
import { LimitError, ParseError, type RealError } from '../errors.ts';

export interface Line {
  readonly text: string;
  readonly problem?: RealError;
}

/** A longer line is no statement that anyone wrote; refusing it bounds the memory of a stream without newlines. */
const MAX_LINE_BYTES = 64 * 2 ** 20;

const NEWLINE = 0x0a;
const RETURN = 0x0d;

/**
 * Splits a stream of bytes into lines, as they become complete, and one that is too long as soon as it is: its end may
 * never come. `end` gives the last line if no newline closed it.
 */
export interface LineSplitter {
  push(chunk: Uint8Array): Generator<Line>;
  end(): Generator<Line>;
}

export const createLineSplitter = (maxBytes: number = MAX_LINE_BYTES): LineSplitter => {
  let pieces: Uint8Array[] = [];
  let size = 0;
  let first = true;
  /** Whether what is left of a line belongs to one that was refused. */
  let refused = false;

  const append = (piece: Uint8Array): void => {
    size += piece.length;
    if (size <= maxBytes) pieces.push(piece);
    else pieces = [];
  };

  const finish = (): Line => {
    const [piece] = pieces;
    const bytes = pieces.length === 1 && piece !== undefined ? piece : Buffer.concat(pieces);
    const line = size > maxBytes ? tooLong(maxBytes) : decode(bytes, first);
    pieces = [];
    size = 0;
    first = false;
    return line;
  };

  return {
    *push(chunk) {
      let start = 0;
      for (let end = chunk.indexOf(NEWLINE); end !== -1; end = chunk.indexOf(NEWLINE, start)) {
        append(chunk.subarray(start, end));
        start = end + 1;
        const line = finish();
        if (!refused) yield line;
        refused = false;
      }
      if (start < chunk.length) append(chunk.subarray(start));
      if (size <= maxBytes || refused) return;
      refused = true;
      yield tooLong(maxBytes);
    },
    *end() {
      if (size > 0 && !refused) yield finish();
    },
  };
};

const tooLong = (maxBytes: number): Line => ({
  text: '',
  problem: new LimitError(`the line is longer than ${maxBytes / 2 ** 20} MB`),
});

const decode = (bytes: Uint8Array, atStart: boolean): Line => {
  const end = bytes.at(-1) === RETURN ? bytes.length - 1 : bytes.length;
  const content = Buffer.from(bytes.buffer, bytes.byteOffset, end);
  const text = content.toString('utf8');
  if (!isUtf8(content)) return { text, problem: notUtf8(content, text) };
  return { text: atStart && text.startsWith('\ufeff') ? text.slice(1) : text };
};

/** The first replacement character that decoding made, not found, marks the fault: up to there, text and bytes agree. */
const notUtf8 = (content: Buffer, text: string): RealError => {
  let at = text.indexOf('\ufffd');
  let offset = Buffer.byteLength(text.slice(0, at));
  while (content[offset] === 0xef && content[offset + 1] === 0xbf && content[offset + 2] === 0xbd) {
    const next = text.indexOf('\ufffd', at + 1);
    offset += Buffer.byteLength(text.slice(at, next));
    at = next;
  }
  const byte = (content[offset] ?? 0).toString(16).padStart(2, '0');
  return new ParseError(`byte 0x${byte} is not UTF-8 text`, { span: { start: at, end: at + 1 } });
};
