// Answers image/analyse. The model stays loaded between requests; large modules are loaded by the first one.

import { basename } from 'node:path';
import { analyserInUse } from '../analysis/analyserInUse.js';
import type { Wanted } from '../deepliif/plan.js';
import { requireSensible } from '../postprocessing/thresholds.js';
import type { Control } from '../protocol/progress.js';
import type { AnalyseParams, ImageAnalysis } from '../protocol/requests.js';

const ALL_IMAGES: Wanted = { scope: 'all', intermediateMaps: false };

const inUse = analyserInUse(async (folder, wanted, control) => {
  control.report?.({ stage: 'choosing a backend', done: 0, total: 1 });
  const { openAnalyser } = await import('../analysis/openAnalyser.js');
  return openAnalyser(folder, wanted.images ?? ALL_IMAGES, wanted, control);
});

export async function analyse(params: AnalyseParams, control: Control): Promise<ImageAnalysis> {
  const { image, into, name, model, backend, precision = 'float32' } = params;
  const { tilePx, overlapPx, mpp, mppBasis, emptyTiles, postProcessors } = params;
  const thresholds = params.thresholds ?? {};
  // Wrong thresholds are refused before a model is loaded.
  requireSensible({ ...thresholds, resolution: '40x' });
  const { DEFAULT_MODEL, openModelFolder } = await import('../analysis/openAnalyser.js');
  const { analyseImage } = await import('../analysis/analyseImage.js');
  const { tileGrid } = await import('../inference/tiles.js');
  const folder = await openModelFolder(model || DEFAULT_MODEL);
  // So is a wrong overlap.
  tileGrid(
    { width: 1, height: 1 },
    { tilePx: tilePx ?? folder.manifest.tilePx, ...(overlapPx === undefined ? {} : { overlapPx }) },
  );
  const wanted = {
    backend: backend === 'auto' ? undefined : backend,
    precision,
    images: imagesWanted(params),
    normalisation: params.normalisation,
  };
  return inUse.use(folder, wanted, control, async (analyser) => {
    const scale = { tilePx, overlapPx, mpp, mppBasis };
    const colour = params.colour ?? 'managed';
    const settings = { ...scale, colour, thresholds, emptyTiles, postProcessors };
    const analysis = await analyseImage(image, analyser, settings, { out: into, name }, control);
    const { id, description } = analyser.backend;
    return {
      folder: analysis.folder,
      name: basename(analysis.folder),
      scoring: analysis.scoring,
      notices: analysis.notices,
      scale: analysis.scale,
      backend: { id, description, reason: analyser.reason },
      ...(folder.manifest.demo === true ? { demo: true } : {}),
    };
  });
}

/** Unloads the model that is kept for the next request, so that a program can end. */
export function closeAnalyser(): Promise<void> {
  return inUse.close();
}

function imagesWanted({
  scope = 'all',
  intermediateMaps = false,
  segmentationWeights,
}: AnalyseParams): Wanted {
  return { scope, intermediateMaps, ...(segmentationWeights ? { segmentationWeights } : {}) };
}
