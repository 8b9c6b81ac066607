import fc from 'fast-check';
import stringWidth from 'string-width';
import { describe, expect, test } from 'vitest';
import { boundaryFrom } from '../../src/repl/editor/graphemes.ts';
import { layOut } from '../../src/repl/layout.ts';
import { text } from './editor/keys.ts';

const prompts = { first: '> ', next: '. ' };

const rowsOf = (written: string, cursor: number, columns: number, height: number) => {
  const { rows, cursor: place } = layOut({ text: written, cursor }, [], prompts, columns, height);
  return { rows: rows.map((row) => row.map((piece) => piece.text).join('')), place };
};

const texts = fc.array(text, { maxLength: 6 }).map((lines) => lines.join('\n'));

describe('a text in rows', () => {
  test.each([
    ['fits', '1+2', 3, 10, 5, ['> 1+2'], { x: 5, y: 0 }],
    ['is broken', '123456', 2, 5, 5, ['> 123', '456'], { x: 4, y: 0 }],
    ['leaves room for the cursor behind a full row', '123', 3, 5, 5, ['> 123', ''], { x: 0, y: 1 }],
    ['has lines', '(1\n2', 4, 10, 5, ['> (1', '. 2'], { x: 3, y: 1 }],
    ['breaks before a wide character', '12漢', 3, 5, 5, ['> 12', '漢'], { x: 2, y: 1 }],
    ['shows what is invisible', '1\u202e', 2, 20, 5, ['> 1\\u{202e}'], { x: 11, y: 0 }],
    ['breaks escapes too', '\u200d\u200d', 2, 12, 5, ['> \\u{200d}\\u', '{200d}'], { x: 6, y: 1 }],
    ['is seen around the cursor', '1\n2\n3\n4\n5', 8, 10, 3, ['. 3', '. 4', '. 5'], { x: 2, y: 2 }],
  ])('%s', (_, written, cursor, columns, height, rows, place) => {
    expect(rowsOf(written, cursor, columns, height)).toEqual({ rows, place });
  });

  test('no row is wider than the window or hidden below it, and the cursor is in the window', () => {
    fc.assert(
      fc.property(
        texts,
        fc.nat(40),
        fc.integer({ min: 12, max: 30 }),
        fc.integer({ min: 1, max: 6 }),
        (written, at, columns, height) => {
          const { rows, place } = rowsOf(written, boundaryFrom(written, at), columns, height);
          expect(rows.length).toBeGreaterThan(0);
          expect(rows.length).toBeLessThanOrEqual(height);
          for (const row of rows) expect(stringWidth(row)).toBeLessThanOrEqual(columns);
          expect(place.y).toBeLessThan(rows.length);
          expect(place.x).toBeLessThan(columns);
        },
      ),
    );
  });

  test('of a long text only the neighbourhood of the cursor is looked at', () => {
    const written = '1234567890'.repeat(100_000);
    const { rows, place } = rowsOf(written, 500_000, 80, 10);
    expect(rows.join('')).toContain('1234567890'.repeat(50));
    expect(place.y).toBeGreaterThan(2);
  });
});
