// `deepliif infer`: images or folders of images in, one result folder per image out.

import { Option, type Command } from 'commander';
import {
  analyseImage,
  soleOrAll,
  type AnalysisResult,
  type AnalysisSettings,
} from '../analysis/analyseImage.js';
import type { BackendId, Precision } from '../backends/backend.js';
import type { Wanted } from '../deepliif/plan.js';
import { describeImage, imageKinds, type ColourHandling } from '../images/decode.js';
import { isNameTooLong } from '../files/unwritable.js';
import { LARGEST_TILE_PX, tileGrid } from '../inference/tiles.js';
import { EngineError } from '../protocol/errors.js';
import type { Control } from '../protocol/progress.js';
import type { InputImage } from '../protocol/requests.js';
import { percentText } from '../protocol/scoring.js';
import { findInputImages } from '../analysis/inputImages.js';
import { makeOutFolder } from '../records/resultFolder.js';
import { backendOption } from './backendOption.js';
import { parseWeights, wholeNumber } from './numbers.js';
import {
  DEFAULT_MODEL,
  openAnalyser,
  openModelFolder,
  type OpenedAnalyser,
} from '../analysis/openAnalyser.js';
import { reportFailures, type Failure } from './outcome.js';
import { interruptible, openTerminal, type Terminal } from './terminal.js';
import { addThresholdOptions, thresholdsOf, type ThresholdFlags } from './thresholdOptions.js';

interface InferFlags extends ThresholdFlags {
  readonly model: string;
  readonly out: string;
  readonly tileSize?: number;
  readonly overlap?: number;
  readonly backend?: BackendId;
  readonly precision: Precision;
  readonly normalisation?: 'tile' | 'running';
  readonly segOnly?: true;
  readonly modOnly?: true;
  readonly segIntermediate?: true;
  readonly segWeights?: readonly number[];
  readonly colour: ColourHandling;
  readonly json?: true;
}

interface Outcome {
  readonly image: string;
  readonly result?: AnalysisResult;
  readonly failure?: Failure;
}

export function addInferCommand(program: Command): void {
  const command = program
    .command('infer')
    .summary('analyse IHC images')
    .description(
      'Infers hematoxylin, DAPI, LAP2beta and marker images and the segmentation of every nucleus, and scores them. ' +
        'Each image gets a folder <out>/<name>/ with PNGs, cells.json, scoring.json and result.json; it appears when ' +
        'it is complete, and replaces an earlier result of the same image. Another image of the same name gets <name>-2.',
    )
    .argument('<image|folder...>', `${imageKinds()} files, or folders of them`)
    .requiredOption('--out <dir>', 'folder for the result folders')
    .option('--model <dir>', 'model folder, or the name of a bundled model', DEFAULT_MODEL)
    .option(
      '--tile-size <px>',
      "side of a tile: 512 at 40x, 256 at 20x, 128 at 10x (default: the model's own)",
      wholeNumber(1, LARGEST_TILE_PX),
    )
    .option(
      '--overlap <px>',
      'margin shared with the neighbouring tile (default: tile size / 16)',
      wholeNumber(0),
    )
    .addOption(backendOption())
    .addOption(
      new Option('--precision <p>', 'int8 is faster on a CPU and slightly less exact')
        .choices(['float32', 'int8'])
        .default('float32'),
    )
    .addOption(
      new Option(
        '--normalisation <whose>',
        "statistics of batch normalisation: the tile's own, as DeepLIIF does, or the trained running ones",
      ).choices(['tile', 'running']),
    )
    .addOption(new Option('--seg-only', 'segmentation and scores only').conflicts('modOnly'))
    .option('--mod-only', 'inferred modalities only, no segmentation')
    .option('--seg-intermediate', 'also the map of every single segmentation generator')
    .option(
      '--seg-weights <list>',
      "weights of the segmentation generators, e.g. 0.25,0.15,0.25,0.1,0.25 (default: the model's)",
      parseWeights,
    )
    .addOption(
      new Option(
        '--colour <handling>',
        'managed: apply colour profile, EXIF orientation and transparency; as-stored: ignore them, as DeepLIIF does',
      )
        .choices(['managed', 'as-stored'])
        .default('managed'),
    )
    .option('--json', 'print one JSON document instead of text')
    .addHelpText(
      'after',
      `
Examples:
  deepliif infer tile.png --out results
  deepliif infer slides/ --out results --tile-size 256 --json > scores.json
  deepliif infer tile.png --out results --seg-thresh 150 --marker-thresh auto`,
    )
    .action((paths: string[], flags: InferFlags) => infer(paths, flags));
  addThresholdOptions(command);
}

