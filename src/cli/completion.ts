import { UsageError } from '../errors.ts';
import { type CliOption, cliOptions, namesOf, takesValue } from './options.ts';

/** The script that teaches a shell to complete `real`; made from the table of options. */
export const completionScript = (args: readonly string[]): string => {
  const [shell = ''] = args;
  const write = SCRIPTS.get(shell);
  if (write === undefined || args.length !== 1) {
    throw new UsageError(`expected one of ${[...SCRIPTS.keys()].join(', ')} after completion`);
  }
  return write(cliOptions());
};

const FILE_OPTION = '-f';

const allNames = (options: readonly CliOption[]): string => options.flatMap(namesOf).join(' ');

const bash = (options: readonly CliOption[]): string => {
  const cases = options.flatMap((option) => {
    const pattern = namesOf(option).join('|');
    if (option.choices !== undefined && takesValue(option))
      return [`    ${pattern}) COMPREPLY=($(compgen -W '${option.choices.join(' ')}' -- "$word")); return ;;`];
    if (pattern === FILE_OPTION)
      return [
        `    ${pattern}) compopt -o filenames 2>/dev/null; local IFS=$'\\n'; COMPREPLY=($(compgen -f -- "$word")); return ;;`,
      ];
    return takesValue(option) ? [`    ${pattern}) return ;;`] : [];
  });
  return `_real() {
  local word="\${COMP_WORDS[COMP_CWORD]}" before="\${COMP_WORDS[COMP_CWORD-1]}"
  COMPREPLY=()
  # In --form=cf the sign is a word of its own.
  if [[ $word == = ]]; then word=; elif [[ $before == = ]]; then before="\${COMP_WORDS[COMP_CWORD-2]}"; fi
  case "$before" in
${cases.join('\n')}
    completion) COMPREPLY=($(compgen -W '${[...SCRIPTS.keys()].join(' ')}' -- "$word")); return ;;
  esac
  if [[ $word == -* ]]; then
    COMPREPLY=($(compgen -W '${allNames(options)}' -- "$word"))
  elif [[ $COMP_CWORD == 1 ]]; then
    COMPREPLY=($(compgen -W 'bench completion' -- "$word"))
  fi
}
complete -F _real real
`;
};

/** Quotes for the inside of a single-quoted zsh spec, where brackets and colons have a meaning. */
const zshText = (text: string): string => text.replace(/[[\]:\\]/g, '\\$&').replaceAll("'", "'\\''");

const zsh = (options: readonly CliOption[]): string => {
  const specs = options.map((option) => {
    const names = namesOf(option);
    // The value may also follow without a blank: -d50, --form=cf.
    const taking = takesValue(option) ? names.map((name) => `${name}${name.startsWith('--') ? '=' : '+'}`) : names;
    const exclusive = names.length > 1 ? `'(${names.join(' ')})'{${taking.join(',')}}` : `'*${taking[0]}'`;
    const value = !takesValue(option)
      ? ''
      : names[0] === FILE_OPTION
        ? ':file:_files'
        : `:value:${option.choices === undefined ? '' : `(${option.choices.join(' ')})`}`;
    return `    ${exclusive}'[${zshText(option.help)}]${value}'`;
  });
  return `#compdef real
_real() {
  if (( CURRENT == 3 )) && [[ $words[2] == completion ]]; then
    compadd ${[...SCRIPTS.keys()].join(' ')}
    return
  fi
  _arguments \\
${specs.join(' \\\n')} \\
    '1:command:(bench completion)'
}
if [[ $funcstack[1] == _real ]]; then _real "$@"; else compdef _real real; fi
`;
};

const fishText = (text: string): string => `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;

const fish = (options: readonly CliOption[]): string => {
  const lines = options.map((option) => {
    const names = namesOf(option).map((name) =>
      name.startsWith('--') ? `-l ${name.slice(2)}` : `-s ${name.slice(1)}`,
    );
    const value = !takesValue(option)
      ? ''
      : namesOf(option)[0] === FILE_OPTION
        ? ' -r -F'
        : ` -x${option.choices === undefined ? '' : ` -a ${fishText(option.choices.join(' '))}`}`;
    return `complete -c real ${names.join(' ')}${value} -d ${fishText(option.help)}`;
  });
  return `complete -c real -f
complete -c real -n __fish_is_first_arg -a 'bench completion'
complete -c real -n '__fish_seen_subcommand_from completion' -a '${[...SCRIPTS.keys()].join(' ')}'
${lines.join('\n')}
`;
};

const SCRIPTS: ReadonlyMap<string, (options: readonly CliOption[]) => string> = new Map([
  ['bash', bash],
  ['zsh', zsh],
  ['fish', fish],
]);
