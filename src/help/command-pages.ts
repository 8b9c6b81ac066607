import type { Page } from './page.ts';

/** What `:help :name` says beyond the line that lists the command. */
export const COMMAND_PAGES: ReadonlyMap<string, Page> = new Map<string, Page>([
  [
    'help',
    {
      text: 'A name is that of a function, a constant, a command or a topic. Where a function and a command share one, write the command with its colon.',
      example: [[':help exp2', 'exp2(x): 2^x\n  exp2(10) = 1024']],
    },
  ],
  [
    'digits',
    {
      text: 'Holds until another precision is set, or default. An @ in a line overrides it there. See :help precision.',
      example: [
        [':digits 6', ''],
        ['pi', '3.14159'],
        ['pi @ 3', '3.14'],
        [':digits', '6 digits'],
        [':digits default', ''],
        [':digits', '20 digits, integers whole (default)'],
      ],
    },
  ],
  [
    'set',
    {
      text: 'The settings are those of the command line, without the dashes; default sets each of them back. The list is a file that can be loaded again.',
      example: [
        [':set base 16', ''],
        ['255', 'ff'],
        [':set base', '16'],
        [':set base default', ''],
        [':set round floor', ''],
        [':set form sci', ''],
        ['-2/3 @ 4', '-6.667e-1'],
      ],
    },
  ],
  [
    'strategy',
    {
      text: 'Digits are the same under each; time is not. See :help strategies, and :compare.',
      example: [
        [':strategy pull', ''],
        [':strategy', 'pull'],
        ['sqrt(2) + pi', '4.5558062159628882873'],
      ],
    },
  ],
  [
    'threads',
    {
      text: 'auto starts as many as there are processors once work is long enough; 0 starts none in a script.',
      example: [
        [':threads', 'auto'],
        [':threads 2', ''],
        [':threads', '2'],
      ],
    },
  ],
  [
    'more',
    {
      text: 'Goes on from what is known, so it costs what the further digits cost. After places, bits or a tolerance, the digits are further places.',
      example: [
        ['sqrt(2) @ 10', '1.414213562'],
        [':more 5', '1.41421356237310'],
        [':more 5', '1.4142135623730950488'],
        ['sqrt(2) @ tol 1e-3', '1.414'],
        [':more 5', '1.41421356'],
      ],
    },
  ],
  [
    'full',
    {
      text: 'In a session only the ends of a long answer are shown at first.',
      example: [
        ['2^80', '1208925819614629174706176'],
        [':full', '1208925819614629174706176'],
      ],
    },
  ],
  ['copy', { text: 'The terminal has to allow it (OSC 52).', example: [] }],
  [
    'save',
    {
      text: 'Writes one line: all of the digits. A file of that name is replaced; ~ is your home.',
      example: [
        ['sqrt(2) @ 30', '1.41421356237309504880168872421'],
        [':save root.txt', 'saved in root.txt'],
      ],
    },
  ],
  [
    'frac',
    {
      text: 'Needs a value that is proved rational.',
      example: [
        ['0.1 + 0.25', '0.35'],
        [':frac', '7/20'],
      ],
    },
  ],
  [
    'interval',
    {
      text: 'Both ends are rounded outward.',
      example: [
        ['pi @ 6', '3.14159'],
        [':interval', '[3.14159, 3.14160]'],
      ],
    },
  ],
  [
    'vars',
    {
      text: '',
      example: [
        ['r = sqrt(2)', ''],
        ['f(x, y) = x*y', ''],
        [':vars', 'r = sqrt(2)\nf(x, y) = x*y'],
      ],
    },
  ],
  [
    'why',
    {
      text: 'A divisor, the edge of a domain, a floor and a comparison all ask for a sign, which a rule or an enclosure decides.',
      example: [
        ['sqrt(2) > 1.414', 'true'],
        [':why', 'sqrt(2) - 1.414 > 0: enclosure, known to 2^-63', 'varies'],
      ],
    },
  ],
  [
    'refiners',
    {
      text: 'A row for each number, operands first: the significant bits that the answer demands of it, those that are reached, and those that its operands must have more than it has itself: what a cancellation costs.',
      example: [
        ['sqrt(10^100 + 1) - 10^50 @ 5', '5.0000e-51'],
        [
          ':refiners',
          `id   demanded  reached  lost  number
#21       366      426     0  sqrt(…)
#24        31       92   335  #21 + …
'sqrt(10^100 + 1) - 10^50' cancelled 335 bits`,
          'varies',
        ],
      ],
    },
  ],
  [
    'compare',
    {
      text: 'Each strategy starts from nothing, and if that is quick, several times: the least time counts. A time limit holds for each evaluation.',
      example: [
        ['sqrt(2) + pi @ 50', '4.5558062159628882872643321074892009627668412747521'],
        [
          ':compare',
          `sqrt(2) + pi
strategy    ms  steps  wasted  wasted ms  overshoot bits  threads
auto      0.16      4       0          0               6        0  ← fastest
lockstep  0.35      6       0          0             155        0
events    0.60      8       2       0.15             923        0
target    0.38      6       0          0               3        0
pull      0.30      4       0          0               6        0
rounds    0.33      6       0          0             155        0
caps      0.25      4       0          0               6        0
hybrid    0.34      6       0          0             155        0`,
          'varies',
        ],
      ],
    },
  ],
  [
    'time',
    {
      text: 'The parts add up to the time elapsed; the steps of refiners may overlap on several threads.',
      example: [
        [
          ':time exp(1) @ 30',
          `2.71828182845904523536028747135
elapsed    1.4 ms  under auto
building   0.0 ms  the graph of the expression
resolving  0.1 ms  simplifying, deciding signs and domains
refining   0.9 ms  2 steps of refiners, busy for 0.2 ms, wasted 0.0 ms
writing    0.4 ms  the digits`,
          'varies',
        ],
      ],
    },
  ],
  [
    'load',
    {
      text: 'One statement a line. The file may load others, by names that count from the folder you are in.',
      example: [
        ['sqrt(2)', '1.4142135623730950488'],
        [':save two.txt', 'saved in two.txt'],
        [':load two.txt', '1.4142135623730950488'],
        ['%1 == %2', 'false'],
      ],
    },
  ],
  [
    'history',
    {
      text: 'A number such as %2 can be used in an expression.',
      example: [
        ['x = 3', ''],
        ['x^2', '9'],
        [':history', '    x = 3\n%1  x^2'],
      ],
    },
  ],
  [
    'reset',
    {
      text: 'Settings stay. :full, :copy and the others have no last answer then.',
      example: [
        ['x = 2', ''],
        [':reset', ''],
        [':vars', 'nothing is defined yet'],
      ],
    },
  ],
]);
