// Arguments quoted for a shell: POSIX shells (sh, bash, zsh) and PowerShell. A quoted argument is taken as it is, whatever
// is in it.

export type Shell = 'posix' | 'powershell';

/** Letters that mean nothing to either shell. */
const PLAIN: Readonly<Record<Shell, RegExp>> = {
  posix: /^[\w+:./][\w+:./=-]*$|^--?[\w-]+$/,
  powershell: /^[\w:./\\][\w:./\\-]*$|^--?[\w-]+$/,
};

const END_OF_LINE: Readonly<Record<Shell, string>> = { posix: ' \\\n  ', powershell: ' `\n  ' };
const MOST_LETTERS = 80;

export function shellQuoted(argument: string, shell: Shell): string {
  if (PLAIN[shell].test(argument)) return argument;
  const escaped =
    shell === 'posix' ? argument.replaceAll("'", `'\\''`) : argument.replace(/['‘’‚‛]/g, '$&$&');
  return `'${escaped}'`;
}

/** A command of one line, or of a line for each option if it is long. `parts`: words that stay together. */
export function commandText(parts: readonly (readonly string[])[], shell: Shell): string {
  const words = parts.map((part) => part.map((word) => shellQuoted(word, shell)).join(' '));
  const line = words.join(' ');
  return line.length <= MOST_LETTERS ? line : words.join(END_OF_LINE[shell]);
}
