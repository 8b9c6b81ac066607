import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { BC, DECIMAL, type Dialect, INFIX, MPMATH } from './expressions.ts';
import type { Command } from './measure.ts';

/** A calculator, started once for each expression. */
export interface Calculator {
  readonly name: string;
  readonly dialect: Dialect;
  /** Prints the expression to so many digits. */
  readonly print: (expression: string, digits: number) => Command;
  /** What it does when it computes nothing: the net time is less this. */
  readonly idle: Command;
}

const real = process.argv[1] ?? '';

export const OURS: Calculator = {
  name: 'real',
  dialect: INFIX,
  print: (expression, digits) => ({ argv: [process.execPath, real, `${expression} @ ${digits} digits`] }),
  idle: { argv: [process.execPath, '-e', '0'] },
};

/** A peer whose idle run prints 1. */
const peer = (name: string, dialect: Dialect, print: Calculator['print']): Calculator => ({
  name,
  dialect,
  print,
  idle: print(dialect.integer(1), 1),
});

// Long sums are for standard input: an argument holds 128 kB at most.
const gp = peer('gp', { ...INFIX, ln: (x) => `log(${x})`, pi: 'Pi' }, (expression, digits) => ({
  argv: ['gp', '-fq', '--default', 'parisizemax=2G'],
  input: `default(realprecision,${digits});print(${expression})\n`,
}));

const qalc = peer('qalc', INFIX, (expression, digits) => ({
  argv: ['qalc', '-t', '-set', `precision ${digits}`, expression],
}));

const bc = peer('bc', BC, (expression, digits) => ({
  argv: ['env', 'BC_LINE_LENGTH=0', 'bc', '-lq'],
  input: `scale=${digits}\n${expression}\n`,
}));

const spigot = peer('spigot', { ...INFIX, ln: (x) => `log(${x})` }, (expression, digits) => ({
  argv: ['spigot', '-d', String(digits), expression],
}));

const calc = peer('calc', { ...INFIX, pi: 'pi()' }, (expression, digits) => ({
  argv: ['calc', '-p', '-d'],
  input: `c=config("display",${digits});c=config("tilde",0);c=epsilon(1e-${digits});print ${expression};\n`,
}));

const mpmath = (python: string): Calculator =>
  peer('mpmath', MPMATH, (expression, digits) => ({
    argv: [python],
    input: `import sys\nfrom mpmath import *\nsys.setrecursionlimit(10**6)\nmp.dps=${digits}\nprint(nstr(mpf(${expression}),${digits},min_fixed=-inf,max_fixed=inf))\n`,
  }));

const decimal = (file: string): Calculator =>
  peer('decimal.js', DECIMAL, (expression, digits) => ({
    argv: [
      process.execPath,
      '-p',
      `const D=require(${JSON.stringify(file)});D.set({precision:${digits},toExpPos:1e6});${expression}.toFixed()`,
    ],
  }));

/** Those that are installed here. */
export const installedPeers = (): readonly Calculator[] => {
  const python = ['python3', '/usr/bin/python3'].find((name) => succeeds(name, ['-c', 'import mpmath, gmpy2']));
  const programs = [gp, qalc, bc, spigot, calc].filter(({ idle }) => answersOne(idle));
  return [...programs, ...(python === undefined ? [] : [mpmath(python)]), ...decimalPeer()];
};

/** decimal.js as a whole program; the copy in our bundle cannot be started on its own. */
const decimalPeer = (): Calculator[] => {
  try {
    return [decimal(createRequire(real).resolve('decimal.js'))];
  } catch {
    return [];
  }
};

const succeeds = (program: string, args: readonly string[]): boolean => spawnSync(program, args).status === 0;

const answersOne = ({ argv: [program = '', ...args], input = '' }: Command): boolean =>
  spawnSync(program, args, { input, encoding: 'utf8' }).stdout?.trim() === '1';
