// Turns one sample into a training row: read, resized and cropped, flipped and varied, as planes. All draws come from
// the run's random generator, in the order of the steps below, and a step that is off draws nothing. So a resumed run
// sees the same rows as an uninterrupted one.

import { recompressed } from '../images/recompress.js';
import { rasterToPlanes } from '../inference/normalise.js';
import type { Raster } from '../protocol/raster.js';
import type { Random } from '../random/random.js';
import type { Augmentation, DataPlan } from './dataPlan.js';
import { bend, drawField } from './elastic.js';
import { flipped, turned } from './geometry.js';
import type { Sample } from './openDataset.js';
import type { Panel } from './panels.js';
import { preprocess } from './preprocess.js';
import { readSample } from './readSample.js';
import { blurred } from '../rendering/smooth.js';
import { changeStains, drawStainChange } from './stainJitter.js';

/** Planes (3, H, W) in [-1, 1], one for each panel, all of one size. */
export interface Row {
  readonly width: number;
  readonly height: number;
  readonly tiles: readonly Float32Array[];
}

export async function trainingRow(
  sample: Sample,
  panels: readonly Panel[],
  plan: DataPlan & { readonly flip: boolean },
  random: Random,
): Promise<Row> {
  const read = await readSample(sample, panels);
  return rowOf(await varied(read, panels, plan, random, sample.name));
}

/** Tiles as planes in [-1, 1], which networks take. */
export function rowOf(tiles: readonly Raster[]): Row {
  const { width, height } = tiles[0]!;
  return { width, height, tiles: tiles.map((tile) => rasterToPlanes(tile).data) };
}

/** Tiles after all steps of the plan, still as pixels. */
export async function varied(
  tiles: readonly Raster[],
  panels: readonly Panel[],
  plan: DataPlan & { readonly flip: boolean },
  random: Random,
  where: string,
): Promise<readonly Raster[]> {
  const { augmentation } = plan;
  let now = preprocess(tiles, plan, random, where);
  if (plan.flip && random.uniform() < 0.5) now = now.map(flipped);
  if (augmentation.rotate) {
    const turns = random.below(4);
    now = now.map((tile) => turned(tile, turns));
  }
  if (augmentation.elasticPx > 0) {
    const { width, height } = now[0]!;
    const field = drawField(width, height, augmentation.elasticPx, random);
    now = now.map((tile, i) => bend(tile, field, panels[i]!.kind === 'classes' ? 'nearest' : 'linear'));
  }
  const out: Raster[] = [];
  for (const [i, tile] of now.entries()) {
    const { kind, role } = panels[i]!;
    out.push(kind === 'stained' && role === 'input' ? await stained(tile, augmentation, random) : tile);
  }
  return out;
}

/** Varies what differs between laboratories and scanners: stains, focus, compression, in this order. */
async function stained(
  tile: Raster,
  { stain, blurPx, jpegQuality }: Augmentation,
  random: Random,
): Promise<Raster> {
  let now = tile;
  if (stain > 0) now = changeStains(now, drawStainChange(stain, random));
  if (blurPx > 0) now = blurred(now, blurPx * random.uniform());
  if (jpegQuality > 0) now = await recompressed(now, jpegQuality + random.below(101 - jpegQuality));
  return now;
}
