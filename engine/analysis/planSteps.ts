// Steps of a plan, from the record of the analysis and what made it. Facts that result.json has as well are copied from
// it, so that both files say the same.

import { stat } from 'node:fs/promises';
import { join, relative, resolve, sep } from 'node:path';
import { networkEntries } from '../checkpoints/manifest.js';
import type { ModelFolder } from '../checkpoints/modelFolder.js';
import type { Wanted } from '../deepliif/plan.js';
import { fileSha256 } from '../files/fileSha256.js';
import { packageRoot } from '../files/packageRoot.js';
import type { LoadedModel } from '../inference/loadedModel.js';
import { pluginsInUse } from '../plugins/usedPlugins.js';
import type { PlanStep } from '../reading/plan.js';
import type { ResultRecord } from '../reading/resultRecord.js';

/** The model that made a result, and how it ran. */
export interface Inference {
  readonly folder: ModelFolder;
  readonly model: Pick<LoadedModel, 'manifest' | 'plan'>;
  readonly backend: { readonly id: string };
  readonly precision: 'float32' | 'int8';
  readonly wanted?: Wanted;
  readonly normalisation?: 'tile' | 'running' | undefined;
}

/** Steps of an analysis with a model. `target`: the final folder of the result. */
export async function stepsOfAnalysis(
  image: string,
  target: string,
  analyser: Inference,
  record: ResultRecord,
): Promise<readonly PlanStep[]> {
  const { model, backend, precision, wanted, normalisation } = analyser;
  const { manifest } = model;
  const { plugin } = analyser.folder;
  const { tilePx, overlapPx, emptyTiles = 'skip' } = record.tiles!;
  const { scope = 'all', intermediateMaps, segmentationWeights } = wanted ?? {};
  const bundled = join(packageRoot(), 'models') + sep;
  const folder = resolve(analyser.folder.dir);
  return [
    await readImageStep(image, target, record),
    {
      step: 'infer',
      model: {
        id: manifest.id,
        title: manifest.title,
        ...(plugin ? { plugin: { id: plugin.id, version: plugin.version } } : {}),
        ...(plugin || folder.startsWith(bundled) ? {} : { folder }),
        manifestSha256: record.model!.manifestSha256,
        weights: networkEntries(manifest).map(({ weights: file, sha256 }) => ({ file, sha256 })),
      },
      backend: backend.id,
      precision,
      ...(normalisation === undefined ? {} : { normalisation }),
      scope,
      ...(intermediateMaps ? { intermediateMaps } : {}),
      ...(segmentationWeights ? { segmentationWeights } : {}),
      tilePx,
      overlapPx,
      scale: record.scale!,
      emptyTiles: emptyTiles as PlanStep<'infer'>['emptyTiles'], // as the settings named it
      refinements: manifest.refinements ?? [],
    },
    ...scoringSteps(record),
  ];
}

/** Steps of scoring a segmentation map that another program made. */
export async function stepsOfSegmentation(
  files: { readonly image: string; readonly seg: string; readonly marker?: string | undefined },
  target: string,
  record: ResultRecord,
): Promise<readonly PlanStep[]> {
  const { seg, marker } = files;
  return [
    await readImageStep(files.image, target, record),
    await readPictureStep(seg, target, 'segmentation'),
    ...(marker === undefined ? [] : [await readPictureStep(marker, target, 'marker')]),
    ...scoringSteps(record),
  ];
}

/** Post-processing and scoring; none for a result without a segmentation. */
function scoringSteps({ postProcessors, thresholds }: ResultRecord): readonly PlanStep[] {
  if (!thresholds) return [];
  const applied = postProcessors?.map(({ id, plugin }) => ({
    id,
    ...(plugin ? { plugin: plugin.id, version: plugin.version } : {}),
  }));
  return [
    ...(applied ? [{ step: 'postProcess', postProcessors: applied } as const] : []),
    { step: 'score', thresholds, ...plugInsOfScoring() },
  ];
}

/** Measurements and scorers of the plug-ins in use. */
export function plugInsOfScoring(): Pick<PlanStep<'score'>, 'measurements' | 'scorers'> {
  const rows = (kind: 'measurements' | 'scorers') =>
    pluginsInUse()
      .contributed(kind)
      .map(({ plugin, contribution: { id } }) => ({ id, plugin: plugin.id, version: plugin.version }));
  const [measurements, scorers] = [rows('measurements'), rows('scorers')];
  return {
    ...(measurements.length > 0 ? { measurements } : {}),
    ...(scorers.length > 0 ? { scorers } : {}),
  };
}

async function readImageStep(image: string, target: string, record: ResultRecord): Promise<PlanStep> {
  const { sha256, widthPx, heightPx, mpp, colour = 'managed' } = record.image;
  return {
    step: 'readImage',
    ...placesOf(image, target),
    sha256,
    bytes: (await stat(image)).size,
    widthPx,
    heightPx,
    ...(mpp === undefined ? {} : { mpp }),
    colour: colour as PlanStep<'readImage'>['colour'], // as the settings named it
  };
}

async function readPictureStep(
  file: string,
  target: string,
  picture: 'segmentation' | 'marker',
): Promise<PlanStep> {
  const { size: bytes } = await stat(file);
  return { step: 'readPicture', picture, ...placesOf(file, target), sha256: await fileSha256(file), bytes };
}

function placesOf(file: string, target: string): { readonly path: string; readonly absolutePath: string } {
  const absolutePath = resolve(file);
  return { path: relative(target, absolutePath).split(sep).join('/'), absolutePath };
}
