import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createLineSplitter, type Line } from '../../src/cli/lines.ts';

const split = (chunks: readonly Uint8Array[], maxBytes?: number): Line[] => {
  const splitter = createLineSplitter(maxBytes);
  return [...chunks.flatMap((chunk) => [...splitter.push(chunk)]), ...splitter.end()];
};

const chunked = (bytes: Uint8Array, cuts: readonly number[]): Uint8Array[] => {
  const ends = [0, ...cuts.map((cut) => cut % (bytes.length + 1)).sort((a, b) => a - b), bytes.length];
  return ends.slice(1).map((end, index) => bytes.subarray(ends[index], end));
};

describe('splitting', () => {
  test('does not depend on how the bytes arrive', () => {
    const bytes = fc.oneof(
      fc.uint8Array({ max: 255, maxLength: 60 }),
      fc
        .string({ unit: fc.constantFrom('\n', '\r\n', 'a', 'π', '日', '😀', '\ufffd') })
        .map((text) => Buffer.from(text)),
    );
    fc.assert(
      fc.property(bytes, fc.array(fc.nat()), (content, cuts) => {
        expect(split(chunked(content, cuts), 20)).toEqual(split([content], 20));
      }),
    );
  });

  test('gives back text that is valid, line by line', () => {
    const line = fc.string({ unit: 'grapheme' }).map((text) => text.replace(/[\r\n\ufeff]/g, ''));
    fc.assert(
      fc.property(fc.array(line), fc.constantFrom('\n', '\r\n'), (lines, newline) => {
        const bytes = Buffer.from(lines.map((text) => text + newline).join(''));
        expect(split([bytes])).toEqual(lines.map((text) => ({ text })));
      }),
    );
  });

  test.each([
    ['the last line needs no newline', '1\n2', ['1', '2']],
    ['a blank line counts', '1\n\n2\n', ['1', '', '2']],
    ['one carriage return belongs to the newline', '1\r\r\n2\r', ['1\r', '2']],
    ['a byte order mark at the start is dropped', '\ufeff1\n\ufeff2\n', ['1', '\ufeff2']],
    ['nothing gives no lines', '', []],
  ])('%s', (_, content, lines) => {
    expect(split([Buffer.from(content)]).map(({ text }) => text)).toEqual(lines);
  });
});

describe('what is not text', () => {
  test('the first bad byte is pointed at, whatever valid text comes before', () => {
    const before = fc.string({ unit: fc.constantFrom('a', 'é', '日', '😀', '\ufffd', '\0') });
    const bad = fc.constantFrom([0xff], [0xc3, 0x28], [0xed, 0xa0, 0x80], [0xf0, 0x9f]);
    fc.assert(
      fc.property(before, bad, (text, bytes) => {
        const [line] = split([Buffer.from(text), Uint8Array.from(bytes)]);
        const first = bytes[0]?.toString(16);
        expect(line?.problem).toMatchObject({
          code: 'PARSE',
          message: `byte 0x${first} is not UTF-8 text`,
          span: { start: text.length, end: text.length + 1 },
        });
      }),
    );
  });
});

test('a line past the limit is refused, and the next one is read', () => {
  const lines = split([Buffer.from('12345\n'), Buffer.from('123'), Buffer.from('456\n7\n')], 5);
  expect(lines.map(({ text, problem }) => problem?.code ?? text)).toEqual(['12345', 'LIMIT', '7']);
});

test('a line past the limit is refused once, before its end is there', () => {
  const splitter = createLineSplitter(5);
  const chunks = ['1234', '56', '7', '\n8\n'].map((text) => [...splitter.push(Buffer.from(text))]);
  expect(chunks.map((lines) => lines.map(({ text, problem }) => problem?.code ?? text))).toEqual([
    [],
    ['LIMIT'],
    [],
    ['8'],
  ]);
});
