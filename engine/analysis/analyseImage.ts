// The whole path of one analysis: image file in, result folder out. The command line and the extension's engine
// process both call this.

import { relative, resolve } from 'node:path';
import type { Backend, Precision } from '../backends/backend.js';
import { modelScale } from '../checkpoints/modelScale.js';
import { manifestSha256, type ModelFolder } from '../checkpoints/modelFolder.js';
import type { ModelManifest } from '../deepliif/manifest.js';
import { ENGINE_VERSION } from '../files/engineVersion.js';
import { fileSha256 } from '../files/fileSha256.js';
import { openImage, type ColourHandling } from '../images/decode.js';
import type { PixelSource } from '../images/pixelSource.js';
import { createSink } from '../images/scratch.js';
import { inferImage, inputImages } from '../inference/inferImage.js';
import type { TileModel } from '../inference/loadedModel.js';
import { tileScale, type GivenScale } from '../inference/tileScale.js';
import type { Scoring } from '../postprocessing/scoring.js';
import type { PostprocessOptions } from '../postprocessing/thresholds.js';
import type { EmptyTiles } from '../protocol/emptyTiles.js';
import type { PluginScore } from '../protocol/pluginResults.js';
import type { Control } from '../protocol/progress.js';
import { MPP_OF_RESOLUTION, type ScaleOfTile } from '../protocol/scale.js';
import type { ResultFile, ResultRecord } from '../reading/resultRecord.js';
import { withFolderLock } from '../records/folderLock.js';
import { replaceResult } from '../records/replaceResult.js';
import { openResultFolder } from '../records/resultFolder.js';
import { rescoreCorrections } from './correctedScores.js';
import { postProcessMaps, recordOf, requirePostProcessors } from './postProcessMap.js';
import { scoreSegmentation } from './scoreSegmentation.js';
import {
  pluginResults,
  writeImage,
  writeIhcOverview,
  writeScores,
  type WrittenScores,
} from './writeResults.js';

/** A model on a backend, loaded once for any number of images. */
export interface Analyser {
  readonly folder: ModelFolder;
  readonly model: TileModel;
  /** Backend of the networks; `program` for a model that is a program. */
  readonly backend: Pick<Backend, 'id' | 'description'>;
  readonly precision: Precision;
}

/** Without a tile or a size of a pixel, both follow from what the image file says (`tileScale`). */
export interface AnalysisSettings extends GivenScale {
  /** Default: the model's, else tilePx / 16. */
  readonly overlapPx?: number | undefined;
  readonly colour: ColourHandling;
  /** The resolution follows from the scale. */
  readonly thresholds: Omit<PostprocessOptions, 'resolution'>;
  /** Tiles for which no network runs; default `skip`. */
  readonly emptyTiles?: EmptyTiles | undefined;
  /** Ids of post-processors that change the segmentation maps, in this order; default none. */
  readonly postProcessors?: readonly string[] | undefined;
}

export interface AnalysisResult {
  readonly folder: string;
  /** Scores by segmentation map, classes set by hand included; DeepLIIF has one, "Seg". Empty without segmentation. */
  readonly scoring: Readonly<Record<string, Scoring>>;
  readonly notices: readonly string[];
  /** Scores of plug-ins, as of the thresholds. */
  readonly pluginScores: readonly PluginScore[];
  readonly scale: ScaleOfTile;
  readonly tiles: { readonly total: number; readonly empty: number };
  readonly seconds: number;
}

/**
 * Analyses one image into `<out>/<name>`, which appears when everything is in it and not before.
 *
 * Throws `image-unreadable`, `output-unwritable`, `usage`, `out-of-memory` or `cancelled`; nothing is left behind then.
 */
