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
import { LARGEST_TILE_PX, tileGrid } from '../inference/tiles.js';
import { requireSensible } from '../postprocessing/thresholds.js';
import { DEMO_NOTE, PUBLISHED_MODEL } from '../protocol/demoModel.js';
import { EMPTY_TILES, type EmptyTiles } from '../protocol/emptyTiles.js';
import { scaleInWords } from '../protocol/scale.js';
import { percentText } from '../protocol/scoring.js';
import { findInputImages } from '../analysis/inputImages.js';
import { makeOutFolder } from '../records/resultFolder.js';
import { backendOption } from './backendOption.js';
import { addPostProcessorHelp, postProcessOption } from './postProcessOption.js';
import { parseMpp, parseWeights, wholeNumber } from './numbers.js';
import {
  DEFAULT_MODEL,
  openAnalyser,
  openModelFolder,
  type OpenedAnalyser,
} from '../analysis/openAnalyser.js';
import { addPluginOption } from './pluginOption.js';
import { neededByAll, oneByOne, reportOutcomes, stoppedJson, type Outcomes } from './outcome.js';
import { interruptible, openTerminal } from './terminal.js';
import { addThresholdOptions, thresholdsOf, type ThresholdFlags } from './thresholdOptions.js';

const REAL_MODEL = `The authors publish theirs at ${PUBLISHED_MODEL.page}; "deepliif model import" reads it.`;

interface InferFlags extends ThresholdFlags {
  readonly model: string;
  readonly out: string;
  readonly tileSize?: number;
  readonly mpp?: number;
  readonly overlap?: number;
  readonly backend?: BackendId;
  readonly precision: Precision;
  readonly normalisation?: 'tile' | 'running';
  readonly segOnly?: true;
  readonly modOnly?: true;
  readonly segIntermediate?: true;
  readonly segWeights?: readonly number[];
  readonly colour: ColourHandling;
  readonly emptyTiles: EmptyTiles;
  readonly postProcess?: readonly string[];
  readonly recursive?: true;
  readonly json?: true;
}

