import { findSetting } from '../settings.ts';
import type { Page } from './page.ts';

interface Topic extends Page {
  readonly name: string;
  readonly help: string;
}

/** The values of a setting, a line each, and what they mean. */
const listOf = (setting: string): string => {
  const choices = [...(findSetting(setting)?.choices ?? [])];
  const width = Math.max(...choices.map(([name]) => name.length));
  return choices.map(([name, help]) => `${name.padEnd(width)}  ${help}`).join('\n');
};

/** What `:help` explains beside functions, constants and commands. */
export const TOPICS: readonly Topic[] = [
  {
    name: '@',
    help: 'how one answer is to be written',
    text: '@ N [digits | places | bits]  @ tol T  @ base B  @ strategy NAME\n@ frac | sci | eng | repeat | cf | interval | hexfloat\nSeveral are joined by commas. They hold for their line; :set makes one stay.',
    example: [
      ['2/3 @ 5', '0.66667'],
      ['2/3 @ 8 places, interval', '[0.66666666, 0.66666667]'],
      ['2/3 @ 10 bits, base 2', '0.101010101'],
      ['pi @ tol 1e-4', '3.1416'],
    ],
  },
  {
    name: 'precision',
    help: 'digits, places, bits and tolerances',
    text: 'Digits count from the first that is not 0, places from the point; bits and tol bound the error. All are right, and the last is rounded correctly. Digits of a number that cannot be told from 0 stay undecided; places never do.',
    example: [
      ['1/700 @ 3 digits', '0.00143'],
      ['1/700 @ 3 places', '0.001'],
      ['pi @ 20 bits', '3.141593'],
      ['sqrt(2)*sqrt(3) - sqrt(6) @ 30 places', '0'],
    ],
  },
  {
    name: 'forms',
    help: 'fractions, intervals, exponents, continued fractions, other bases',
    text: `${listOf('form')}\nThe modes of :set round:\n${listOf('round')}`,
    example: [
      ['1.25 @ frac', '5/4'],
      ['1/12 @ repeat', '0.08(3)'],
      ['12345.678 @ eng', '12.345678e+3'],
      ['pi @ 4, cf', '[3; 7, 15, 1, …]'],
      ['10 @ base 2', '1010'],
    ],
  },
  {
    name: 'numbers',
    help: 'how numbers are written',
    text: 'Every literal is exact: 0.1 is 1/10. There are exponents, underscores, other bases and repeating decimals.',
    example: [
      ['0.1 + 0.2', '0.3'],
      ['1_000 * 2.5e-3', '2.5'],
      ['0.(142857) @ frac', '1/7'],
      ['0x1.8p3', '12'],
      ['base7:0.3 @ frac', '3/7'],
    ],
  },
  {
    name: 'results',
    help: 'ans, %1 and going on from the last answer',
    text: 'ans or _ is the last answer, %2 the second; a line that starts with * / or ^ goes on from ans. All are the numbers themselves, not their roundings.',
    example: [
      ['sqrt(2) @ 5', '1.4142'],
      ['ans^2', '2'],
      ['* 3', '6'],
      ['%1 @ 10', '1.414213562'],
    ],
  },
  {
    name: 'definitions',
    help: 'variables, functions, let',
    text: 'A name stands for the number, so it has as many digits as are asked for later.',
    example: [
      ['x = 1/3 + sqrt(2)', ''],
      ['f(t) = t^2 - 2', ''],
      ['f(x - 1/3)', '0'],
      ['let y = x - 1/3, g(t) = t^4 in g(y)', '4'],
    ],
  },
  {
    name: 'strategies',
    help: 'how the refiners of an expression are scheduled',
    text: `${listOf('strategy')}\npull, caps and auto send each refiner as far as the answer demands; the others let refiners run by themselves and stop them when the answer is known, which wastes steps. The digits are the same.`,
    example: [
      ['sqrt(2) + pi @ 30, strategy events', '4.55580621596288828726433210749'],
      ['sqrt(2) + pi @ 30, strategy caps', '4.55580621596288828726433210749'],
    ],
  },
];
