// Implementation of `deepliif` in a notebook: each function calls the one that commands and the command line call.

import { access } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { KernelSetting } from '../protocol/kernelRequests.js';
import type { AnalysisOptions } from '../protocol/requests.js';
import type { PostprocessOptions } from '../protocol/thresholds.js';
import { EngineError } from '../protocol/errors.js';
import { display } from './displays.js';
import type { EngineCall } from './engineCall.js';
import { evaluation } from './evaluationObject.js';
import { pictureBundle } from './pictureBundle.js';
import type {
  DeepLiif,
  Displayable,
  InferOptions,
  MimeBundle,
  PlaceOptions,
  Result,
  SegmentationFiles,
  Thresholds,
  TrainOptions,
} from './notebookApi.js';
import { cellsOf, readResult } from './resultObjects.js';
import { readRunObject, runObject } from './runObjects.js';
import { startSweep, sweepObject } from './sweepObjects.js';
import { tableBundle } from './tableBundle.js';

export function createDeepLiif(setting: KernelSetting, call: EngineCall): DeepLiif {
  const { folder } = setting;
  const path = (given: string) => resolve(folder, given);
  const folderOf = (result: Result | string) => path(typeof result === 'string' ? result : result.folder);
  const open = (place: string) => readResult(place, call);

  const inferOne = (image: string, name: string, options: InferOptions) =>
    call(async (control) => {
      const { analyse } = await import('../requests/analyse.js');
      const into = options.into === undefined ? setting.results : path(options.into);
      const analysed = await analyse(
        { ...analysisOptions(setting.analysis, options, path), image, into, name: options.name ?? name },
        control,
      );
      return open(analysed.folder);
    });

  const find = async (images: readonly string[]) => {
    const { findInputImages } = await import('../analysis/inputImages.js');
    return (await call((control) => findInputImages(images.map(path), 'skip', control))).images;
  };

  return {
    infer: async (image, options = {}) => {
      const [found, ...more] = await find([image]);
      if (found && more.length === 0) return inferOne(found.path, found.name, options);
      throw new EngineError(
        'usage',
        `${image} is a folder of ${found ? more.length + 1 : 0} images. Use deepliif.inferAll for it.`,
      );
    },
    inferAll: async (images, options = {}) => {
      const found = await find(typeof images === 'string' ? [images] : images);
      if (options.name !== undefined && found.length > 1)
        throw new EngineError(
          'usage',
          `The name "${options.name}" was given to ${found.length} images, whose results would replace each other. ` +
            'Leave "name" out: each result is then named after its image.',
        );
      const results: Result[] = [];
      for (const one of found) results.push(await inferOne(one.path, one.name, options));
      return results;
    },
    postprocess: (
      source: Result | string | SegmentationFiles,
      thresholds: Thresholds = {},
      options: PlaceOptions = {},
    ) =>
      typeof source === 'object' && 'seg' in source
        ? scoreFiles(source, thresholds, options)
        : rescore(folderOf(source), thresholds),
    evaluate: (predicted, truth) => evaluation(folderOf(predicted), path(truth), call),
    train: async (config) => {
      const { runStart } = await import('../requests/runs.js');
      const given =
        typeof config === 'string'
          ? { config: path(config), runs: await outOf(path(config)) }
          : { options: await withPaths(config), runs: path(config.out ?? setting.runs) };
      const { folder: run } = await call((control) => runStart(given, control));
      return readRunObject(run);
    },
    sweep: (config, options = {}) => startSweep(config, options, { folder, into: setting.sweeps }),
    runs: async (place) => {
      const { listRuns } = await import('../reading/listRuns.js');
      return (await listRuns([place === undefined ? setting.runs : path(place)])).map((run) =>
        runObject(run),
      );
    },
    run: (place) => readRunObject(path(place)),
    openSweep: async (place) => {
      await access(path(place)).catch(() => {
        throw new EngineError('usage', `${path(place)} does not exist. Name the folder of a sweep.`);
      });
      return sweepObject(path(place));
    },
    results: async (place) => {
      const { listResults } = await import('../reading/listResults.js');
      const listed = await listResults([place === undefined ? setting.results : path(place)], []);
      const sound = listed.filter(({ record }) => record !== undefined);
      return Promise.all(sound.map((result) => open(result.folder)));
    },
    result: (place) => open(path(place)),
    models: async () => {
      const { modelList } = await import('../requests/models.js');
      return [...(await modelList(setting.models)).models];
    },
    cells: (result, map) => call((control) => cellsOf(folderOf(result), map, control)),
    display: async (...values) => {
      await Promise.all(values.map((value) => display(value)));
    },
    table: (rows, options) => displayable(() => tableBundle(rows, options)),
    image: (picture) =>
      displayable(() =>
        call((control) => pictureBundle(typeof picture === 'string' ? path(picture) : picture, control)),
      ),
    html: (text) => displayable(() => ({ 'text/html': text, 'text/plain': text })),
    markdown: (text) => displayable(() => ({ 'text/markdown': text, 'text/plain': text })),
  } satisfies DeepLiif;

  async function rescore(place: string, thresholds: Thresholds): Promise<Result> {
    const { readResultRecord } = await import('../reading/resultRecord.js');
    const asked = (await readResultRecord(place)).thresholds;
    const options: PostprocessOptions = { resolution: '40x', ...asked, ...thresholds };
    await call(async (control) => {
      const { rescoreResult } = await import('../analysis/rescoreResult.js');
      return rescoreResult(place, options, control);
    });
    return open(place);
  }

  async function scoreFiles(
    { image, seg, marker }: SegmentationFiles,
    thresholds: Thresholds,
    { into, name }: PlaceOptions,
  ): Promise<Result> {
    const { findInputImages } = await import('../analysis/inputImages.js');
    const { postprocessImages } = await import('../analysis/postprocessImages.js');
    const written = await call(async (control) => {
      const { images } = await findInputImages([path(image)], 'skip', control);
      return postprocessImages(
        { image: path(image), seg: path(seg), marker: marker === undefined ? undefined : path(marker) },
        { resolution: '40x', ...thresholds },
        'managed',
        { out: into === undefined ? setting.results : path(into), name: name ?? images[0]!.name },
        control,
      );
    });
    return open(written.folder);
  }

  /** Folder of runs for a configuration file that names none. */
  async function outOf(config: string): Promise<string> {
    const { readTrainConfig } = await import('../training/run/newRun.js');
    return (await readTrainConfig(config)).out ?? setting.runs;
  }

  /** Options of a training with absolute paths, which are meant from the notebook's folder. */
  async function withPaths(options: TrainOptions): Promise<Readonly<Record<string, unknown>>> {
    const { givenTrainOptions } = await import('../training/plan/trainOptions.js');
    return givenTrainOptions(options, 'The training', folder);
  }
}