export async function analyseImage(
  image: string,
  analyser: Analyser,
  settings: AnalysisSettings,
  target: { readonly out: string; readonly name: string },
  control: Control = {},
): Promise<AnalysisResult> {
  requirePostProcessors(settings.postProcessors);
  const folder = await openResultFolder(target.out, target.name, image);
  const opened: PixelSource[] = [];
  try {
    const started = performance.now();
    const scratch = { scratchDir: folder.workDir };
    const makeSink = (width: number, height: number) => createSink(width, height, 3, scratch);
    const source = await openImage(image, { colour: settings.colour, ...scratch });
    opened.push(source);
    const chosen = tileScale(modelScale(analyser.model.manifest), source.mpp, settings);
    const { tilePx, scale, resolution } = chosen;
    const { emptyTiles = 'skip' } = settings;
    const overlapPx = settings.overlapPx ?? overlapOf(analyser.model.manifest, tilePx);
    const options = { tilePx, overlapPx, emptyTiles };
    const {
      images: inferredImages,
      tiles,
      notices: ofColours,
    } = await inferImage(source, analyser.model, options, makeSink, control);
    opened.push(...inferredImages.values());
    const inferred = performance.now();

    const { plan, manifest } = analyser.model;
    const thresholds = { ...settings.thresholds, resolution };
    const ihc = inputImages(source, manifest.inputs)[0]![1];
    const files: ResultFile[] = [...(await writeIhcOverview(folder, ihc, control))];
    const scoring: Record<string, Scoring> = {};
    const { images, applied, leftOut } = await postProcessMaps(
      { names: plan.maps.map(({ name }) => name), images: inferredImages, ihc },
      { ids: settings.postProcessors ?? [], mpp: chosen.imageMpp ?? MPP_OF_RESOLUTION[resolution] },
      makeSink,
      control,
    );
    opened.push(...images.values());
    const maps: WrittenScores[] = [];
    for (const map of plan.maps) {
      const marker = images.get('marker');
      const scored = await scoreSegmentation(
        ihc,
        images.get(map.name)!,
        marker,
        thresholds,
        makeSink,
        control,
      );
      opened.push(scored.refined, scored.overlaid);
      scoring[map.name] = scored.scoring;
      const pictures = new Map([...images, ['ihc', ihc], ['segmentation', images.get(map.name)!]]);
      const mpp = chosen.imageMpp;
      const written = await writeScores(folder, map.name, scored, { pictures, mpp }, control);
      files.push(...written.files);
      maps.push(written);
    }
    for (const output of plan.outputs) {
      files.push(...(await writeImage(folder, output.name, output.role, images.get(output.name)!, control)));
    }
    if (plan.maps.length > 0) {
      await folder.writeJson('scoring.json', soleOrAll(scoring));
      files.push({ name: 'scoring', file: 'scoring.json', role: 'scoring' });
    }

    const contributed = pluginResults(maps);
    const record: ResultRecord = {
      schemaVersion: 1,
      engineVersion: ENGINE_VERSION,
      createdAt: new Date().toISOString(),
      image: {
        path: relative(folder.target, resolve(image)),
        sha256: await fileSha256(image),
        widthPx: source.width,
        heightPx: source.height,
        ...sizeOfPixels(chosen.imageMpp),
        ...(settings.colour === 'managed' ? {} : { colour: settings.colour }),
        notices: [...source.notices, ...chosen.notices, ...ofColours, ...leftOut],
      },
      model: {
        id: manifest.id,
        title: manifest.title,
        manifestSha256: await manifestSha256(analyser.folder),
        ...(manifest.demo === true ? { demo: true } : {}),
        ...(analyser.folder.plugin ? { plugin: analyser.folder.plugin } : {}),
      },
      backend: {
        id: analyser.backend.id,
        description: analyser.backend.description,
        precision: analyser.precision,
      },
      tiles: {
        tilePx,
        overlapPx,
        ...tiles,
        ...(emptyTiles === 'skip' ? {} : { emptyTiles }),
      },
      scale,
      ...recordOf(applied),
      ...(plan.maps.length > 0 ? { thresholds } : {}),
      ...contributed,
      files,
      seconds: {
        inference: secondsSince(started, inferred),
        scoringAndWriting: secondsSince(inferred, performance.now()),
      },
    };
    await closeAll(opened); // scratch files lie in the folder that is about to be moved
    const { place, notices } = await replaceResult(folder, record);
    const corrected = await withFolderLock(place, () => rescoreCorrections(place, control));
    return {
      folder: place,
      scoring: { ...scoring, ...corrected },
      notices: [...record.image.notices, ...(contributed.plugins?.notices ?? []), ...notices],
      pluginScores: contributed.plugins?.scores ?? [],
      scale: { ...scale, tilePx },
      tiles,
      seconds: secondsSince(started, performance.now()),
    };
  } catch (error) {
    await closeAll(opened);
    await folder.discard();
    throw error;
  }
}

/** The model's overlap, scaled to the tile of the image; the reference's sixteenth of the tile by default. */
function overlapOf(manifest: Pick<ModelManifest, 'tilePx' | 'overlapPx'>, tilePx: number): number {
  if (manifest.overlapPx === undefined) return Math.floor(tilePx / 16);
  return Math.min(Math.floor((tilePx - 1) / 2), Math.round((manifest.overlapPx * tilePx) / manifest.tilePx));
}

/** Size of a pixel for the record; empty if it is unknown. */
export function sizeOfPixels(mpp: number | undefined): { readonly mpp?: number } {
  return mpp === undefined ? {} : { mpp };
}

/** A model with one segmentation map has its scores at the top, as the reference writes them. */
export function soleOrAll(
  scoring: Readonly<Record<string, Scoring>>,
): Scoring | Readonly<Record<string, Scoring>> {
  const all = Object.values(scoring);
  return all.length === 1 ? all[0]! : scoring;
}

export function secondsSince(startMs: number, endMs: number): number {
  return Math.round(endMs - startMs) / 1000;
}

/** Closes all sources; closing twice does nothing. */
export async function closeAll(sources: readonly PixelSource[]): Promise<void> {
  for (const source of sources) await source.close();
}
