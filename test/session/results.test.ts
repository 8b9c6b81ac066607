import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Node } from '../../src/node.ts';
import { NO_RESULTS, resultAt, withResult } from '../../src/session/results.ts';

const nodes = Array.from({ length: 2500 }, (_, id) => ({ id }) as Node);
const somewhere = { start: 0, end: 2 };

test('of so many results the last thousand have their numbers, and 0 is the last', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: nodes.length }),
      fc.integer({ min: 1, max: nodes.length }),
      (count, index) => {
        const results = nodes.slice(0, count).reduce(withResult, NO_RESULTS);
        const at = () => resultAt(results, index, somewhere);
        if (index > count) expect(at).toThrow(/so far$/);
        else if (index <= count - 1000) expect(at).toThrow(/no longer kept$/);
        else expect(at()).toBe(nodes[index - 1]);
        expect(resultAt(results, 0, somewhere)).toBe(nodes[count - 1]);
      },
    ),
    { numRuns: 60 },
  );
});

test('where there is none, that is said of the operator that starts the line, or of the name', () => {
  expect(() => resultAt(NO_RESULTS, 0, { start: 0, end: 0 })).toThrow(expect.objectContaining({ code: 'PARSE' }));
  expect(() => resultAt(NO_RESULTS, 0, somewhere)).toThrow(expect.objectContaining({ code: 'NAME' }));
});