async function infer(paths: readonly string[], flags: InferFlags): Promise<void> {
  const terminal = openTerminal(flags.json === true);
  await interruptible(terminal, async (control) => {
    const { images, notes } = await findInputImages(paths);
    for (const note of notes) terminal.note(note);
    const folder = await openModelFolder(flags.model);
    const settings: AnalysisSettings = {
      tilePx: flags.tileSize ?? folder.manifest.tilePx,
      overlapPx: flags.overlap,
      colour: flags.colour,
      thresholds: thresholdsOf(flags),
    };
    // A wrong overlap is refused before a gigabyte of weights is read.
    tileGrid({ width: 1, height: 1 }, settings);
    let analyser: OpenedAnalyser | undefined;
    const openOnce = async (): Promise<OpenedAnalyser> => {
      if (analyser) return analyser;
      await makeOutFolder(flags.out);
      analyser = await openAnalyser(folder, wantedOf(flags), flags, control);
      terminal.note(`Model ${folder.manifest.title} on ${analyser.backend.description} (${analyser.reason})`);
      return analyser;
    };
    try {
      const outcomes = await inferAll(images, openOnce, settings, flags.out, terminal, control);
      if (flags.json) printJson(outcomes, folder.manifest.id, analyser);
      reportFailures(outcomes.flatMap(({ failure }) => failure ?? []));
    } finally {
      await analyser?.dispose();
    }
  });
}

function wantedOf({ segOnly, modOnly, segIntermediate, segWeights }: InferFlags): Wanted {
  return {
    scope: modOnly ? 'modalities' : segOnly ? 'segmentation' : 'all',
    intermediateMaps: segIntermediate === true,
    ...(segWeights ? { segmentationWeights: segWeights } : {}),
  };
}

/**
 * Analyses the images one after the other. An image that cannot be read does not stop the others; an error that would
 * hit them too does. Weights are read for the first image with a sound header, so that a wrong file is reported at
 * once.
 */
async function inferAll(
  images: readonly InputImage[],
  openOnce: () => Promise<OpenedAnalyser>,
  settings: AnalysisSettings,
  out: string,
  terminal: Terminal,
  control: Control,
): Promise<readonly Outcome[]> {
  const outcomes: Outcome[] = [];
  for (const [index, { path, name }] of images.entries()) {
    const prefix = images.length > 1 ? `[${index + 1}/${images.length}] ` : '';
    const described = await orRefusal(describeImage(path, settings));
    const result =
      described instanceof EngineError
        ? described
        : await orRefusal(analyseImage(path, await openOnce(), settings, { out, name }, control));
    if (result instanceof EngineError) {
      const { code, message } = result;
      terminal.note(`${prefix}${message}`);
      outcomes.push({ image: path, failure: { image: path, code, message } });
    } else {
      for (const notice of result.notices) terminal.note(`${path}: ${notice}`);
      terminal.note(`${prefix}${summary(path, result)}`);
      outcomes.push({ image: path, result });
    }
  }
  return outcomes;
}

/** Waits for the work; gives the error when it is about this one image, and throws others. */
async function orRefusal<T>(work: Promise<T>): Promise<T | EngineError> {
  try {
    return await work;
  } catch (error) {
    if (error instanceof EngineError && ['image-unreadable', 'usage'].includes(error.code)) return error;
    if (error instanceof EngineError && isNameTooLong(error)) return error;
    throw error;
  }
}

function summary(path: string, { scoring, folder, tiles, seconds }: AnalysisResult): string {
  const scores = Object.entries(scoring).map(
    ([map, one]) =>
      `${Object.keys(scoring).length > 1 ? `${map}: ` : ''}${one.num_total} cells, ${one.num_pos} positive, ` +
      `${one.num_neg} negative, ${percentText(one)} % positive`,
  );
  const empty = tiles.empty > 0 ? `, ${tiles.empty} of them empty` : '';
  const counted = `${tiles.total} tile${tiles.total === 1 ? '' : 's'}${empty}, ${seconds.toFixed(1)} s`;
  return `${path}: ${[...scores, counted].join('\n  ')}\n  → ${folder}`;
}

/** Prints the outcomes. There is no backend if every image failed before one was needed. */
function printJson(outcomes: readonly Outcome[], model: string, analyser: OpenedAnalyser | undefined): void {
  const document = {
    schemaVersion: 1,
    model,
    ...(analyser ? { backend: backendOf(analyser) } : {}),
    results: outcomes.map(({ image, result, failure }) =>
      failure
        ? { image, error: { code: failure.code, message: failure.message } }
        : {
            image,
            folder: result!.folder,
            scoring: soleOrAll(result!.scoring),
            tiles: result!.tiles,
            notices: result!.notices,
            seconds: result!.seconds,
          },
    ),
  };
  process.stdout.write(`${JSON.stringify(document, null, 1)}\n`);
}

function backendOf({ backend: { id, description }, precision, reason }: OpenedAnalyser): object {
  return { id, description, precision, reason };
}
