import fc from 'fast-check';
import { expect, test } from 'vitest';
import { abridge } from '../../src/cli/abridge.ts';

test('a long value is its ends and says how much is between them, a shorter one is itself', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 5000 }), (length) => {
      const value = Array.from({ length }, (_, index) => index % 10).join('');
      const { text, offer } = abridge(value);
      if (length <= 2000) expect({ text, offer }).toEqual({ text: value, offer: undefined });
      else {
        const [head = '', tail = ''] = text.split(' … ');
        expect(value.startsWith(head) && value.endsWith(tail)).toBe(true);
        const hidden = String(length - head.length - tail.length).replace(/(?=\d{3}$)/, ',');
        expect(offer).toMatch(new RegExp(`^${hidden} of \\d,\\d{3} characters are not shown`));
      }
    }),
  );
});
