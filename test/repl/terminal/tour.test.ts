import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { inTerminal } from './sessions.ts';
import { recordTour } from './tour.ts';

const PAGE = fileURLToPath(new URL('../../../docs/tour.md', import.meta.url));

/** What differs from one recording to the next is left out: times, and how far a refiner has come at some moment. */
const steady = (page: string): string =>
  page
    .replaceAll(/[\d.]+ (?:ms|s)\b/g, 'TIME')
    .replaceAll(/ · about TIME left/g, '')
    .replaceAll(/^real> .*strategy \w+\n(?: {2}.*\n)+real>\n/gm, '')
    .replaceAll(/ · \d+ of \d+ steps? wasted/g, '')
    .replaceAll(/^ {2}(\S+) .*[█░].*$/gm, '  $1 WORK')
    .replaceAll(/\d+ steps?, \d+ wasted/g, 'STEPS')
    .replaceAll(/^ {2}so far: .*$/gm, '  so far: ENCLOSURE');

inTerminal('the tour', { timeout: 120_000 }, () => {
  test('shows what the session shows now (vitest -u records it anew)', async () => {
    const page = existsSync(PAGE) ? readFileSync(PAGE, 'utf8') : '';
    const fresh = await recordTour();
    await expect(steady(fresh) === steady(page) ? page : fresh).toMatchFileSnapshot(PAGE);
  });
});
