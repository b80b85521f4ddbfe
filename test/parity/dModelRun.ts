// One inference run of the reference on the tiny model, repeated with our engine: same image, same options.

import type { Backend } from '../../engine/backends/backend.js';
import { scoreSegmentation, type ScoredSegmentation } from '../../engine/analysis/scoreSegmentation.js';
import type { ModelFolder } from '../../engine/checkpoints/modelFolder.js';
import { plan, type Wanted } from '../../engine/deepliif/plan.js';
import { memorySink, memorySource, readWhole } from '../../engine/images/memory.js';
import { inferImage } from '../../engine/inference/inferImage.js';
import { loadModel, type LoadedModel } from '../../engine/inference/loadedModel.js';
import type { Scoring } from '../../engine/postprocessing/scoring.js';
import { resolutionOfTile } from '../../engine/postprocessing/thresholds.js';
import type { Raster } from '../../engine/protocol/raster.js';

export interface RunOptions {
  readonly tilePx: number;
  readonly wanted: Wanted;
}

/**
 * Our options for a command line of the reference ("test --tile-size 256 --seg-only"); the tile size is 512 if it names
 * none.
 */
export function optionsOf(args: string): RunOptions {
  const scope = args.includes('--mod-only')
    ? 'modalities'
    : args.includes('--seg-only')
      ? 'segmentation'
      : 'all';
  return {
    tilePx: Number(/--tile-size (\d+)/.exec(args)?.[1] ?? 512),
    wanted: { scope, intermediateMaps: args.includes('--seg-intermediate') },
  };
}

/** Images under the reference's names: "mod1-Hema", "Seg", "SegRefined", "SegOverlaid". */
export interface RunResult {
  readonly images: ReadonlyMap<string, Raster>;
  readonly scored?: { readonly scoring: Scoring; readonly cells: ScoredSegmentation['cells'] };
}

export interface RunningModel {
  run(image: Raster): Promise<RunResult>;
  readonly loaded: LoadedModel;
  dispose(): Promise<void>;
}

export async function startModel(
  folder: ModelFolder,
  backend: Backend,
  options: RunOptions,
): Promise<RunningModel> {
  const steps = plan(folder.manifest, options.wanted);
  const loaded = await loadModel(folder, steps, backend, { precision: 'float32' });
  return { loaded, run: (image) => runImage(image, loaded, options.tilePx), dispose: () => loaded.dispose() };
}

async function runImage(image: Raster, model: LoadedModel, tilePx: number): Promise<RunResult> {
  const makeSink = (width: number, height: number) => Promise.resolve(memorySink(width, height, 3));
  const source = memorySource(image);
  const { images } = await inferImage(source, model, { tilePx, emptyTiles: 'reference' }, makeSink);
  const named = new Map<string, Raster>();
  for (const { name, referenceName } of model.plan.outputs)
    named.set(referenceName, await readWhole(images.get(name)!));
  const seg = images.get('Seg');
  if (!seg) return { images: named };

  const resolution = resolutionOfTile(tilePx);
  const scored = await scoreSegmentation(source, seg, images.get('marker'), { resolution }, makeSink);
  named.set('SegRefined', await readWhole(scored.refined));
  named.set('SegOverlaid', await readWhole(scored.overlaid));
  return { images: named, scored };
}
