import type { NumberLiteral } from '../src/ast.ts';
import { ParseError } from '../src/errors.ts';
import type { Poll } from './tokens.ts';

/** Digits, a point, digits and a period in parentheses; underscores are judged later. */
const positional = (digit: string): string => {
  const digits = `[${digit}][${digit}_]*`;
  return `(?:${digits}(?:\\.(?:${digits})?(?:\\(${digits}\\))?)?|\\.${digits}(?:\\(${digits}\\))?)`;
};

export const NUMBER_PATTERN = [
  `0[xX]${positional('0-9a-fA-F')}(?:[pP][+-]?\\d+)?`,
  `base\\d+:${positional('0-9a-zA-Z')}`,
  `${positional('0-9')}(?:[eE][+-]?\\d+)?`,
].join('|');

const PARTS = /^(0[xX]|base\d+:)?([^.]*)(?:\.([^(]*)(?:\((.*)\))?)?$/;

/** The value of a number as it is written; `start` is its offset in the line. A long one calls `poll` now and then. */
export const numberLiteral = (text: string, start: number, poll?: Poll): NumberLiteral => {
  if (/^\d+$/.test(text)) return { num: toInteger(text, 10, poll), den: 1n, base: 10, exponent: 0n };
  const marker = /^0[xX]/.test(text) ? /[pP]/ : /^base/.test(text) ? undefined : /[eE]/;
  const cut = marker === undefined ? -1 : text.search(marker);
  const [, prefix = '', whole = '', fraction = '', period = ''] = PARTS.exec(cut < 0 ? text : text.slice(0, cut)) ?? [];
  const written = cut < 0 ? 0n : BigInt(text.slice(cut + 1).replace(/^\+/, ''));
  const radix = prefix === '' ? 10 : prefix.startsWith('base') ? Number(prefix.slice(4, -1)) : 16;
  if (radix < 2 || radix > 36)
    throw new ParseError('expected a base from 2 to 36', {
      span: { start: start + 4, end: start + prefix.length - 1 },
    });
  const end = cut < 0 ? text.length : cut;
  checkDigits(text, prefix.length, end, radix, start);

  const plain = (digits: string): string => digits.replaceAll('_', '');
  const settled = plain(fraction);
  const repeated = plain(period);
  const head = toInteger(plain(whole) + settled, radix, poll);
  // With f digits and r repeated ones the value is (head + repeated / (radix^r - 1)) / radix^f.
  const den = repeated === '' ? 1n : BigInt(radix) ** BigInt(repeated.length) - 1n;
  const num = head * den + toInteger(repeated, radix, poll);
  const places = -BigInt(settled.length);
  return radix === 16
    ? { num, den, base: 2, exponent: written + 4n * places }
    : { num, den, base: radix, exponent: written + places };
};

const checkDigits = (text: string, from: number, to: number, radix: number, start: number): void => {
  const fault = (index: number, message: string): ParseError =>
    new ParseError(message, { span: { start: start + index, end: start + index + 1 } });
  const stray = /_(?![0-9a-zA-Z])/.exec(text.slice(from, to));
  if (stray !== null) throw fault(from + stray.index, "expected a digit after '_'");
  if (radix === 10 || radix === 16) return;
  for (let i = from; i < to; i++) {
    const character = text.charAt(i);
    if (/[0-9a-z]/i.test(character) && Number.parseInt(character, 36) >= radix)
      throw fault(i, `'${character}' is no digit of base ${radix}`);
  }
};

const PREFIXES: ReadonlyMap<number, string> = new Map([
  [2, '0b'],
  [8, '0o'],
  [10, ''],
  [16, '0x'],
]);

/** So many digits of these four bases the engine reads at once, in a third of a millisecond, and of others, below 2^53. */
const PIECE = 10_000;
const SHORT_PIECE = 10;

/** The engine reads pieces, and neighbours are joined in pairs, so that long numbers stay quick. */
const toInteger = (digits: string, radix: number, poll?: Poll): bigint => {
  if (digits === '') return 0n;
  const prefix = PREFIXES.get(radix);
  const piece = prefix === undefined ? SHORT_PIECE : PIECE;
  const read = (part: string): bigint =>
    prefix === undefined ? BigInt(Number.parseInt(part, radix)) : BigInt(prefix + part);
  // The last digits come first.
  let parts: bigint[] = [];
  for (let end = digits.length; end > 0; end -= piece) {
    if (parts.length > 0) poll?.();
    parts.push(read(digits.slice(Math.max(0, end - piece), end)));
  }
  for (let weight = parts.length > 1 ? BigInt(radix) ** BigInt(piece) : 0n; parts.length > 1; weight *= weight) {
    const joined: bigint[] = [];
    for (let i = 0; i < parts.length; i += 2) {
      poll?.();
      joined.push((parts[i] ?? 0n) + (parts[i + 1] ?? 0n) * weight);
    }
    parts = joined;
    if (parts.length === 1) break;
  }
  return parts[0] ?? 0n;
};
