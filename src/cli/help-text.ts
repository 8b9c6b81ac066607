export const USAGE = `real [options] [EXPR …]     several words are one expression
       real -e EXPR [-e EXPR …]    several lines in one scope
       real -f FILE | … | real     a script, one statement a line
       real                        a session, when stdin is a terminal
       real completion bash|zsh|fish

An exact-real calculator: every digit that it prints is proved.`;

export const EXAMPLES = `Examples:
  real '1/3 + sqrt(2) @ 500 digits'
  real -d50 'exp(pi*sqrt(163))'
  real --form cf -d 12 pi
  printf 'r = sqrt(2)\\nr^2 - 2\\n' | real --json

A word that starts with one dash and is no option, such as -1/3, is an expression.
Start-up file: $XDG_CONFIG_HOME/real/startup.real. Environment: REAL_DIGITS, REAL_TIMEOUT and so on
for every option of precision, form and evaluation that takes a value. Options win over both.
Exit status: 0 all answered, 1 undefined, 2 syntax or name, 3 undecided or a limit,
4 input/output or internal, 64 usage; a batch goes on and ends with the largest.
`;