/** Options of the settings, and over them those of the call. */
function analysisOptions(
  settings: AnalysisOptions,
  options: InferOptions,
  path: (given: string) => string,
): AnalysisOptions {
  const { model, backend, precision, mpp, tilePx, overlapPx, thresholds } = options;
  const { emptyTiles, scope, intermediateMaps, segmentationWeights, normalisation, colour } = options;
  const { postProcessors } = options;
  const isFolder = model !== undefined && /[/\\]/.test(model);
  return {
    ...settings,
    ...(model === undefined ? {} : { model: isFolder ? path(model) : model }),
    ...(backend === undefined ? {} : { backend }),
    ...(precision === undefined ? {} : { precision }),
    ...(mpp === undefined ? {} : { mpp }),
    ...(tilePx === undefined ? {} : { tilePx }),
    ...(overlapPx === undefined ? {} : { overlapPx }),
    ...(emptyTiles === undefined ? {} : { emptyTiles }),
    ...(postProcessors === undefined ? {} : { postProcessors }),
    ...(scope === undefined ? {} : { scope }),
    ...(intermediateMaps === undefined ? {} : { intermediateMaps }),
    ...(segmentationWeights === undefined ? {} : { segmentationWeights }),
    ...(normalisation === undefined ? {} : { normalisation }),
    ...(colour === undefined ? {} : { colour }),
    thresholds: { ...settings.thresholds, ...thresholds },
  };
}

function displayable(mimeBundle: () => MimeBundle | Promise<MimeBundle>): Displayable {
  return { mimeBundle };
}
