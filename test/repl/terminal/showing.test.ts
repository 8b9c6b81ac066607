import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { answerTo, CTRL_C, home, inTerminal, leave, open, promptIs, REAL } from './sessions.ts';

inTerminal('what is shown', { timeout: 60_000 }, () => {
  test('fifty pasted lines run in order, and what follows the last stays to be edited', async () => {
    const terminal = await open();
    const numbers = Array.from({ length: 50 }, (_, index) => index + 1);
    terminal.type(`\x1b[200~${numbers.map((each) => `${each}*1000`).join('\r')}\rsqrt(\x1b[201~`);
    await terminal.until('rest', () => promptIs(terminal, 'sqrt(') && terminal.screen.lines().includes('50000'));
    const answers = terminal.screen.lines().filter((line) => /^\d+$/.test(line));
    expect(answers).toEqual(numbers.map((each) => `${each}000`));
    expect((await answerTo(terminal, '9)'))[1]).toBe('3');
    await leave(terminal);
  });

  test('a hundred good and bad lines come to what they come to in a pipe', async () => {
    const lines = Array.from({ length: 10 }, (_, i) => [
      `x${i} = sqrt(${i}) + 1`,
      `x${i}^2 @ ${30 + i} digits`,
      `${i}+*2`,
      `(${i} + 1)/(${i} - 5)`,
      `ans - ${i} # note`,
      `sine(${i})`,
      `ln(${i} - 3) @ 5 places`,
      `:set digits ${20 + i}`,
      `sqrt(2)^2 == ${i}`,
      `pi @ 10, base ${i}`,
    ]).flat();
    const piped = spawnSync('sh', ['-c', `exec "${process.execPath}" "${REAL}" --quiet 2>&1`], {
      input: `${lines.join('\n')}\n`,
      encoding: 'utf8',
      env: { PATH: process.env.PATH, HOME: home },
    });
    const terminal = await open(['--quiet']);
    for (const line of lines.slice(0, 50)) await answerTo(terminal, line);
    terminal.type(`\x1b[200~${lines.slice(50).join('\r')}\r1\x1b[201~`);
    const expected = piped.stdout.trimEnd().split('\n');
    const shown = (): string[] => terminal.screen.lines().filter((line) => !line.startsWith('real> '));
    await terminal.until('all answers', () => promptIs(terminal, '1') && shown().length >= expected.length);
    expect(shown()).toEqual(expected);
    expect(expected.length).toBeGreaterThan(100);
    terminal.type(CTRL_C);
    await terminal.until('empty line', () => promptIs(terminal, ''));
    await leave(terminal);
  });

  test('ten thousand digits are on the screen as they were asked for', async () => {
    const terminal = await open();
    const [, abridged = '', note, offer] = await answerTo(terminal, '1/7 @ 10000');
    expect(abridged).toMatch(/^0\.(142857)+1? … \d{160}$/);
    expect(note).toMatch(/^≈ nearest · 10,000 digits/);
    expect(offer).toMatch(/^9,042 of 10,002 characters are not shown · :full · :copy · :save FILE$/);
    const whole = `0.${'142857'.repeat(1666)}1429`;
    const [, full = ''] = await answerTo(terminal, ':full');
    expect(full).toBe(whole);
    await answerTo(terminal, ':copy');
    expect(terminal.screen.clipboard).toEqual([full]);
    const saved = join(home, 'saved.txt');
    await answerTo(terminal, `:save ${saved}`);
    expect(readFileSync(saved, 'utf8')).toBe(`${full}\n`);
    await leave(terminal);
  });

  test('a window that changes leaves one prompt, and loses nothing above it', async () => {
    const terminal = await open();
    await answerTo(terminal, 'pi @ 200');
    const typed = '1234567890+'.repeat(6);
    terminal.type(typed);
    await terminal.until('typed line', () => promptIs(terminal, typed));
    const before = terminal.screen.lines();
    for (const [columns, rows] of [
      [40, 24],
      [120, 30],
      [30, 10],
      [80, 24],
    ] as const) {
      await terminal.resize(columns, rows);
      // The live rows are broken by us, so that they are read as one line only where they fit.
      const live = Array.from({ length: Math.ceil((typed.length + 6) / columns) }, (_, index) =>
        `real> ${typed}`.slice(index * columns, (index + 1) * columns),
      );
      await terminal.until(
        `prompt at ${columns}`,
        () => terminal.screen.lines().slice(-live.length).join() === live.join(),
      );
      expect(terminal.screen.lines().slice(0, -live.length)).toEqual(before.slice(0, -1));
    }
    terminal.type(CTRL_C);
    await terminal.until('empty line', () => promptIs(terminal, ''));
    await leave(terminal);
  });

  test(':clear leaves the prompt alone on the screen', async () => {
    const terminal = await open();
    await answerTo(terminal, '1+1');
    terminal.type(':clear\r');
    await terminal.until(
      'clear screen',
      () => terminal.screen.rows()[0] === 'real>' && terminal.screen.cursor().y === 0,
    );
    await leave(terminal);
  });
});
