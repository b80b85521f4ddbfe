// `deepliif synthesise`: training rows with other shares of positive cells.

import { InvalidArgumentError, type Command } from 'commander';
import type { Layout } from '../protocol/dataCheck.js';
import { openDataset } from '../dataset/openDataset.js';
import { panelsNamed } from '../dataset/panels.js';
import type { BackendId } from '../protocol/backends.js';
import { openIhcGenerator } from '../synthesis/ihcGenerator.js';
import { synthesise } from '../synthesis/synthesise.js';
import { backendOption } from './backendOption.js';
import { layoutOption, panelsOption } from './dataCommand.js';
import { wholeNumber } from './numbers.js';
import { interruptible, openTerminal } from './terminal.js';

interface SynthesiseFlags {
  readonly data: string;
  readonly model: string;
  readonly negToPos: readonly number[];
  readonly out: string;
  readonly seed: number;
  readonly withOriginals?: true;
  readonly panels: readonly string[];
  readonly layout: Layout | 'auto';
  readonly backend?: BackendId;
  readonly json?: true;
}

export function addSynthesiseCommand(program: Command): void {
  program
    .command('synthesise')
    .summary('make training rows in which negative cells are positive')
    .description(
      'For each sample of <data>/train and each share: recolours so many of the negative cells of its segmentation, chosen at ' +
        'random, makes an IHC image of grey hematoxylin, DAPI and that segmentation by a generator, and writes a row to ' +
        '<out>/train with a JSON file beside it that says how it was made. Hematoxylin, DAPI and LAP2β stay real; in the marker ' +
        'panel, recoloured cells get the brightness of positive ones.',
    )
    .requiredOption('--data <dir>', 'data folder of DeepLIIF')
    .requiredOption(
      '--model <dir>',
      'a run of "deepliif train --model SDG" on synthesis rows, or a model folder',
    )
    .option(
      '--neg-to-pos <shares>',
      'shares of the negative cells to recolour, separated by commas; a row for each',
      shares,
      [0.5, 0.7, 0.9],
    )
    .requiredOption('--out <dir>', 'folder to make')
    .option('--seed <n>', 'seed of the random generator, which chooses the cells', wholeNumber(0), 0)
    .option(
      '--with-originals',
      'also write the true rows of train and val, so that <out> is a whole data set',
    )
    .addOption(panelsOption())
    .addOption(layoutOption())
    .addOption(backendOption())
    .option('--json', 'print one JSON document instead of text')
    .action((flags: SynthesiseFlags) => run(flags));
}

async function run(flags: SynthesiseFlags): Promise<void> {
  const terminal = openTerminal(flags.json === true);
  await interruptible(terminal, async (control) => {
    const dataset = await openDataset(flags.data, panelsNamed(flags.panels), flags.layout);
    const generator = await openIhcGenerator(flags.model, flags.backend);
    try {
      const options = { ...flags, withOriginals: flags.withOriginals === true };
      const made = await synthesise(dataset, generator, options, control);
      if (flags.json) {
        process.stdout.write(`${JSON.stringify({ schemaVersion: 1, ...made }, null, 1)}\n`);
        return;
      }
      for (const { file, recoloured, negativeBefore } of made.rows)
        terminal.note(`${file}: ${recoloured} of ${negativeBefore} negative cells recoloured`);
      for (const notice of made.notices) terminal.note(notice);
      terminal.note(`${made.rows.length} synthetic rows, ${made.originals} true ones\n  → ${made.dir}`);
    } finally {
      await generator.dispose();
    }
  });
}

/** "0.5,0.7" → shares above 0, at most 1, each once. */
function shares(text: string): readonly number[] {
  const numbers = text.split(',').map((word) => (word.trim() === '' ? NaN : Number(word)));
  if (numbers.some((share) => !(share > 0 && share <= 1)) || new Set(numbers).size < numbers.length)
    throw new InvalidArgumentError(
      `expected different numbers above 0, at most 1, separated by commas, got "${text}".`,
    );
  return numbers;
}
