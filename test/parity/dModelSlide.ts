// Parity of the reference's slide path: regions one by one, uniform segmentation weights, counts summed (fixture d,
// docs/reference.md 6.8).

import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Backend } from '../../engine/backends/backend.js';
import type { ModelFolder } from '../../engine/checkpoints/modelFolder.js';
import { emptyRaster } from '../../engine/images/memory.js';
import { copyRectangle } from '../../engine/images/rectangle.js';
import type { Raster } from '../../engine/protocol/raster.js';
import { within, type ParityCheck } from './check.js';
import { crop, pixelChecks, readRgb, type Manifest } from './dModel.js';
import { startModel } from './dModelRun.js';

interface SlideRun {
  readonly args: string;
  readonly files?: Readonly<
    Record<string, { readonly num_pos: number; readonly num_neg: number; readonly num_total: number }>
  >;
}

export async function* slideChecks(
  folder: string,
  runs: Manifest['runs'],
  model: ModelFolder,
  backend: Backend,
): AsyncGenerator<ParityCheck> {
  const slide = Object.entries(runs).find(([, run]) => run.args?.includes('test-wsi'));
  // The slide is the same region as in the tiled runs.
  const region = Object.keys(
    Object.entries(runs).find(([name]) => name.startsWith('roi'))?.[1].outputs ?? {},
  );
  const stem = region.find((file) => file.endsWith('.json'))?.replace(/\.json$/, '');
  if (!slide || stem === undefined) return;
  const [name, run] = slide;
  const { args, files } = run as SlideRun;
  const regionPx = Number(/--region-size (\d+)/.exec(args)![1]);
  const tilePx = Number(/--tile-size (\d+)/.exec(args)![1]);
  const uniform = model.manifest.segmentations.map(() => 1 / model.manifest.segmentations.length);
  const wanted = { scope: 'all', intermediateMaps: false, segmentationWeights: uniform } as const;
  const image = await readRgb(join(folder, `${stem}.png`));
  const refined = emptyRaster(image.width, image.height, 3);
  let positive = 0;
  let negative = 0;
  const running = await startModel(model, backend, { tilePx, wanted });
  try {
    for (const { x, y, width, height } of regions(image, regionPx)) {
      const { images, scored } = await running.run(crop(image, x, y, width, height));
      positive += scored!.scoring.num_pos;
      negative += scored!.scoring.num_neg;
      copyRectangle(images.get('SegRefined')!, 0, 0, refined, x, y, { width, height });
    }
  } finally {
    await running.dispose();
  }
  const scoring = Object.entries(files ?? {}).find(([file]) => file.endsWith('.json'))?.[1];
  if (scoring) {
    yield within(`${name} · num_pos`, Math.abs(positive - scoring.num_pos), 1);
    yield within(`${name} · num_neg`, Math.abs(negative - scoring.num_neg), 1);
  }
  const file = Object.keys(files ?? {}).find((path) => path.includes('SegRefined'));
  if (file && (await readFile(join(folder, file)).catch(() => undefined)))
    yield* pixelChecks(`${name} · ${file}`, refined, await readRgb(join(folder, file)), false);
}

/** Columns from left to right, each from top to bottom; the last ones may be smaller. */
function regions(image: Raster, sidePx: number) {
  const list: { x: number; y: number; width: number; height: number }[] = [];
  for (let x = 0; x < image.width; x += sidePx)
    for (let y = 0; y < image.height; y += sidePx)
      list.push({
        x,
        y,
        width: Math.min(sidePx, image.width - x),
        height: Math.min(sidePx, image.height - y),
      });
  return list;
}
