// Request that makes a result again, from what the result records.

import { stat } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import { EMPTY_TILES } from '../../engine/protocol/emptyTiles.js';
import { PROGRAM_BACKEND, type Precision } from '../../engine/protocol/backends.js';
import { EngineError } from '../../engine/protocol/errors.js';
import type { AnalyseParams, ModelSummary } from '../../engine/protocol/requests.js';
import type { Scale } from '../../engine/protocol/scale.js';
import type { PostprocessOptions } from '../../engine/protocol/thresholds.js';
import { l10n } from '../workbench/l10n.js';
import type { ListedResult } from '../../engine/reading/listResults.js';
import { missingImage } from './missingImage.js';
import { imagePath, type ResultRecord } from '../../engine/reading/resultRecord.js';

const PRECISIONS: readonly Precision[] = ['float32', 'int8'];

/**
 * Asks for the same image, model, tiles, thresholds, backend and precision, into the same folder. `models`: those that
 * there are here, the one in use first, since a result names its model by id.
 *
 * @throws EngineError `usage` for a result that does not say how it was made, `image-unreadable` if its image is
 * missing, `model-not-found` if its model is not here
 */
export async function analyseAgainParams(
  { folder, name, record }: ListedResult,
  models: readonly ModelSummary[],
): Promise<AnalyseParams> {
  if (!record)
    throw new EngineError(
      'usage',
      l10n.t(
        'Not analysed again: the settings of {0} are unknown, because its result.json cannot be read. Analyse the image itself.',
        folder,
      ),
    );
  const { model, backend, tiles, thresholds, scale, postProcessors, image: recorded } = record;
  if (!model || !tiles)
    throw new EngineError(
      'usage',
      l10n.t(
        'Not analysed again: {0} was made from a segmentation, without a model. Analyse its image instead.',
        name,
      ),
    );
  const image = imagePath(folder, recorded.path);
  if (image === undefined || !(await stat(image).catch(() => undefined)))
    throw missingImage(name, image ?? recorded.path);
  const here = models.find(({ id }) => id === model.id);
  if (!here)
    throw new EngineError(
      'model-not-found',
      l10n.t(
        'Not analysed again: {0} was made with the model "{1}", which is not here. Import the model, or name its folder in the setting deepliif.modelFolders.',
        name,
        model.id,
      ),
    );
  const emptyTiles = EMPTY_TILES.find((one) => one === tiles.emptyTiles);
  const precision = PRECISIONS.find((one) => one === backend?.precision);
  return {
    image,
    into: dirname(folder),
    name: basename(folder),
    model: here.plugin === undefined ? here.folder : here.id,
    backend: backend === undefined || backend.id === PROGRAM_BACKEND ? 'auto' : backend.id,
    ...(precision ? { precision } : {}),
    ...scaleParams(tiles, scale, recorded.mpp),
    ...(emptyTiles ? { emptyTiles } : {}),
    ...(postProcessors ? { postProcessors: postProcessors.map(({ id }) => id) } : {}),
    ...(thresholds ? { thresholds: withoutResolution(thresholds) } : {}),
  };
}

/** Scale as it was chosen then, so that the new record gives the same reason; older results only have their tiles. */
function scaleParams(
  { tilePx, overlapPx }: NonNullable<ResultRecord['tiles']>,
  scale: Scale | undefined,
  imageMpp: number | undefined,
): Pick<AnalyseParams, 'tilePx' | 'overlapPx' | 'mpp' | 'mppBasis'> {
  if (scale === undefined || scale.basis === 'tilePx')
    return { tilePx, overlapPx, ...(imageMpp === undefined ? {} : { mpp: imageMpp }) };
  const overlap = overlapPx === Math.floor(tilePx / 16) ? {} : { overlapPx };
  const isGiven = scale.mpp !== undefined && (scale.basis === 'mpp' || scale.basis === 'folder');
  return isGiven ? { ...overlap, mpp: scale.mpp, mppBasis: scale.basis } : overlap;
}

/** Thresholds without the resolution, which the engine finds anew from the same tiles. */
function withoutResolution(thresholds: PostprocessOptions): Omit<PostprocessOptions, 'resolution'> {
  return Object.fromEntries(Object.entries(thresholds).filter(([key]) => key !== 'resolution'));
}
