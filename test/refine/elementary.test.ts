import { afterEach, expect, test } from 'vitest';
import { forgetConstants } from '../../src/kernel/cache.ts';
import type { Node } from '../../src/node.ts';
import * as ball from '../../src/number/ball.ts';
import { setCheckpoint } from '../../src/number/checkpoint.ts';
import { cos, sin } from '../../src/refine/elementary.ts';

afterEach(() => setCheckpoint(() => {}));

test('the cosine beside a sine costs nothing, until all is forgotten', () => {
  const node: Node = { id: 1, op: 'sin', args: [] };
  const x = ball.exact(5n, -3);
  let passed = 0;
  setCheckpoint(() => {
    passed += 1;
  });
  const passedIn = (work: () => unknown): number => {
    passed = 0;
    work();
    return passed;
  };
  expect(passedIn(() => sin.enclose(node, [x], 5000))).toBeGreaterThan(0);
  expect(passedIn(() => cos.enclose(node, [x], 5000))).toBe(0);
  forgetConstants();
  expect(passedIn(() => cos.enclose(node, [x], 5000))).toBeGreaterThan(0);
});
