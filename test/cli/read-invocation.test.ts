import { describe, expect, test } from 'vitest';
import { helpText } from '../../src/cli/flags.ts';
import { cliOptions, namesOf } from '../../src/cli/options.ts';
import { readInvocation } from '../../src/cli/read-invocation.ts';

describe('sources', () => {
  test('keep the order of the command line; words come last, as one expression', async () => {
    expect(
      (await readInvocation(['1', '-e', 'a=1', '-f', 'x.real', '-e', 'b=2', '+', '2', '-f', '-'])).sources,
    ).toEqual([
      { kind: 'expression', name: '<-e 1>', text: 'a=1' },
      { kind: 'file', path: 'x.real' },
      { kind: 'expression', name: '<-e 2>', text: 'b=2' },
      { kind: 'stdin' },
      { kind: 'expression', name: '<arg>', text: '1 + 2' },
    ]);
  });
});

describe('settings', () => {
  test('of several precisions the last holds', async () => {
    expect((await readInvocation(['-d', '5', '--places', '3'])).settings).toEqual({
      precision: { kind: 'places', count: 3 },
    });
    expect((await readInvocation(['--places', '3', '-d5'])).settings).toEqual({
      precision: { kind: 'digits', count: 5 },
    });
  });

  test('only what was given is set', async () => {
    expect((await readInvocation(['pi'])).settings).toEqual({});
    expect((await readInvocation(['--no-cache', '--timeout', '5s', '--threads', '2'])).settings).toEqual({
      cache: false,
      timeout: 5000,
      threads: 2,
    });
  });
});

describe('usage errors', () => {
  test.each([
    { argv: ['--digts', '3'], message: /unknown option '--digts'.*--digits/ },
    { argv: ['--places'], message: /--places.*missing/ },
    { argv: ['-d', '0'], message: /^--digits: expected a whole number from 1 .*found '0'/ },
    { argv: ['--round', 'up-ish'], message: /^--round: expected one of nearest, down/ },
    { argv: ['--color', 'blue'], message: /auto, always, never/ },
    { argv: ['--strategy', 'nope'], message: /^--strategy: expected one of auto/ },
  ])('$argv', async ({ argv, message }) => {
    await expect(readInvocation(argv)).rejects.toThrow(
      expect.objectContaining({ code: 'USAGE', message: expect.stringMatching(message) }),
    );
  });

  test('take one line', async () => {
    await expect(readInvocation(['--digts'])).rejects.toThrow(/^[^\n]*$/);
  });
});

describe('help', () => {
  test('names every option, and no line is wider than the terminal', () => {
    const help = helpText(100);
    for (const option of cliOptions()) {
      for (const name of namesOf(option)) expect(new RegExp(`${name}[ ,]`).test(help)).toBe(true);
    }
    for (const line of help.split('\n')) expect(line.length).toBeLessThanOrEqual(100);
  });
});
