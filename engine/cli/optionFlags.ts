// The flags of a command from a table of options. A flag's text becomes the value that JSON would have, and is checked
// as that. Flags have no defaults of their own: absent ones are left to a configuration file, then to the table.

import { InvalidArgumentError, Option, type Command } from 'commander';
import { asError } from '../protocol/errors.js';
import { flagOf, type OptionGroup, type OptionSpec, type OptionTable } from '../options/optionKinds.js';
import { optionShape } from '../options/optionValues.js';

const HEADINGS: Readonly<Record<OptionGroup, string>> = {
  run: 'Run:',
  data: 'Data:',
  networks: 'Networks:',
  objective: 'Objective:',
  optimisation: 'Optimisation:',
};

/** Letters of a value's place in help. */
const LONGEST_CHOICES = 45;

export function addOptionFlags(command: Command, table: OptionTable): void {
  for (const [key, spec] of Object.entries(table)) {
    const flag = flagOf(key);
    const help = `${spec.description}${choicesText(spec)}${defaultText(spec)}`;
    const heading = HEADINGS[spec.group];
    if (spec.kind === 'flag') {
      // Both forms, so that a flag can overrule a file; help shows the one that changes something.
      const [yes, no] = [new Option(flag, help), new Option(flag.replace('--', '--no-'), `do not ${help}`)];
      command.addOption(yes.helpGroup(heading).hideHelp(spec.default === true));
      command.addOption(no.helpGroup(heading).hideHelp(spec.default !== true));
    } else {
      const option = new Option(`${flag} <${placeholder(spec)}>`, help);
      command.addOption(option.helpGroup(heading).argParser((text) => parsed(spec, text)));
    }
  }
}

/** The table's options among everything that commander read. */
export function givenOptions(
  table: OptionTable,
  flags: Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(flags).filter(([key]) => Object.hasOwn(table, key)));
}

function parsed(spec: OptionSpec, text: string): unknown {
  try {
    return optionShape(spec)(asJson(spec, text), '');
  } catch (error) {
    throw new InvalidArgumentError(asError(error).message.replace(/^(\[\d+\])?: /, ''));
  }
}

/** The value that JSON would have; a text that is no number stays one, for the message. */
function asJson(spec: OptionSpec, text: string): unknown {
  const toNumber = (word: string) => (word.trim() === '' || Number.isNaN(Number(word)) ? word : Number(word));
  const words = () => text.split(',').filter((word) => word !== '');
  switch (spec.kind) {
    case 'whole':
    case 'number':
      return toNumber(text);
    case 'numbers':
      return words().map(toNumber);
    case 'words':
      return words();
    default:
      return text;
  }
}

function placeholder(spec: OptionSpec): string {
  switch (spec.kind) {
    case 'choice':
      return joined(spec.choices);
    case 'whole':
      return 'n';
    case 'words':
      return 'names';
    default:
      return spec.kind;
  }
}

/** Choices in the place of the value; many are listed in the description. */
function joined(choices: readonly string[]): string {
  const all = choices.join('|');
  return all.length > LONGEST_CHOICES ? 'choice' : all;
}

function choicesText(spec: OptionSpec): string {
  return spec.kind === 'choice' && joined(spec.choices) === 'choice' ? `: ${spec.choices.join(', ')}` : '';
}

function defaultText(spec: OptionSpec): string {
  if (spec.kind === 'flag') return '';
  if (spec.default === undefined) return spec.absent === undefined ? '' : ` (default: ${spec.absent})`;
  const text = typeof spec.default === 'object' ? spec.default.join(',') : spec.default;
  return ` (default: ${text === '' ? 'none' : text})`;
}
