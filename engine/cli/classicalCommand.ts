// `deepliif classical`: a segmentation without a network, as a baseline for `deepliif evaluate`.

import { join } from 'node:path';
import type { Command } from 'commander';
import { findInputImages } from '../analysis/inputImages.js';
import { DEFAULT_STAINS, listStainPresets, stainPresetNamed } from '../measurements/findStainPresets.js';
import { stainDensities } from '../measurements/stains.js';
import { classicalSegmentation, DEFAULT_DAB_THRESHOLD } from '../classical/classicalSegmentation.js';
import { yieldToEventLoop } from '../control/cancel.js';
import { describeImage, openImage } from '../images/decode.js';
import { writePng } from '../images/encode.js';
import { readWhole } from '../images/memory.js';
import { paintRefined } from '../postprocessing/pictures.js';
import { EngineError } from '../protocol/errors.js';
import type { Control } from '../protocol/progress.js';
import { MPP_AT_40X } from '../protocol/scale.js';
import { makeOutFolder } from '../records/resultFolder.js';
import { addHelpLines } from './help.js';
import { parseMpp, positiveNumber } from './numbers.js';
import { oneByOne, reportOutcomes, stoppedJson } from './outcome.js';
import { addPluginOption } from './pluginOption.js';
import { interruptible, openTerminal } from './terminal.js';

/** A whole picture with its planes is held in memory. */
const MOST_PIXELS = 64 * 2 ** 20;

interface ClassicalFlags {
  readonly out: string;
  readonly mpp?: number;
  readonly dabThreshold: number;
  readonly stains: string;
  readonly recursive?: true;
  readonly json?: true;
}

export function addClassicalCommand(program: Command): void {
  const command = program
    .command('classical')
    .summary('segment nuclei without a network, as a baseline')
    .description(
      'Finds nuclei by colour deconvolution, Otsu’s threshold and a watershed of distances, and calls those positive whose pixels are mostly brown. ' +
        'Writes <out>/<image>_SegRefined.png, which `deepliif evaluate --pred` reads: a model should be clearly better.',
    )
    .argument('<images...>', 'images, or folders of images')
    .requiredOption('--out <dir>', 'folder for the pictures')
    .option('--mpp <um>', 'micrometres per pixel; default: what the image says, else 0.25', parseMpp)
    .option(
      '--dab-threshold <od>',
      'least DAB density of brown pixels; a nucleus is positive if most of its pixels are brown',
      positiveNumber,
      DEFAULT_DAB_THRESHOLD,
    )
    .option('--stains <id>', 'stain vectors of the colour deconvolution, listed below', DEFAULT_STAINS)
    .option('--recursive', 'also search the sub-folders of folders')
    .option('--json', 'print one JSON document instead of text')
    .action((images: readonly string[], flags: ClassicalFlags) => run(images, flags));
  addPluginOption(command);
  addHelpLines(
    command,
    'Stains:',
    listStainPresets().map(({ id, title, detail }) => `${id}: ${title}. ${detail}`),
  );
}

async function run(paths: readonly string[], flags: ClassicalFlags): Promise<void> {
  const terminal = openTerminal(flags.json === true);
  stainPresetNamed(flags.stains); // an unknown one is refused before an image is read
  await interruptible(terminal, async (control) => {
    const { images, notes } = await findInputImages(paths, flags.recursive ? 'search' : 'skip', control);
    for (const note of notes) terminal.note(note);
    await makeOutFolder(flags.out);
    const outcomes = await oneByOne(
      images,
      ({ path }) => path,
      async ({ path, name }, done) => {
        control.report?.({ stage: 'segmenting images', done, total: images.length });
        await yieldToEventLoop(control);
        const made = await segment(path, join(flags.out, `${name}_SegRefined.png`), flags, control);
        terminal.note(
          `${path}: ${made.positive + made.negative} nuclei, ${made.positive} positive, ${made.negative} negative\n  → ${made.file}`,
        );
        return made;
      },
      ({ message }) => terminal.note(message),
    );
    if (flags.json) {
      const results = outcomes.outcomes.map(({ path, done, failure }) => ({
        image: path,
        ...(done ?? { error: failure }),
      }));
      process.stdout.write(
        `${JSON.stringify({ schemaVersion: 1, results, ...stoppedJson(outcomes) }, null, 1)}\n`,
      );
    }
    reportOutcomes(outcomes);
  });
}

async function segment(path: string, file: string, flags: ClassicalFlags, control: Control) {
  const { width, height, mpp } = await describeImage(path, { colour: 'managed' });
  if (width * height > MOST_PIXELS)
    throw new EngineError(
      'usage',
      `${path} has ${width} × ${height} px. The baseline takes images up to ${MOST_PIXELS / 2 ** 20} megapixels: cut tiles of it.`,
    );
  const source = await openImage(path, { colour: 'managed' });
  try {
    const image = await readWhole(source);
    await yieldToEventLoop(control);
    const { mask, positive, negative } = classicalSegmentation(image, {
      mpp: flags.mpp ?? mpp ?? MPP_AT_40X,
      dabThreshold: flags.dabThreshold,
      stains: stainDensities(stainPresetNamed(flags.stains)),
    });
    await writePng(paintRefined(mask), file);
    return { file, positive, negative };
  } finally {
    await source.close();
  }
}
