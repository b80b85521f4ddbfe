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
  const { manifest, plan } = model;
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
        ...(folder.startsWith(bundled) ? {} : { folder }),
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
    ...(plan.maps.length > 0 && record.thresholds
      ? [{ step: 'score' as const, thresholds: record.thresholds }]
      : []),
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
    { step: 'score', thresholds: record.thresholds! },
  ];
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
