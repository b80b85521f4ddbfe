// Answers image/analyse. The model stays loaded between requests; large modules are loaded by the first one.

import { basename } from 'node:path';
import { analyserInUse } from '../analysis/analyserInUse.js';
import { requireSensible } from '../postprocessing/thresholds.js';
import type { Control } from '../protocol/progress.js';
import type { AnalyseParams, ImageAnalysis } from '../protocol/requests.js';

const inUse = analyserInUse(async (folder, wanted, control) => {
  control.report?.({ stage: 'choosing a backend', done: 0, total: 1 });
  const { openAnalyser } = await import('../analysis/openAnalyser.js');
  return openAnalyser(folder, { scope: 'all', intermediateMaps: false }, wanted, control);
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
  const wanted = { backend: backend === 'auto' ? undefined : backend, precision };
  return inUse.use(folder, wanted, control, async (analyser) => {
    const scale = { tilePx, overlapPx, mpp, mppBasis };
    const settings = { ...scale, colour: 'managed', thresholds, emptyTiles, postProcessors } as const;
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
