// Completes requests for analyses: an image whose scale nobody has said gets that of its folder, for which the user is
// asked once. Files are asked first.

import { dirname } from 'node:path';
import { EngineError } from '../../engine/protocol/errors.js';
import type { AnalyseParams, ImageScales, ScalesParams } from '../../engine/protocol/requests.js';
import { l10n } from '../workbench/l10n.js';
import type { Magnifications } from './magnifications.js';

export interface ScaleSources {
  /** Reads headers of images; the engine does. */
  readonly scalesOf: (params: ScalesParams) => Promise<ImageScales>;
  readonly remembered: Magnifications;
  /** Asks for the micrometres per pixel of a folder's images; undefined if the user chose nothing. */
  readonly ask: (folder: string, modelMpp: number) => Promise<number | undefined>;
}

/**
 * Gives each request that has neither tile nor micrometres per pixel those of its folder. What an image says itself
 * overrules them in the engine. A model of unknown magnification needs none.
 *
 * Throws `cancelled` if the user chose nothing for a folder, before anything is analysed.
 */
export async function withMagnifications(
  requests: readonly AnalyseParams[],
  sources: ScaleSources,
): Promise<readonly AnalyseParams[]> {
  const isOpen = ({ tilePx, mpp }: AnalyseParams) => tilePx === undefined && mpp === undefined;
  const { remembered } = sources;
  const unasked = requests.filter(
    (request) => isOpen(request) && remembered.of(dirname(request.image)) === undefined,
  );
  for (const model of new Set(unasked.map((request) => request.model))) {
    const images = unasked.filter((request) => request.model === model).map(({ image }) => image);
    await askForFolders(await sources.scalesOf({ model, images }), sources);
  }
  return requests.map((request) => {
    const mpp = isOpen(request) ? remembered.of(dirname(request.image)) : undefined;
    return mpp === undefined ? request : { ...request, mpp, mppBasis: 'folder' };
  });
}

async function askForFolders(
  { modelMpp, images }: ImageScales,
  { remembered, ask }: ScaleSources,
): Promise<void> {
  if (modelMpp === undefined) return;
  for (const { path, mpp } of images) {
    const folder = dirname(path);
    if (mpp !== undefined || remembered.of(folder) !== undefined) continue;
    const answer = await ask(folder, modelMpp);
    if (answer === undefined)
      throw new EngineError(
        'cancelled',
        l10n.t(
          'nothing was analysed, because no magnification was chosen for the images in {0}. Analyse them again, or run "Set Magnification of Folder…".',
          folder,
        ),
      );
    await remembered.set(folder, answer);
  }
}
