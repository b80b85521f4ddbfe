// `deepliif data …`: checks training data, and makes rows of separate files.

import { Option, type Command } from 'commander';
import { checkFolder } from '../dataset/checkFolder.js';
import { LARGEST_SIDE_PX } from '../dataset/dataOptions.js';
import type { Layout } from '../protocol/dataCheck.js';
import { LAYOUTS, openDataset } from '../dataset/openDataset.js';
import { DEEPLIIF_PANELS, panelsNamed } from '../dataset/panels.js';
import { prepareDataset, type Prepared } from '../dataset/prepareDataset.js';
import { renderRows } from '../synthesis/renderRows.js';
import { writeSynthesisRows } from '../synthesis/synthesisRows.js';
import { dataReportText } from './dataReport.js';
import { EXIT_TEST_FAILED } from './exitCodes.js';
import { parseShare, positiveNumber, wholeNumber } from './numbers.js';
import { interruptible, openTerminal, type Terminal } from './terminal.js';

interface CheckFlags {
  readonly panels?: readonly string[];
  readonly inputs: number;
  readonly layout: Layout | 'auto';
  readonly maxShift?: number;
  readonly json?: true;
}

interface PrepareFlags {
  readonly input: string;
  readonly out: string;
  readonly panels: readonly string[];
  readonly size: number;
  readonly validationRatio: number;
  readonly seed: number;
  readonly json?: true;
}

export function addDataCommand(program: Command): void {
  const data = program.command('data').summary('check and prepare training data');
  addCheck(data);
  addPrepare(data);
  addSynthesisRows(data);
  addRender(data);
}

/** @param absent effect of leaving the option out; default: the panels of DeepLIIF */
export const panelsOption = (absent?: string) => {
  const text = 'names of the tiles of a sample, in their order';
  const option = new Option('--panels <names>', absent === undefined ? text : `${text} (default: ${absent})`);
  option.argParser((list: string) => list.split(',').filter((word) => word !== ''));
  return absent === undefined ? option.default(DEEPLIIF_PANELS, DEEPLIIF_PANELS.join(',')) : option;
};

export const layoutOption = () =>
  new Option('--layout <l>', 'layout of the files').choices(['auto', ...LAYOUTS]).default('auto');

function addCheck(data: Command): void {
  data
    .command('check')
    .summary('check training data')
    .description(
      'Checks every sample of <folder>/train and <folder>/val: sizes, positive and negative cells, panels that are blank, ' +
        'show other cells than the input or are shifted against it, duplicate samples, samples in both splits, colours of ' +
        'segmentations. The exit code is 10 if there are problems.',
    )
    .argument(
      '<folder>',
      'folder that holds the folders "train" and, if there is one, "val"; or the folder "train" itself, or one with a ' +
        'folder of images for each panel',
    )
    .addOption(panelsOption('those that are recognised'))
    .option('--inputs <n>', 'number of panels, from the first, that are inputs', wholeNumber(1, 100), 1)
    .addOption(layoutOption())
    .option(
      '--max-shift <px>',
      'largest shift of a panel against the input (default: 1/100 of its side)',
      positiveNumber,
    )
    .option('--json', 'print one JSON document instead of text')
    .action((folder: string, flags: CheckFlags) => check(folder, flags));
}

async function check(folder: string, flags: CheckFlags): Promise<void> {
  const terminal = openTerminal(flags.json === true);
  await interruptible(terminal, async (control) => {
    const { panels, inputs, layout, maxShift: maxShiftPx } = flags;
    const { report } = await checkFolder({ folder, panels, inputs, layout, maxShiftPx }, control);
    terminal.end();
    if (report.findings.some(({ weight }) => weight === 'problem')) process.exitCode = EXIT_TEST_FAILED;
    process.stdout.write(
      flags.json
        ? `${JSON.stringify({ schemaVersion: 1, ...report }, null, 1)}\n`
        : `${dataReportText(report)}\n`,
    );
  });
}

