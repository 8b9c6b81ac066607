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
    .replaceAll(/ · (?:about TIME left|[a-z ]+ for TIME)/g, '')
    .replaceAll(/^real> .*strategy \w+\n(?: {2}.*\n)+real>\n/gm, '')
    .replaceAll(/^#\d+ +\d+ +\d+ +/gm, '#N ')
    .replaceAll(/ · \d+ of \d+ steps? wasted/g, '')
    .replaceAll(/^ {2}(\S+) .*[█▒░].*$/gm, '  $1 WORK')
    .replaceAll(/\d+ steps?, \d+ wasted/g, 'STEPS')
    .replaceAll(/^ {2}so far: .*$/gm, '  so far: ENCLOSURE');

/** How many steps the page says were wasted under a strategy. */
const wasteOf = (page: string, strategy: string): number =>
  Number(new RegExp(`200,000 digits · .* · ${strategy} · (\\d+) of \\d+ steps? wasted`).exec(page)?.[1] ?? Number.NaN);

inTerminal('the tour', { timeout: 120_000 }, () => {
  test('shows what the session shows now (vitest -u records it anew)', async () => {
    const page = existsSync(PAGE) ? readFileSync(PAGE, 'utf8') : '';
    const fresh = await recordTour();
    // That it shows what it is there to show.
    expect(wasteOf(fresh, 'events')).toBeGreaterThan(0);
    expect(wasteOf(fresh, 'auto')).toBe(0);
    expect(fresh).toMatch(/^ {2}root#2 .* █+\+{5,} /m);
    await expect(steady(fresh) === steady(page) ? page : fresh).toMatchFileSnapshot(PAGE);
  });
});
