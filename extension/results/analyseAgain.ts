// From what a result records to the request that makes it again.

import { stat } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import type { Precision } from '../../engine/protocol/backends.js';
import { EngineError } from '../../engine/protocol/errors.js';
import type { AnalyseParams, ModelSummary } from '../../engine/protocol/requests.js';
import type { PostprocessOptions } from '../../engine/protocol/thresholds.js';
import type { ListedResult } from './listResults.js';
import { missingImage } from './missingImage.js';
import { imagePath } from './readResult.js';

const PRECISIONS: readonly Precision[] = ['float32', 'int8'];

/**
 * The same image, model, tiles, thresholds, backend and precision, into the same folder. `models`: those that there
 * are here, the one in use first, since a result names its model by id.
 *
 * Throws EngineError `usage` for a result that does not say how it was made, `image-unreadable` where its image is
 * gone, `model-not-found` where its model is not here.
 */
export async function analyseAgainParams(
  { folder, name, record }: ListedResult,
  models: readonly ModelSummary[],
): Promise<AnalyseParams> {
  if (!record)
    throw new EngineError('usage', `${folder} does not say how it was made: its result.json cannot be read.`);
  const { model, backend, tiles, thresholds, image: recorded } = record;
  if (!model || !tiles)
    throw new EngineError(
      'usage',
      `${name} was made of a segmentation by somebody else, without a model. Analyse its image instead.`,
    );
  const image = imagePath(folder, recorded.path);
  if (image === undefined || !(await stat(image).catch(() => undefined)))
    throw missingImage(name, image ?? recorded.path);
  const here = models.find(({ id }) => id === model.id);
  if (!here)
    throw new EngineError(
      'model-not-found',
      `${name} was made with the model "${model.id}", which is not here. Import it, or name its folder in the ` +
        'setting deepliif.modelFolders.',
    );
  const precision = PRECISIONS.find((one) => one === backend?.precision);
  return {
    image,
    into: dirname(folder),
    name: basename(folder),
    model: here.folder,
    backend: backend?.id ?? 'auto',
    ...(precision ? { precision } : {}),
    tilePx: tiles.tilePx,
    overlapPx: tiles.overlapPx,
    ...(recorded.mpp === undefined ? {} : { mpp: recorded.mpp }),
    ...(thresholds ? { thresholds: withoutResolution(thresholds) } : {}),
  };
}

/** The engine finds the resolution anew from the same tiles. */
function withoutResolution(thresholds: PostprocessOptions): Omit<PostprocessOptions, 'resolution'> {
  return Object.fromEntries(Object.entries(thresholds).filter(([key]) => key !== 'resolution'));
}