function addPrepare(data: Command): void {
  data
    .command('prepare')
    .summary('make rows of tiles from separate files')
    .description(
      'Reads images whose names differ by the panel (a_IHC.png, a_Hematoxylin.png, a_DAPI.png, a_Lap2.png, a_Marker.png, ' +
        'a_Seg.png), or that lie in a folder for each panel, resizes them, puts those of a sample side by side, and writes ' +
        '<out>/train, <out>/val and provenance.json. An existing folder is never written to.',
    )
    .requiredOption('--input <dir>', 'folder of the separate files')
    .requiredOption('--out <dir>', 'folder to make')
    .addOption(panelsOption())
    .option('--size <px>', 'side of the tiles', wholeNumber(1, LARGEST_SIDE_PX), 512)
    .option('--validation-ratio <share>', 'share of the samples that go to val', parseShare, 0.2)
    .option('--seed <n>', 'seed of the choice of samples for val', wholeNumber(0), 0)
    .option('--json', 'print one JSON document instead of text')
    .action((flags: PrepareFlags) => prepare(flags));
}

async function prepare(flags: PrepareFlags): Promise<void> {
  const terminal = openTerminal(flags.json === true);
  await interruptible(terminal, async (control) => {
    tellPrepared(terminal, flags, await prepareDataset({ ...flags, sizePx: flags.size }, control));
  });
}

interface SynthesisRowsFlags {
  readonly data: string;
  readonly out: string;
  readonly panels: readonly string[];
  readonly layout: Layout | 'auto';
  readonly json?: true;
}

function addSynthesisRows(data: Command): void {
  data
    .command('synthesis-rows')
    .summary('make the rows on which a generator of synthetic IHC images is trained')
    .description(
      'Each row: grey hematoxylin, DAPI, segmentation, and the IHC image that is to be made of them. Train on the ' +
        'result, then use the run with "deepliif synthesise".',
    )
    .requiredOption('--data <dir>', 'training data of DeepLIIF')
    .requiredOption('--out <dir>', 'folder to make')
    .addOption(panelsOption())
    .addOption(layoutOption())
    .option('--json', 'print one JSON document instead of text')
    .action(async (flags: SynthesisRowsFlags) => {
      const terminal = openTerminal(flags.json === true);
      await interruptible(terminal, async (control) => {
        const dataset = await openDataset(flags.data, panelsNamed(flags.panels), flags.layout);
        tellPrepared(terminal, flags, await writeSynthesisRows(dataset, flags.out, control));
      });
    });
}

function tellPrepared(terminal: Terminal, { json }: { readonly json?: true }, made: Prepared): void {
  if (json) process.stdout.write(`${JSON.stringify({ schemaVersion: 1, ...made })}\n`);
  else terminal.note(`${made.counts.train} rows in train, ${made.counts.val} in val\n  → ${made.dir}`);
}

interface RenderFlags {
  readonly images: readonly string[];
  readonly labels: readonly string[];
  readonly out: string;
  readonly count: number;
  readonly size: number;
  readonly seed: number;
  readonly validationRatio: number;
  readonly json?: true;
}

function addRender(data: Command): void {
  data
    .command('render')
    .summary('render synthetic IHC from labelled nuclei')
    .description(
      'Renders training rows (IHC, hematoxylin, DAPI, LAP2β, marker, segmentation) from pictures with a number for each ' +
        'nucleus, of fluorescence or bright field. Shapes, chromatin and neighbourhoods are real; stains, positive nuclei, ' +
        'tissue, disturbances and camera are drawn from the seed (docs/rendering.md).',
    )
    .requiredOption('--images <dir...>', 'folders of pictures')
    .requiredOption('--labels <dir...>', 'folders of their labels: grey pictures of the same names')
    .requiredOption('--out <dir>', 'folder to make')
    .requiredOption('--count <n>', 'number of rows', wholeNumber(1, 1_000_000))
    .option('--size <px>', 'side of the tiles', wholeNumber(64, LARGEST_SIDE_PX), 512)
    .option('--seed <n>', 'seed of the first row; the next ones follow', wholeNumber(0), 0)
    .option('--validation-ratio <share>', 'share of the rows that goes to val', parseShare, 0.1)
    .option('--json', 'print one JSON document instead of text')
    .action((flags: RenderFlags) => render(flags));
}

async function render(flags: RenderFlags): Promise<void> {
  const terminal = openTerminal(flags.json === true);
  await interruptible(terminal, async (control) => {
    const rendered = await renderRows({ ...flags, sizePx: flags.size }, control);
    for (const { name, reason } of rendered.leftOut) terminal.note(`${name}: left out. ${reason}`);
    tellPrepared(terminal, flags, rendered);
  });
}
