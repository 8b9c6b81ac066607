import { describe, expect, test } from 'vitest';
import { chooseUi } from '../../src/cli/ui.ts';

const window = { columns: 80, rows: 24 };
const unable = [undefined, { columns: 0, rows: 0 }];

describe('the interface of a session', () => {
  test.each([
    ['auto', {}, window, 'ink'],
    ['auto', { CI: 'false', TERM: 'xterm' }, window, 'ink'],
    ['auto', { TERM: 'dumb' }, window, 'plain'],
    ['auto', { CI: '1' }, window, 'plain'],
    ['auto', { INK_SCREEN_READER: 'true' }, window, 'plain'],
    ['ink', { CI: '1', TERM: 'dumb' }, window, 'ink'],
    ['plain', {}, window, 'plain'],
  ] as const)('%s with %j and %j is %s', (choice, environment, size, expected) => {
    expect(chooseUi(choice, { environment, window: size })).toBe(expected);
  });

  test.each(unable)('is plain where there is no window (%j), and refuses to be drawn', (size) => {
    expect(chooseUi('auto', { environment: {}, window: size })).toBe('plain');
    expect(() => chooseUi('ink', { environment: {}, window: size })).toThrow(/needs a terminal/);
  });
});
