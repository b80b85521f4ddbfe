// Help of the commands: wrapped to the width of the terminal, long options on a line of their own, examples at the end.

import type { Command, Help } from 'commander';

/** Columns of help that is piped or redirected, and the most that a line takes for a comfortable reading. */
const DEFAULT_COLUMNS = 80;
const MOST_COLUMNS = 100;
/** Room for the names of options; longer ones stand above their explanation. */
const TERM_COLUMNS = 24;
const GAP = '  ';

/** Call it before commands are added: they inherit it. */
export function setUpHelp(program: Command): void {
  program.configureHelp({ formatItem }).configureOutput({
    writeOut: (text) => {
      process.stdout.once('error', () => undefined); // a reader such as `head` may close the pipe
      process.stdout.write(text);
    },
    getOutHelpWidth: () => columnsOf(process.stdout),
    getErrHelpWidth: () => columnsOf(process.stderr),
  });
}

function columnsOf(stream: { readonly isTTY?: boolean; readonly columns?: number }): number {
  if (!stream.isTTY || !stream.columns) return DEFAULT_COLUMNS;
  return Math.max(40, Math.min(stream.columns, MOST_COLUMNS));
}

/** Line of an option, an argument or a command, with its explanation. */
function formatItem(term: string, termWidth: number, description: string, help: Help): string {
  const columns = help.helpWidth ?? DEFAULT_COLUMNS;
  const room = Math.min(termWidth, TERM_COLUMNS);
  const indent = `${GAP}${' '.repeat(room)}${GAP}`;
  const explained = wrapped(description, columns - indent.length).join(`\n${indent}`);
  if (description === '') return `${GAP}${term}`;
  return term.length > room
    ? `${GAP}${term}\n${indent}${explained}`
    : `${GAP}${term.padEnd(room)}${GAP}${explained}`;
}

/** Adds lines below the options: each is wrapped, and keeps the indent that it begins with. */
export function addHelpLines(command: Command, title: string, lines: readonly string[]): void {
  command.addHelpText('after', () => {
    const columns = columnsOf(process.stdout);
    const text = lines.flatMap((line) => {
      const indent = /^ */.exec(line)![0];
      return wrapped(line.trim(), columns - indent.length - 2 * GAP.length).map(
        (part, i) => `${indent}${i > 0 ? GAP : ''}${part}`,
      );
    });
    return `\n${title}\n${text.map((line) => `${GAP}${line}`).join('\n')}`;
  });
}

/** Examples are whole lines that a shell takes: what is too long ends in a backslash. */
export function addExamples(command: Command, examples: readonly string[]): void {
  const lines = examples.flatMap((example) => example.split('\n')).map((line) => `${GAP}${line}`);
  command.addHelpText('after', `\nExamples:\n${lines.join('\n')}`);
}

/** Lines of at most so many characters, broken between words; a longer word has a line of its own. */
export function wrapped(text: string, columns: number): readonly string[] {
  const lines: string[] = [];
  for (const word of text.split(/\s+/)) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= columns)
      lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
}