export function addInferCommand(program: Command): void {
  const command = program
    .command('infer')
    .summary('analyse IHC images')
    .description(
      'Infers hematoxylin, DAPI, LAP2β and marker images and the segmentation of every nucleus, and scores them. ' +
        'Each image gets a folder <out>/<name>/ with PNGs, cells.json, scoring.json and result.json; it appears when ' +
        'it is complete, and replaces an earlier result of the same image. Another image of the same name gets <name>-2.',
    )
    .argument('<image|folder...>', `${imageKinds()} files, or folders of them`)
    .optionsGroup('Input and output:')
    .requiredOption('--out <dir>', 'folder for the result folders')
    .option('--recursive', 'also the images in sub-folders; their results carry the folder in their names')
    .optionsGroup('Model and tiles:')
    .option('--model <dir>', 'model folder, or the name of a bundled model or of a plug-in’s', DEFAULT_MODEL)
    .option(
      '--mpp <µm>',
      'micrometres per pixel of the images: 0.25 at 40x, 0.5 at 20x, 1 at 10x. They decide the size of a tile and are ' +
        "used for areas (default: what each file says, else the model's own magnification)",
      parseMpp,
    )
    .option(
      '--tile-size <px>',
      'side of a tile, whatever the µm per pixel say: for most models 512 at 40x, 256 at 20x, 128 at 10x',
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
    .optionsGroup('Images to make:')
    .addOption(new Option('--seg-only', 'segmentation and scores only').conflicts('modOnly'))
    .option('--mod-only', 'inferred modalities only, no segmentation')
    .option('--seg-intermediate', 'also the map of every single segmentation generator')
    .option(
      '--seg-weights <list>',
      "weights of the segmentation generators, e.g. 0.25,0.15,0.25,0.1,0.25 (default: the model's)",
      parseWeights,
    )
    .addOption(postProcessOption())
    .optionsGroup('Input and output:')
    .addOption(
      new Option(
        '--colour <handling>',
        'managed: apply colour profile, EXIF orientation and transparency; as-stored: ignore them, as DeepLIIF does',
      )
        .choices(['managed', 'as-stored'])
        .default('managed'),
    )
    .addOption(
      new Option(
        '--empty-tiles <rule>',
        'tiles of nothing but background: skip them; reference: skip those that DeepLIIF skips, also with a nucleus ' +
          'alone on blank glass; infer: run the networks for all',
      )
        .choices(EMPTY_TILES)
        .default('skip'),
    )
    .option('--json', 'print one JSON document instead of text')
    .action((paths: string[], flags: InferFlags) => infer(paths, flags));
  addThresholdOptions(command);
  addPluginOption(command.optionsGroup('Plug-ins:'));
  addPostProcessorHelp(command);
}

async function infer(paths: readonly string[], flags: InferFlags): Promise<void> {
  const terminal = openTerminal(flags.json === true);
  await interruptible(terminal, async (control) => {
    const { images, notes } = await findInputImages(paths, flags.recursive ? 'search' : 'skip', control);
    for (const note of notes) terminal.note(note);
    const folder = await openModelFolder(flags.model);
    const settings: AnalysisSettings = {
      tilePx: flags.tileSize,
      mpp: flags.mpp,
      overlapPx: flags.overlap,
      colour: flags.colour,
      thresholds: thresholdsOf(flags),
      emptyTiles: flags.emptyTiles,
      postProcessors: flags.postProcess,
    };
    // Wrong thresholds and a wrong overlap are refused before a gigabyte of weights is read.
    requireSensible({ ...settings.thresholds, resolution: '40x' });
    tileGrid(
      { width: 1, height: 1 },
      { tilePx: flags.tileSize ?? folder.manifest.tilePx, overlapPx: flags.overlap },
    );
    let analyser: OpenedAnalyser | undefined;
    const openOnce = async (): Promise<OpenedAnalyser> => {
      if (analyser) return analyser;
      await makeOutFolder(flags.out);
      analyser = await openAnalyser(folder, wantedOf(flags), flags, control);
      terminal.note(`Model ${folder.manifest.title} on ${analyser.backend.description} (${analyser.reason})`);
      return analyser;
    };
    const close = async () => {
      await analyser?.dispose();
      analyser = undefined;
    };
    const prefix = (index: number) => (images.length > 1 ? `[${index + 1}/${images.length}] ` : '');
    try {
      const done = await oneByOne(
        images,
        ({ path }) => path,
        async ({ path, name }, index) => {
          // Weights are read for the first image with a sound header, so that a wrong file is reported at once.
          await describeImage(path, settings);
          const opened = await neededByAll(openOnce());
          const result = await analyseImage(path, opened, settings, { out: flags.out, name }, control);
          for (const notice of result.notices) terminal.note(`${path}: ${notice}`);
          terminal.note(`${prefix(index)}${summary(path, result)}`);
          return result;
        },
        async ({ code, message }, index) => {
          terminal.note(`${prefix(index)}${message}`);
          // A device or a program that failed may stay broken.
          if (code === 'out-of-memory' || code === 'plugin-failed') await close();
        },
      );
      const isDemo = folder.manifest.demo === true;
      if (isDemo) terminal.note(`${folder.manifest.title} is a ${DEMO_NOTE}. ${REAL_MODEL}`);
      if (flags.json) printJson(done, folder.manifest.id, isDemo, analyser);
      reportOutcomes(done);
    } finally {
      await close();
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

function summary(
  path: string,
  { scoring, pluginScores, folder, scale, tiles, seconds }: AnalysisResult,
): string {
  const scores = Object.entries(scoring).map(
    ([map, one]) =>
      `${Object.keys(scoring).length > 1 ? `${map}: ` : ''}${one.num_total} cells, ${one.num_pos} positive, ` +
      `${one.num_neg} negative, ${percentText(one)} % positive`,
  );
  const empty = tiles.empty > 0 ? `, ${tiles.empty} of them empty` : '';
  const counted = `${tiles.total} tile${tiles.total === 1 ? '' : 's'}${empty}, ${seconds.toFixed(1)} s`;
  const ofPlugins = pluginScores.map(
    ({ map, title, shown, plugin }) =>
      `${Object.keys(scoring).length > 1 ? `${map}: ` : ''}${title}: ${shown} (plug-in ${plugin.title})`,
  );
  return `${path}: ${[...scores, ...ofPlugins, scaleInWords(scale), counted].join('\n  ')}\n  → ${folder}`;
}

/** Prints the outcomes. There is no backend if every image failed before one was needed. */
function printJson(
  done: Outcomes<AnalysisResult>,
  model: string,
  isDemo: boolean,
  analyser: OpenedAnalyser | undefined,
): void {
  const document = {
    schemaVersion: 1,
    model,
    ...(isDemo ? { demo: true, note: DEMO_NOTE } : {}),
    ...(analyser ? { backend: backendOf(analyser) } : {}),
    results: done.outcomes.map(({ path, done: result, failure }) =>
      failure
        ? { image: path, error: failure }
        : {
            image: path,
            folder: result!.folder,
            scoring: soleOrAll(result!.scoring),
            ...(result!.pluginScores.length > 0 ? { pluginScores: result!.pluginScores } : {}),
            scale: { ...result!.scale, reason: scaleInWords(result!.scale) },
            tiles: result!.tiles,
            notices: result!.notices,
            seconds: result!.seconds,
          },
    ),
    ...stoppedJson(done),
  };
  process.stdout.write(`${JSON.stringify(document, null, 1)}\n`);
}

function backendOf({ backend: { id, description }, precision, reason }: OpenedAnalyser): object {
  return { id, description, precision, reason };
}
